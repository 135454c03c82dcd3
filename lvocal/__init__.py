"""L-VOCAL: language-based video colorization with audio alignment.

A clip and its soundtrack come in, text and sound become conditions, a rectified-flow transformer paints
chroma window by window, the original brightness is put back exactly, and a finished file goes out.

Where things are:

    values, settings   the nouns and the numbers a person may turn
    color/             what is colour?         spaces, naming, palette
    media/             what is in the file?    video, audio, mix, shots, synth
    study/             what do people prefer?  studies with participants: design, votes, analysis
    model/             what is computed?       networks only: no files, no device choice
    metrics/           how good is it?
    sample/            how does a clip become colour?   stems, flow, guidance, windows, pipeline
    checkpoint         the only door between files and networks
    engine             the one wrapper that owns the device
    train/, evaluate/  how does it learn (train/full: the full size), how well does it do?
    ui/                what is on the screen?
    wheels             what must not be imported on this machine
"""

from lvocal.wheels import hide_unusable_companions

__version__ = "0.1.0"

hide_unusable_companions()

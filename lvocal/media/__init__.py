"""What is in the file? Films and sound, in and out; the only folder that knows containers and codecs.

door        what may be opened, and how big it may be
video       probe, luma by range, true colours   (seeking: frames by number; remarks: what is worth saying)
pixels      codes, ranges, BT.709, chroma at every size
shots       cuts
writer      the finished film   (container: MP4, MOV, MKV; sequence: PNG; masters: settings; soundtrack)
stills      single pictures and the filmstrip
audio       sound in memory   (mix: lanes to what is heard; gate: what counts as silent; synth: presets)
mixtures    soundtracks made to learn separation from   (tracks: their sounds; spoken: their speech)
faults      what is said when a film cannot be used
"""

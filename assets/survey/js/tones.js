/*
 * Tones that tell whether somebody wears headphones, and the right way round.
 *
 * Of three tones the quietest is to be named: one is 6 dB down, another is as loud as the third, but in antiphase
 * between the ears, which cancels in the air of a room (Woods, Siegel, Traer & McDermott 2017).
 */

const HZ = 200;
const TONE_SEC = 0.8, GAP_SEC = 0.4, FADE_SEC = 0.08;
const LOUD = 0.25, DOWN = 10 ** (-6 / 20);

let context = null;

/** Gains (left, right) of each kind of tone. */
const KINDS = {
  both: [LOUD, LOUD],
  left: [LOUD, 0],
  right: [0, LOUD],
  quiet: [LOUD * DOWN, LOUD * DOWN],
  anti: [LOUD, -LOUD],
};

/** Play tones one after another; resolves at the end of the last. */
export async function playTones(...kinds) {
  context ??= new AudioContext();
  await context.resume();
  let at = context.currentTime + 0.1;
  let last = null;
  for (const kind of kinds) {
    last = tone(KINDS[kind], at);
    at += TONE_SEC + GAP_SEC;
  }
  await new Promise((resolve) => { last.onended = resolve; });
}

function tone([left, right], at) {
  const source = new OscillatorNode(context, { frequency: HZ });
  const shape = new GainNode(context, { gain: 0 });
  shape.gain.setValueAtTime(0, at);
  shape.gain.linearRampToValueAtTime(1, at + FADE_SEC);
  shape.gain.setValueAtTime(1, at + TONE_SEC - FADE_SEC);
  shape.gain.linearRampToValueAtTime(0, at + TONE_SEC);
  const ears = new ChannelMergerNode(context, { numberOfInputs: 2 });
  source.connect(shape);
  [left, right].forEach((gain, ear) => shape.connect(new GainNode(context, { gain })).connect(ears, 0, ear));
  ears.connect(context.destination);
  source.start(at);
  source.stop(at + TONE_SEC);
  return source;
}

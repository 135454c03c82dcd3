/* Films, fetched whole before they are shown. */

import { ask } from "./calls.js";

/** First bytes of a file, at an offset, and what browsers call it. Names and headers do not tell. */
const KINDS = [
  [4, "ftyp", "video/mp4"],
  [0, "\x1a\x45\xdf\xa3", "video/webm"],
  [0, "RIFF", "audio/wav"],
  [0, "fLaC", "audio/flac"],
  [0, "OggS", "audio/ogg"],
];

const held = new Map();

/** The films and the sound of a trial as addresses of blobs; `tell(done, of)` is called as they come in. */
export async function load(trial, tell = () => {}) {
  const names = namesOf(trial);
  let done = 0;
  tell(0, names.length);
  return Promise.all(names.map(async (name) => {
    const address = await fetched(name);
    done += 1;
    tell(done, names.length);
    return address;
  }));
}

/** Fetch what comes next in the background, and let go of all that is in none of these trials. */
export function keepOnly(...trials) {
  const wanted = new Set(trials.filter(Boolean).flatMap(namesOf));
  for (const [name, coming] of held) {
    if (wanted.has(name)) continue;
    held.delete(name);
    coming.then((address) => URL.revokeObjectURL(address), () => {});
  }
  for (const name of wanted) fetched(name).catch(() => {});
}

function namesOf(trial) {
  return trial.sound ? [...trial.films, trial.sound] : trial.films;
}

function fetched(name) {
  if (!held.has(name)) {
    const coming = ask(`api/films/${name}`, null, { bytes: true }).then((bytes) =>
      URL.createObjectURL(new Blob([bytes], { type: kindOf(new Uint8Array(bytes, 0, Math.min(12, bytes.byteLength))) })));
    coming.catch(() => held.delete(name));
    held.set(name, coming);
  }
  return held.get(name);
}

function kindOf(head) {
  const text = String.fromCharCode(...head);
  return KINDS.find(([at, sign]) => text.startsWith(sign, at))?.[2] ?? "audio/mpeg";
}

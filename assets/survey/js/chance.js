/* Chance that comes out the same every time: drawn from a participant's code. */

/** A function that gives numbers in [0, 1); FNV-1a (Fowler, Noll, Vo) of the words, then mulberry32 (Ettinger). */
export function chanceOf(...words) {
  let state = 0x811c9dc5;
  for (const letter of words.join(" ")) state = Math.imul(state ^ letter.charCodeAt(0), 0x01000193);
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One of some things. */
export function pick(chance, things) {
  return things[Math.floor(chance() * things.length)];
}

/** All of them, in another order. */
export function shuffled(chance, things) {
  const order = [...things];
  for (let at = order.length - 1; at > 0; at -= 1) {
    const other = Math.floor(chance() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
  return order;
}

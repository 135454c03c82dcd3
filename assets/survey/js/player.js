/* Several films and at most one sound, on one clock. */

const SLIP_SEC = 0.012; // less is not corrected
const JUMP_SEC = 0.2; // more is not caught up with, but jumped over
const BEND = 0.1; // how far a film's speed may be bent
const HASTE = 4; // of the speed, for every second that it is late
const PATIENCE_MS = 8000; // some browsers tell that they could play only once they do

/** Plays from the beginning to the end, and never half. Counts what is told with an answer. */
export class Player {
  plays = 0;
  playedMs = 0;
  hiddenMs = 0;
  stalls = 0;
  jumps = 0;
  worstSlip = 0;
  #films;
  #sound;
  #began = null;
  #hiddenAt = null;

  /** `films` are video elements, `sound` an audio element or null; all with their source set. */
  constructor(films, sound) {
    this.#films = films;
    this.#sound = sound;
    for (const film of films) {
      film.muted = true;
      film.addEventListener("waiting", () => { if (this.playing) this.stalls += 1; });
    }
    for (const one of this.#all) one.addEventListener("pause", () => this.#goOn());
  }

  get playing() {
    return this.#began !== null;
  }

  /** Frames that the browser did not get to show, of all films. */
  get droppedFrames() {
    const dropped = this.#films.map((film) => film.getVideoPlaybackQuality?.().droppedVideoFrames ?? 0);
    return dropped.reduce((sum, one) => sum + one, 0);
  }

  get frames() {
    return this.#films.map((film) => film.getVideoPlaybackQuality?.().totalVideoFrames ?? 0).reduce((a, b) => a + b, 0);
  }

  /** Resolves when everything can be played through; rejects where one cannot be played at all. */
  async ready() {
    const all = this.#all.map((one) => reached(one, "canplaythrough", () => one.readyState >= 4));
    await Promise.race([Promise.all(all), new Promise((resolve) => setTimeout(resolve, PATIENCE_MS))]);
  }

  /** Play once; resolves at the end of the last film. */
  async play() {
    await Promise.all(this.#all.map(rewound));
    const ended = Promise.all(this.#films.map((film) => reached(film, "ended", () => false)));
    this.#began = performance.now();
    this.#hiddenAt = document.hidden ? this.#began : null;
    const watch = () => this.#watchHiding();
    document.addEventListener("visibilitychange", watch);
    try {
      if (this.#sound) await this.#sound.play(); // it takes longest to begin
      await Promise.all(this.#films.map((film) => film.play()));
      requestAnimationFrame(() => this.#keepTogether());
      await ended;
      this.plays += 1;
    } finally {
      document.removeEventListener("visibilitychange", watch);
      this.#stop();
    }
  }

  /** Stop where it is; what was counted stays. */
  pause() {
    this.#stop();
  }

  /** Stop and let go of everything, counts of frames among it. */
  close() {
    this.#stop();
    for (const one of this.#all) {
      one.removeAttribute("src");
      one.load();
    }
  }

  get #all() {
    return this.#sound ? [...this.#films, this.#sound] : this.#films;
  }

  /** The sound, for a jump in it is heard; without one, the first film that still runs. */
  get #master() {
    if (this.#sound && !this.#sound.ended && !this.#sound.paused) return this.#sound;
    return this.#films.find((film) => !film.ended) ?? this.#films[0];
  }

  #keepTogether() {
    if (!this.playing) return;
    const master = this.#master;
    for (const film of this.#films) {
      if (film === master) film.playbackRate = 1;
      else if (!film.ended && !film.seeking && film.readyState > 1) this.#follow(film, master.currentTime);
    }
    requestAnimationFrame(() => this.#keepTogether());
  }

  #follow(film, time) {
    const late = time - film.currentTime;
    if (performance.now() - this.#began > 500) this.worstSlip = Math.max(this.worstSlip, Math.abs(late));
    if (Math.abs(late) > JUMP_SEC && time < film.duration - JUMP_SEC) {
      film.currentTime = time;
      this.jumps += 1;
    } else {
      film.playbackRate = Math.abs(late) > SLIP_SEC ? 1 + Math.max(-BEND, Math.min(BEND, HASTE * late)) : 1;
    }
  }

  /** Browsers pause films in hidden pages, and keyboards have a key for it: neither is an end. */
  #goOn() {
    if (!this.playing || document.hidden) return;
    for (const one of this.#all) if (one.paused && !one.ended) one.play().catch(() => {});
  }

  #watchHiding() {
    const now = performance.now();
    if (this.#hiddenAt !== null) this.hiddenMs += now - this.#hiddenAt;
    this.#hiddenAt = document.hidden ? now : null;
    this.#goOn();
  }

  #stop() {
    if (!this.playing) return;
    const now = performance.now();
    this.playedMs += now - this.#began;
    if (this.#hiddenAt !== null) this.hiddenMs += now - this.#hiddenAt;
    this.#began = this.#hiddenAt = null;
    for (const one of this.#all) one.pause();
  }
}

async function rewound(one) {
  one.playbackRate = 1;
  if (one.currentTime === 0 && !one.ended) return;
  const there = reached(one, "seeked", () => false);
  one.currentTime = 0;
  await there;
}

function reached(one, event, already) {
  return new Promise((resolve, reject) => {
    const fail = () => reject(new Error(one.error?.message || "a film cannot be played"));
    if (one.error) fail();
    else if (already()) resolve();
    else {
      one.addEventListener(event, resolve, { once: true });
      one.addEventListener("error", fail, { once: true });
    }
  });
}

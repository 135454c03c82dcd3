/* One trial: films side by side, one button that plays them, and an answer once they have been seen. */

import { mention } from "./calls.js";
import { load } from "./films.js";
import { arrange } from "./grid.js";
import { Player } from "./player.js";
import { el, show } from "./screens.js";

const PRACTICE = "Practice: this answer does not count. Press Play; all films start together. When they have " +
  "ended once, choose one by its button or its number, then press Next. You may play them again before.";

let desk = null;

/** Show a trial; resolves with the answer as the server takes it, the trial's number left out. */
export async function ask(trial) {
  desk = new Desk(trial);
  try {
    await desk.open();
    return await desk.answered;
  } finally {
    abandon();
  }
}

/** Whatever plays falls silent, and no key is listened to. */
export function abandon() {
  desk?.close();
  desk = null;
}

class Desk {
  #ended = null; // of the first full play
  #chosen; // a place, or null for no difference
  #loadMs = 0;
  #undo = [];

  constructor(trial) {
    this.trial = trial;
    this.answered = new Promise((resolve) => { this.resolve = resolve; });
    this.films = trial.films.map((_, place) => el("video", { playsinline: true, preload: "auto", disablepictureinpicture: true, disableremoteplayback: true, tabindex: -1, "aria-label": `Film ${place + 1}` }));
    this.sound = trial.sound ? el("audio", { preload: "auto" }) : null;
    this.choices = trial.films.map((_, place) => choice(`${place + 1}`, `Choose film ${place + 1}`, () => this.#choose(place)));
    this.tie = trial.tie ? choice("No difference", null, () => this.#choose(null), "0") : null;
    this.playButton = el("button", { type: "button", class: "first", onclick: () => this.#play() }, "Loading…");
    this.next = el("button", { type: "button", onclick: () => this.#answer() }, "Next");
    this.said = el("p", { class: "said", role: "status" });
    enable([this.playButton, this.next, ...this.#answers], false);
  }

  get #answers() {
    return this.tie ? [...this.choices, this.tie] : this.choices;
  }

  async open() {
    const figures = this.films.map((film, place) => el("figure", {}, film, this.choices[place]));
    const grid = el("div", { class: "films", role: "group", "aria-label": "Films" }, figures);
    const words = this.trial.text.split("\n").map((line) => el("span", {}, line));
    const foot = el("div", { class: "row" }, this.playButton, this.tie, this.next);
    const screen = show(this.trial.practice ? el("p", { class: "practice" }, PRACTICE) : "",
      el("h1", { class: "question" }, words), grid, this.sound ?? "", foot, this.said);
    screen.className = "trial";
    this.#undo.push(arrange(grid, this.films));
    await this.#load();
    this.#listen();
  }

  close() {
    this.#undo.forEach((undo) => undo());
    this.player?.close();
  }

  async #load() {
    const began = performance.now();
    const addresses = await load(this.trial, (done, of) => { this.said.textContent = done < of ? `Loading ${done + 1} of ${of}…` : ""; });
    [...this.films, this.sound].filter(Boolean).forEach((one, at) => { one.src = addresses[at]; });
    this.player = new Player(this.films, this.sound);
    try {
      await this.player.ready();
    } catch (problem) {
      this.#fail(problem);
      return;
    }
    this.#loadMs = performance.now() - began;
    label(this.playButton, "Play", "Space");
    label(this.next, "Next", "Enter");
    enable([this.playButton], true);
    this.playButton.focus({ preventScroll: true });
  }

  #listen() {
    const pressed = (event) => this.#key(event);
    document.addEventListener("keydown", pressed);
    this.#undo.push(() => document.removeEventListener("keydown", pressed));
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || document.querySelector("dialog[open]")) return;
    const place = Number(event.key) - 1;
    if (event.key === "0" || event.key === "=") this.tie?.click();
    else if (this.choices[place]) this.choices[place].click();
    else if (event.target.closest("button, a")) return;
    else if (event.key === " ") this.playButton.click();
    else if (event.key === "Enter") this.next.click();
    else return;
    event.preventDefault();
  }

  async #play() {
    if (off(this.playButton)) return;
    enable([this.playButton], false);
    label(this.playButton, "Playing…");
    try {
      await this.player.play();
    } catch (problem) {
      this.#fail(problem);
      return;
    }
    if (this.#ended === null) {
      this.#ended = performance.now();
      enable(this.#answers, true);
      this.said.textContent = "Now choose.";
    }
    label(this.playButton, "Play again", "Space");
    enable([this.playButton], true);
  }

  #choose(place) {
    if (this.#ended === null) return;
    this.#chosen = place;
    this.choices.forEach((button, at) => button.setAttribute("aria-pressed", at === place));
    this.tie?.setAttribute("aria-pressed", place === null);
    this.said.textContent = "";
    this.playButton.classList.remove("first");
    this.next.classList.add("first");
    enable([this.next], true);
    this.next.focus({ preventScroll: true });
  }

  #answer() {
    if (this.#chosen === undefined || off(this.next)) return;
    const { player } = this;
    const answered = performance.now();
    enable([this.next, this.playButton, ...this.#answers], false);
    player.pause();
    this.resolve({
      place: this.#chosen,
      answer_sec: (answered - this.#ended) / 1000,
      plays: player.plays,
      dropped_frames: player.droppedFrames,
      hidden_sec: player.hiddenMs / 1000,
      played_sec: player.playedMs / 1000,
      details: {
        frames: player.frames,
        stalls: player.stalls,
        jumps: player.jumps,
        worst_slip_ms: Math.round(1000 * player.worstSlip),
        load_ms: Math.round(this.#loadMs),
        film_px: [this.films[0].clientWidth, this.films[0].clientHeight],
      },
    });
  }

  #fail(problem) {
    mention("fault", { words: String(problem.message ?? problem).slice(0, 300) });
    const again = el("button", { type: "button", onclick: () => location.reload() }, "Load the page again");
    this.said.replaceChildren("This cannot be played here. Your answers so far are kept. ", again);
  }
}

/** A button for an answer, with the key that does the same. */
function choice(words, name, chosen, key = "") {
  const button = el("button", { type: "button", class: "answer", "aria-pressed": "false", "aria-label": name, onclick: () => { if (!off(button)) chosen(); } });
  label(button, words, key);
  return button;
}

function label(button, words, key = "") {
  button.replaceChildren(words, ...(key ? [el("kbd", { "aria-hidden": "true" }, key)] : []));
}

/** Not `disabled`: what is focused keeps the focus, and is still read out. */
function enable(buttons, on) {
  for (const button of buttons) button.setAttribute("aria-disabled", !on);
}

function off(button) {
  return button.getAttribute("aria-disabled") === "true";
}

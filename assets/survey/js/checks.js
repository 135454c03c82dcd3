/* What is asked about screen, eyes and sound before the first film. It is written down, and turns nobody away. */

import { chanceOf, shuffled } from "./chance.js";
import { describe } from "./device.js";
import { greyRow, plate, platesOf } from "./plates.js";
import { el, progress, show, until } from "./screens.js";
import { playTones } from "./tones.js";

const SIDES = ["left", "right"];
const ROUNDS = 3; // of three tones

/** Go through all checks; resolves with what they found. */
export async function check(code, withSound) {
  const steps = [screenCheck, greyCheck, colourCheck, ...(withSound ? [soundCheck] : [])];
  const found = {};
  for (const [at, step] of steps.entries()) {
    progress(at / steps.length, `Before we begin: ${at + 1} of ${steps.length}`);
    Object.assign(found, await step(code));
  }
  return found;
}

async function screenCheck() {
  const device = await describe();
  const [width, height] = device.window;
  const small = width < 1000 || height < 600
    ? el("p", { class: "said" }, "This window is small. If you can, make it larger or use a larger screen.") : "";
  await until("Continue", el("h1", {}, "Your screen"),
    el("ul", {},
      el("li", {}, "Switch off night light, blue filters and whatever else changes colours."),
      el("li", {}, "Set the screen as bright as you usually have it; keep sun and lamps off it."),
      el("li", {}, "Make this window as large as the screen, and sit as you usually do.")),
    el("p", { class: "quiet" }, `Found: ${device.screen.join(" × ")} pixels, about ${Math.round(device.refresh_hz)} pictures a second.`),
    small);
  return { device: await describe() };
}

async function greyCheck(code) {
  const rows = [true, false].map((dark) => [dark ? "dark" : "light", ...greyRow(dark, code)]);
  const fields = rows.map(([name, canvas, shown]) => field(canvas, `Digits you can read in the ${name} row`, shown.length));
  await until("Continue", el("h1", {}, "Dark and light"),
    el("p", {}, "From left to right the digits get harder to see. Type those that you can read; hardly anybody reads all."),
    ...fields.map(([box]) => box));
  return { greys: rows.map(([name, , shown], at) => ({ name, shown, typed: fields[at][1].value, right: common(shown, fields[at][1].value) })) };
}

async function colourCheck(code) {
  const plates = platesOf(code);
  const fields = plates.map(([axis, digit], at) => field(plate(axis, digit, code), `Disc ${at + 1}`, 1));
  await until("Continue", el("h1", {}, "Colours"),
    el("p", {}, "Which digit is in each disc? Leave a field empty where you see none."),
    el("div", { class: "plates" }, fields.map(([box]) => box)));
  return { plates: plates.map(([axis, shown], at) => ({ axis, shown, typed: fields[at][1].value })) };
}

async function soundCheck(code) {
  const chance = chanceOf(code, "tones");
  await new Promise((resolve) => {
    const go = el("button", { type: "button", onclick: resolve }, "I hear it well");
    show(el("h1", {}, "Sound"), el("p", {}, "Some films have sound. Please put on headphones if you have any."),
      el("p", {}, "Play the tone and set the volume so that it is clear and pleasant; then leave it as it is."),
      el("div", { class: "row" }, el("button", { type: "button", class: "first", onclick: () => playTones("both") }, "Play the tone"), go));
  });
  const sides = [];
  for (const side of shuffled(chance, SIDES)) {
    sides.push({ shown: side, told: await asked([side], "On which side do you hear it?", ["Left", "Right", "Cannot tell"]) });
  }
  const tones = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const order = shuffled(chance, ["both", "quiet", "anti"]);
    const told = await asked(order, `Which of the three tones is the quietest? (${round + 1} of ${ROUNDS})`, ["First", "Second", "Third"]);
    tones.push({ quietest: order.indexOf("quiet"), antiphase: order.indexOf("anti"), told: ["First", "Second", "Third"].indexOf(told) });
  }
  return { sides, tones };
}

/** Play tones as often as wanted; resolves with the word that was chosen once they have been heard. */
function asked(kinds, question, words) {
  return new Promise((resolve) => {
    const answers = words.map((word) => el("button", { type: "button", disabled: true, onclick: () => resolve(word) }, word));
    const hear = el("button", { type: "button", class: "first", onclick: async () => {
      hear.disabled = true;
      await playTones(...kinds);
      hear.disabled = false;
      answers.forEach((button) => { button.disabled = false; });
      answers[0].focus();
    } }, "Play");
    show(el("h1", {}, question), el("div", { class: "row" }, hear), el("div", { class: "row" }, answers));
    hear.focus();
  });
}

/** A picture with a field below it: [both, the field]. */
function field(picture, words, most) {
  const input = el("input", { type: "text", inputmode: "numeric", autocomplete: "off", maxlength: most, size: most, class: "digits" });
  return [el("label", { class: "seen" }, picture, el("span", {}, words), input), input];
}

/** How many digits of `typed` stand in `shown` in the same order. */
function common(shown, typed) {
  let row = new Array(typed.length + 1).fill(0);
  for (const digit of shown) {
    const next = [0];
    for (let at = 1; at <= typed.length; at += 1) {
      next.push(digit === typed[at - 1] ? row[at - 1] + 1 : Math.max(row[at], next[at - 1]));
    }
    row = next;
  }
  return row[typed.length];
}

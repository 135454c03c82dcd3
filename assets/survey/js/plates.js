/*
 * Pictures that tell how a screen and a pair of eyes see, drawn here.
 *
 * A colour plate is a disc of dots with a digit in it. Digit and ground differ in what one kind of cone catches
 * and in nothing else, so whoever lacks that cone sees dots alone; every dot is lighter or darker by chance, so
 * that brightness gives no hint. From linear R'G'B' to cones and back: Vienot, Brettel & Mollon 1999. On a screen
 * that nobody measured this finds strong deficiencies and diagnoses none.
 */

import { chanceOf, pick } from "./chance.js";
import { el } from "./screens.js";

const SIDE = 480; // pixels of a plate
const TRIES = 16000;
const SMALLEST = 4.5, LARGEST = 10; // radius of a dot
const JITTER = 0.35; // of the brightness, either way
const GROUND = [0.24, 0.24, 0.24];

/** How much of linear R, G, B one more unit of what each cone catches takes; scaled to the screen's gamut. */
const AXES = {
  protan: [0.20, -0.0253, -0.0009],
  deutan: [-0.19, 0.0786, -0.006],
  tritan: [0.0404, -0.0393, 0.24],
  control: [0.2, 0.2, 0.2],
};

const DIGITS = "23456789";

/** What the plates show: [axis, digit], the one that everybody can read first. */
export function platesOf(code) {
  const chance = chanceOf(code, "plates");
  return ["control", "protan", "deutan", "tritan"].map((axis) => [axis, pick(chance, DIGITS)]);
}

/** A plate as a canvas. */
export function plate(axis, digit, code) {
  const chance = chanceOf(code, "dots", axis);
  const sign = axis !== "control" && chance() < 0.5 ? -1 : 1;
  const canvas = el("canvas", { width: SIDE, height: SIDE, role: "img", "aria-label": "Dots of many colours, with a digit among them" });
  const pen = canvas.getContext("2d");
  const inside = digitMask(digit);
  for (const [x, y, radius] of dots(chance)) {
    const side = (inside(x, y) ? 0.5 : -0.5) * sign;
    const light = 1 + JITTER * (2 * chance() - 1);
    const linear = GROUND.map((value, at) => (value + side * AXES[axis][at]) * light);
    pen.fillStyle = `rgb(${linear.map(encoded).join(" ")})`;
    pen.beginPath();
    pen.arc(x, y, radius, 0, 2 * Math.PI);
    pen.fill();
  }
  return canvas;
}

/** How far the digits of a row lie from its ground, in steps of 255. */
const STEPS = [24, 14, 9, 6, 4, 2];

/** A row of patches near black or near white, each with a digit that is harder to see: [canvas, digits]. */
export function greyRow(dark, code) {
  const chance = chanceOf(code, dark ? "dark" : "light");
  const size = 110;
  const canvas = el("canvas", { width: size * STEPS.length, height: size, role: "img", "aria-label": dark ? "Dark digits on black" : "Light digits on white" });
  const pen = canvas.getContext("2d");
  const ground = dark ? 4 : 251;
  pen.fillStyle = grey(ground);
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.font = `700 ${size * 0.7}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  const digits = STEPS.map((step, at) => {
    const digit = pick(chance, DIGITS);
    pen.fillStyle = grey(dark ? ground + step : ground - step);
    pen.fillText(digit, size * (at + 0.5), size * 0.54);
    return digit;
  });
  return [canvas, digits.join("")];
}

function grey(value) {
  return `rgb(${value} ${value} ${value})`;
}

function encoded(linear) {
  const kept = Math.min(Math.max(linear, 0), 1);
  return Math.round(255 * (kept <= 0.0031308 ? 12.92 * kept : 1.055 * kept ** (1 / 2.4) - 0.055));
}

function digitMask(digit) {
  const sheet = el("canvas", { width: SIDE, height: SIDE });
  const pen = sheet.getContext("2d", { willReadFrequently: true });
  pen.font = `900 ${SIDE * 0.8}px sans-serif`;
  pen.textAlign = "center";
  pen.textBaseline = "middle";
  pen.lineWidth = SIDE * 0.03;
  pen.fillText(digit, SIDE / 2, SIDE * 0.53);
  pen.strokeText(digit, SIDE / 2, SIDE * 0.53);
  const { data } = pen.getImageData(0, 0, SIDE, SIDE);
  return (x, y) => data[4 * (Math.round(y) * SIDE + Math.round(x)) + 3] > 127;
}

/** Dots that do not overlap, in a disc: [x, y, radius]. */
function dots(chance) {
  const placed = [];
  for (let at = 0; at < TRIES; at += 1) {
    const radius = SMALLEST + (LARGEST - SMALLEST) * chance() * (1 - at / TRIES);
    const away = (SIDE / 2 - radius - 1) * Math.sqrt(chance());
    const angle = 2 * Math.PI * chance();
    const [x, y] = [SIDE / 2 + away * Math.cos(angle), SIDE / 2 + away * Math.sin(angle)];
    if (placed.every(([u, v, other]) => (x - u) ** 2 + (y - v) ** 2 > (radius + other + 1) ** 2)) placed.push([x, y, radius]);
  }
  return placed;
}

/* The way through a study: consent, code, checks, trials, thanks. The server keeps where somebody is. */

import { ask, mention, Refused, speakFor } from "./calls.js";
import { check } from "./checks.js";
import { describe } from "./device.js";
import { keepOnly } from "./films.js";
import { el, large, paragraphs, progress, show, until } from "./screens.js";
import { abandon, ask as askTrial } from "./trial.js";

const LEAST_FOR_BREAK = 8; // trials; fewer need no break
const PANEL = ["PROLIFIC_PID", "workerId"]; // parameters of a link that name a person

let withdrawn = false;

start().catch((problem) => {
  if (withdrawn) return;
  abandon();
  show(el("h1", {}, "This went wrong"), el("p", {}, problem.message),
    el("div", { class: "row" }, el("button", { type: "button", class: "first", onclick: () => location.reload() }, "Load the page again")));
  throw problem;
});

async function start() {
  const study = await ask("api/study");
  document.title = study.title;
  document.getElementById("withdraw").addEventListener("click", withdraw);
  const sitting = await arrive(study);
  addEventListener("hashchange", () => location.reload());
  if (!sitting.finished) {
    if (sitting.answered.length) await goOn(sitting);
    else await begin(study, sitting);
    await runTrials(sitting);
  }
  thank(await ask("api/finish", {}));
}

/** By the code in the address, a code that is typed, or by agreeing. */
async function arrive(study) {
  const code = decodeURIComponent(location.hash.slice(1));
  if (code) {
    try {
      return await resume(code);
    } catch (problem) {
      if (!(problem instanceof Refused)) throw problem;
      return land(study, problem.message);
    }
  }
  return land(study);
}

async function resume(code, how = {}) {
  speakFor(code);
  try {
    return seated(await ask("api/sitting", null, how));
  } catch (problem) {
    speakFor("");
    throw problem;
  }
}

/** From now on the address holds the code and nothing else: a reload goes on from here. */
function seated(sitting) {
  speakFor(sitting.code);
  document.getElementById("code").textContent = sitting.code;
  document.getElementById("foot").hidden = false;
  history.replaceState(null, "", `${location.pathname}#${sitting.code}`);
  return sitting;
}

function land(study, trouble = "") {
  const sent = new URLSearchParams(location.search);
  return new Promise((resolve) => {
    const said = el("p", { class: "said", role: "alert" }, trouble);
    const typed = el("input", { id: "old-code", autocomplete: "off", autocapitalize: "characters", spellcheck: "false", maxlength: 20 });
    const back = async (event) => {
      event.preventDefault();
      try {
        resolve(await resume(typed.value, { once: true }));
      } catch (problem) {
        said.textContent = problem instanceof Refused ? problem.message : "The server cannot be reached. Please try again.";
        typed.focus();
      }
    };
    const agree = el("button", { type: "button", class: "first", onclick: async () => {
      agree.disabled = true;
      resolve(await join(study));
    } }, "I agree. Begin");
    show(el("h1", {}, study.title),
      el("p", { class: "facts" }, `It takes about ${study.minutes} ${study.minutes === 1 ? "minute" : "minutes"}. You need no account and give no name.`),
      el("section", { class: "consent", "aria-label": "Consent" }, paragraphs(study.consent)),
      el("p", {}, "Taking part is voluntary. You may stop at any time, and delete your answers with the button at the foot of every page.",
        study.contact ? ` Questions: ${study.contact}` : ""),
      PANEL.some((name) => sent.has(name)) ? el("p", { class: "quiet" }, "The number by which your panel knows you is kept with your answers, so that you can be paid.") : "",
      el("div", { class: "row" }, agree),
      el("form", { class: "row back", onsubmit: back }, el("label", { for: "old-code" }, "You have a code already?"), typed, el("button", {}, "Go on")), said);
  });
}

async function join(study) {
  const link = Object.fromEntries([...new URLSearchParams(location.search)].slice(0, 20));
  const token = [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const sitting = seated(await ask("api/join", { token, link, device: await describe() }));
  mention("consent", { text: study.consent.slice(0, 3000) });
  if (!sitting.answered.length) {
    await until("I have written it down", el("h1", {}, "Your code"),
      el("p", {}, "Write it down: with it you can go on later, on this or another computer. Nobody can go on without it."),
      large(sitting.code, "Your code"));
  }
  return sitting;
}

async function begin(study, sitting) {
  keepOnly(sitting.trials[0]);
  mention("checks", await check(sitting.code, study.sound));
  const count = sitting.trials.filter((trial) => !trial.practice).length;
  const before = sitting.trials.length - count;
  const practice = before ? `, and ${before === 1 ? "one" : before} before them for practice` : "";
  await until("Show the first", el("h1", {}, "Ready"),
    el("p", {}, `You will see ${count} sets of films${practice}. All films of a set show the same scene and play at the same time.`),
    el("p", {}, "Watch them to the end once, then choose. There is no right or wrong; we want to know what you see."),
    el("p", { class: "quiet keys" }, "With the keyboard: Space plays, a number chooses, Enter goes on."));
}

async function goOn(sitting) {
  mention("device", await describe());
  progress(sitting.answered.length / sitting.trials.length, "");
  await until("Go on", el("h1", {}, "Welcome back"),
    el("p", {}, `${sitting.answered.length} of ${sitting.trials.length} are answered. You go on where you stopped.`));
}

async function runTrials({ trials, answered }) {
  const done = new Set(answered);
  const half = Math.ceil(trials.length / 2);
  for (const [number, trial] of trials.entries()) {
    if (done.has(number)) continue;
    if (number === half && trials.length >= LEAST_FOR_BREAK) await rest(trials.length - number);
    progress(number / trials.length, `${number + 1} of ${trials.length}`);
    keepOnly(trial, trials.slice(number + 1).find((_, at) => !done.has(number + 1 + at)));
    const answer = await askTrial(trial);
    await send({ trial: number, ...answer });
  }
  keepOnly();
}

/** Back only once the server has the answer on its disk. */
async function send(answer) {
  const hold = (event) => event.preventDefault();
  addEventListener("beforeunload", hold);
  try {
    await ask("api/vote", answer);
  } finally {
    removeEventListener("beforeunload", hold);
  }
}

async function rest(left) {
  const began = performance.now();
  await until("Go on", el("h1", {}, "Half of it is done"),
    el("p", {}, `Rest your eyes for as long as you like. ${left} are left.`));
  mention("pause", { sec: Math.round((performance.now() - began) / 1000) });
}

function thank({ completion, return_url: back }) {
  progress(1, "Done");
  show(el("h1", {}, "Thank you"), el("p", {}, "All your answers are kept."),
    el("p", {}, "Your completion code:"), large(completion, "Completion code"),
    back ? el("div", { class: "row" }, el("a", { class: "button first", href: back }, "Return to where you came from")) : "",
    el("p", { class: "quiet" }, "Should you change your mind, Withdraw below deletes all that you answered."));
}

function withdraw() {
  const sure = document.getElementById("sure");
  sure.returnValue = "";
  sure.onclose = async () => {
    if (sure.returnValue !== "yes") return;
    await ask("api/withdraw", {});
    withdrawn = true;
    abandon();
    history.replaceState(null, "", location.pathname);
    document.getElementById("foot").hidden = true;
    progress(null);
    show(el("h1", {}, "Your answers are deleted"), el("p", {}, "Nothing that you told is kept. You may close this page."));
  };
  sure.showModal();
}

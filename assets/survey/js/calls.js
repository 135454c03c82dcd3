/* What the page asks of the server. What cannot be sent now is kept and sent again. */

import { el } from "./screens.js";

const LONGEST_SEC = 15;

/** The server understood, and said no. */
export class Refused extends Error {
  constructor(status, told) {
    super([told.message, told.remedy].filter(Boolean).join(" ") || "Something went wrong.");
    this.status = status;
  }
}

let code = "";

/** Whose questions these are from now on. */
export function speakFor(participant) {
  code = participant;
}

/**
 * Ask for JSON, or with `bytes` for a film as an ArrayBuffer; with a body it is a POST. While the line or the
 * server is down this goes on trying, says so, and keeps the body; with `once` it throws instead.
 */
export async function ask(path, body = null, { bytes = false, once = false, quiet = false } = {}) {
  for (let tries = 1; ; tries += 1) {
    let wait = Math.min(2 ** tries / 2, LONGEST_SEC);
    try {
      const answer = await fetch(path, options(body));
      if (answer.ok) {
        const told = bytes ? await answer.arrayBuffer() : await answer.json();
        if (tries > 1 && !quiet) calm();
        return told;
      }
      const refused = new Refused(answer.status, await answer.json().catch(() => ({})));
      if (once || !(answer.status >= 500 || answer.status === 429)) throw refused;
      wait = Math.max(wait, Math.min(Number(answer.headers.get("Retry-After")) || 0, 60));
    } catch (problem) {
      if (once || problem instanceof Refused) {
        if (!quiet) calm();
        throw problem;
      }
    }
    await (quiet ? sleep(wait) : trouble(wait, body !== null));
  }
}

/** Tell the server something that nobody waits for. */
export function mention(kind, data = {}) {
  ask("api/note", { kind, data }, { quiet: true }).catch(() => {});
}

function options(body) {
  const headers = code ? { "X-Participant": code } : {};
  if (body === null) return { headers, credentials: "omit" };
  headers["Content-Type"] = "application/json";
  return { method: "POST", headers, body: JSON.stringify(body), credentials: "omit" };
}

function sleep(seconds) {
  return new Promise((resolve) => setTimeout(resolve, 1000 * seconds));
}

function calm() {
  const box = document.getElementById("trouble");
  box.hidden = true;
  box.replaceChildren();
}

/** Say that the line is down; resolves when it is time to try again. */
function trouble(seconds, holds) {
  const box = document.getElementById("trouble");
  return new Promise((resolve) => {
    const again = () => {
      clearTimeout(timer);
      removeEventListener("online", again);
      resolve();
    };
    const timer = setTimeout(again, 1000 * seconds);
    addEventListener("online", again);
    const kept = holds ? " What you answered is kept here; please leave this page open." : "";
    const words = `The server cannot be reached.${kept} Trying again in ${Math.round(seconds) || 1} s.`;
    box.replaceChildren(words, el("button", { type: "button", onclick: again }, "Try now"));
    box.hidden = false;
  });
}

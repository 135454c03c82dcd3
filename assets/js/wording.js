/* Whose words are edited, the film's or a shot's, and former wordings. Value: {shots: [[start, stop], ...], frame, history: [text, ...]}. */
lvocal.wording = (element, props, watch, trigger) => {
  const { el } = lvocal;
  let isShot = false, chosen = null;
  const film = el("button", { type: "button", role: "radio", onclick: () => choose(false) }, "whole film");
  const one = el("button", { type: "button", role: "radio", onclick: () => choose(true) }, "this shot");
  const whose = el("span", { class: "lv-whose", role: "radiogroup", "aria-label": "Words of", onkeydown: flip }, film, one);
  const owned = el("span", { class: "lv-owned" });
  const menu = el("ul", { class: "lv-former", role: "menu", "aria-label": "Former words", hidden: true });
  const former = el("button", { class: "lv-quiet", type: "button", "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => open(menu.hidden) }, "history ▾");
  const box = el("span", { class: "lv-history", onkeydown: steer, onfocusout: (event) => { if (!box.contains(event.relatedTarget)) open(false); } }, former, menu);
  element.append(el("div", { class: "lv-title lv-wording" }, el("span", {}, "Words"), whose, owned, box));

  const shots = () => (props.value || {}).shots || [];
  const holds = (frame) => ([start, stop]) => start <= frame && frame < stop;
  const number = () => shots().findIndex(holds((props.value || {}).frame));

  function choose(next) {
    isShot = next && shots().length > 1;
    document.body.classList.toggle("lv-shot-words", isShot);
    show();
    document.dispatchEvent(new CustomEvent("lvocal:shots"));
  }
  function flip(event) {
    if (!event.key.startsWith("Arrow")) return;
    choose(!isShot);
    (isShot ? one : film).focus();
    event.preventDefault();
    event.stopPropagation();
  }

  function open(next) {
    menu.hidden = !next;
    former.setAttribute("aria-expanded", String(next));
    if (next && menu.firstChild) menu.firstChild.firstChild.focus();
  }
  function steer(event) {
    if (menu.hidden) return;
    const items = [...menu.querySelectorAll("button")], at = items.indexOf(document.activeElement);
    if (event.key === "Escape") { open(false); former.focus(); }
    else if (event.key === "ArrowDown") items[(at + 1) % items.length].focus();
    else if (event.key === "ArrowUp") items[(at + items.length - 1) % items.length].focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
  function restore(index) {
    chosen = index;
    open(false);
    former.focus();
    trigger("select");
  }

  /** Shots with words of their own; a click goes there. */
  function mark() {
    const frames = lvocal.shotWords.frames ? lvocal.shotWords.frames() : [];
    const own = new Set(frames.map((frame) => shots().findIndex(holds(frame))).filter((at) => at >= 0));
    one.classList.toggle("own", own.has(number()));
    owned.replaceChildren(...[...own].sort((a, b) => a - b).map((at) =>
      el("button", { type: "button", title: `Shot ${at + 1} has words of its own`, "aria-label": `To shot ${at + 1}, which has words of its own`, onclick: () => go(at) }, `${at + 1}`)));
  }
  function go(at) {
    const [start, stop] = shots()[at];
    const picture = [...document.querySelectorAll(".lv-strip button")].find((button) => start <= Number(button.dataset.frame) && Number(button.dataset.frame) < stop);
    if (picture) picture.click();
    choose(true);
  }

  function show() {
    const many = shots().length > 1;
    if (!many && isShot) return choose(false);
    whose.hidden = !many;
    one.textContent = many ? `shot ${number() + 1} of ${shots().length}` : "this shot";
    for (const [button, on] of [[film, !isShot], [one, isShot]]) {
      button.setAttribute("aria-checked", String(on));
      button.tabIndex = on ? 0 : -1;
    }
    const history = (props.value || {}).history || [];
    former.hidden = !history.length;
    menu.replaceChildren(...history.map((text, at) => el("li", { role: "none" }, el("button", { type: "button", role: "menuitem", title: text, onclick: () => restore(at) }, text))));
    mark();
  }

  Object.assign(lvocal.wording, { shot: () => shots()[number()], isShot: () => isShot, chosen: () => chosen });
  document.addEventListener("lvocal:shots", mark);
  watch("value", () => { if (!menu.contains(document.activeElement)) { show(); document.dispatchEvent(new CustomEvent("lvocal:shots")); } });
  show();
};

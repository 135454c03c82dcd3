/* Shared helpers of the page's own components. Text from people only ever enters the page as text nodes. */
(() => {
  const lvocal = (window.lvocal = {});

  /** An element: el("button", {class: "x", onclick: f}, "text", child, ...). */
  lvocal.el = (tag, attributes = {}, ...children) => {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === null || value === undefined || value === false) continue;
      if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
      else node.setAttribute(name, value === true ? "" : value);
    }
    node.append(...children.flat().filter((child) => child !== null && child !== undefined));
    return node;
  };

  /** The address under which the server hands out a file of this session. */
  lvocal.fileUrl = (file) => {
    if (!file) return null;
    const { root = "", api_prefix = "/gradio_api" } = window.gradio_config || {};
    const path = file.path.split("/").map(encodeURIComponent).join("/");
    return `${root}${api_prefix}/file=${path}?v=${file.version}`;
  };

  /** "00:03:12" as minutes, seconds, frames. */
  lvocal.timecode = (seconds, fps) => {
    const whole = Math.floor(seconds + 1e-6);
    const frame = Math.floor((seconds - whole) * fps + 1e-3);
    return [Math.floor(whole / 60), whole % 60, Math.max(frame, 0)].map((n) => String(n).padStart(2, "0")).join(":");
  };

  /** Something in the form has changed: repaint the still once the hand rests. */
  let timer = null;
  lvocal.touch = (wait = 220) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const live = document.querySelector("#lv-live-on input");
      if (live && live.checked && !lvocal.busy) lvocal.press("lv-live");
    }, wait);
  };

  /* Whoever asks for a film wants to see that; it reads the form as it stands. */
  document.addEventListener("click", (event) => { if (event.target.closest && event.target.closest("#lv-colorize, #lv-draft")) clearTimeout(timer); }, true);

  /** Press a button of the page by its id; a disabled one stays unpressed. */
  lvocal.press = (id) => {
    const button = document.querySelector(`button#${id}, #${id} button`);
    if (button && !button.disabled) button.click();
  };

  lvocal.setTheme = (dark) => {
    document.body.classList.toggle("dark", dark);
    localStorage.setItem("lvocal-light", dark ? "" : "1");
    document.dispatchEvent(new CustomEvent("lvocal:theme"));
  };

  /** On an unscaled 4k screen everything would be too small to read. (Gradio rewrites media queries of the root.) */
  function fitScreen() {
    const zoom = innerWidth >= 3400 && innerHeight >= 1800 ? 1.8 : innerWidth >= 2500 && innerHeight >= 1300 ? 1.35 : 1;
    document.documentElement.style.setProperty("--lv-zoom", zoom);
  }

  /** A grading room is dark; whoever works in daylight can say so once. */
  lvocal.start = () => {
    lvocal.setTheme(!localStorage.getItem("lvocal-light"));
    document.addEventListener("keydown", onKey);
    addEventListener("resize", fitScreen);
    fitScreen();
  };

  /** Every key of the page: [keys, what it does, the deed]. The list under "?" is made of these same lines. */
  const viewer = (deed, ...more) => () => lvocal.viewer[deed](...more);
  const KEYS = [
    [[" "], "play and pause", viewer("play")],
    [["ArrowLeft"], "one frame back; with shift the shot before", (event) => (event.shiftKey ? lvocal.strip.shot(-1) : lvocal.viewer.step(-1))],
    [["ArrowRight"], "one frame on; with shift the next shot", (event) => (event.shiftKey ? lvocal.strip.shot(1) : lvocal.viewer.step(1))],
    [["1"], "picture A", viewer("mode", "a")],
    [["2"], "picture B", viewer("mode", "b")],
    [["w"], "wipe between A and B", viewer("mode", "wipe")],
    [["x"], "side by side", viewer("mode", "side")],
    [["d"], "difference of A and B", viewer("mode", "difference")],
    [["l"], "loop on and off", viewer("loop")],
    [["i"], "loop begins here", viewer("mark", "from")],
    [["o"], "loop ends here", viewer("mark", "to")],
    [["m"], "hear the film, or the mix of the sound desk", viewer("hear")],
    [["g"], "scopes", viewer("scopes")],
    [["p"], "preview the still", () => lvocal.press("lv-preview")],
    [["c"], "preview the clip, small and quick", () => lvocal.press("lv-draft")],
    [["Enter"], "colorize", () => lvocal.press("lv-colorize")],
    [["Escape"], "stop, or close what is open", () => lvocal.press("lv-stop")],
    [["s"], "star the take on side B", () => lvocal.takes && lvocal.takes.star && lvocal.takes.star()],
    [["?"], "this list", () => lvocal.keys()],
  ];
  const NAMES = { " ": "space", ArrowLeft: "←", ArrowRight: "→", Enter: "enter", Escape: "esc" };

  /** Open or close the list of keys. */
  lvocal.keys = () => {
    const open = document.querySelector("dialog.lv-keys");
    if (open) return open.close();
    const lines = KEYS.map(([keys, text]) => lvocal.el("li", {}, lvocal.el("kbd", {}, keys.map((one) => NAMES[one] || one).join(" ")), text));
    const dialog = lvocal.el("dialog", { class: "lv-keys", "aria-label": "Keys", onclose: () => dialog.remove() },
      lvocal.el("ul", {}, ...lines), lvocal.el("form", { method: "dialog" }, lvocal.el("button", {}, "Close")));
    document.body.append(dialog);
    dialog.showModal();
  };

  function onKey(event) {
    const at = event.target;
    const typing = at.closest && at.closest("input, textarea, select, [contenteditable], [role=listbox], [role=slider]");
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && typing.type !== "range" && typing.type !== "checkbox")) return;
    if (document.querySelector("dialog[open]") && event.key !== "?") return;
    if (at.closest && at.closest("button, a, summary, label") && (event.key === " " || event.key === "Enter")) return;
    if (typing && event.key.startsWith("Arrow")) return;
    const found = KEYS.find(([keys]) => keys.includes(event.key));
    if (!found || event.repeat && !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    found[2](event);
  }
})();

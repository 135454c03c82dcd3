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
  lvocal.touch = (wait = 350) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const live = document.querySelector("#lv-live-on input");
      if (live && live.checked && !lvocal.busy) lvocal.press("lv-live");
    }, wait);
  };

  /** Press a button of the page by its id; a disabled one stays unpressed. */
  lvocal.press = (id) => {
    const button = document.querySelector(`button#${id}, #${id} button`);
    if (button && !button.disabled) button.click();
  };

  lvocal.setTheme = (dark) => {
    document.body.classList.toggle("dark", dark);
    localStorage.setItem("lvocal-light", dark ? "" : "1");
  };

  /** A grading room is dark; whoever works in daylight can say so once. */
  lvocal.start = () => {
    lvocal.setTheme(!localStorage.getItem("lvocal-light"));
    document.addEventListener("keydown", onKey);
  };

  const SHORTCUTS = {
    " ": () => lvocal.viewer.play(),
    ArrowLeft: (event) => (event.shiftKey ? lvocal.strip.step(-1) : lvocal.viewer.step(-1)),
    ArrowRight: (event) => (event.shiftKey ? lvocal.strip.step(1) : lvocal.viewer.step(1)),
    1: () => lvocal.viewer.mode("a"),
    2: () => lvocal.viewer.mode("b"),
    w: () => lvocal.viewer.mode("wipe"),
    s: () => lvocal.viewer.mode("side"),
    d: () => lvocal.viewer.mode("difference"),
    p: () => lvocal.press("lv-preview"),
    Enter: () => lvocal.press("lv-colorize"),
    Escape: () => lvocal.press("lv-stop"),
    "?": () => document.querySelector("#lv-help").toggleAttribute("open"),
  };

  function onKey(event) {
    const at = event.target;
    const typing = at.closest && at.closest("input, textarea, select, [contenteditable], [role=listbox]");
    if (event.ctrlKey || event.metaKey || event.altKey || (typing && typing.type !== "range")) return;
    if (at.closest && at.closest("button, a, summary") && (event.key === " " || event.key === "Enter")) return;
    if (typing && event.key.startsWith("Arrow")) return;
    const action = SHORTCUTS[event.key];
    if (!action) return;
    event.preventDefault();
    action(event);
  }
})();

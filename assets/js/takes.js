/* The row of takes. Value: {takes: [{id, number, name, starred, marks, other, facts, thumb, video, sidecar}], a, b, undo, export}.
   A click shows a take as B, with shift as A. Tells "select" (look, star, name, delete), "input" (settings back) and "submit" (export);
   what was meant is in lvocal.takes.asked(): {deed, id, name}. */
lvocal.takes = (element, props, watch, trigger) => {
  const { el, fileUrl } = lvocal;
  const row = el("div", { class: "lv-takes", role: "list", "aria-label": "Takes" });
  const empty = el("p", { class: "lv-none" }, "Every film you colour leaves a take here: look at it, name it, star it, take its settings back.");
  const key = (text, title, onclick) => el("button", { type: "button", class: "lv-quiet", title, onclick }, text);
  const all = key("Export all (zip)", "Films, stills and settings of all takes", () => ask("submit", "export"));
  const starred = key("Export starred", "The same of the takes with a star", () => ask("submit", "starred"));
  const undo = key("Undo restore", "The settings as they were before a take's came back", () => ask("input", "undo"));
  element.append(row, empty, el("div", { class: "lv-takes-bar" }, all, starred, undo));
  let asked = null, fetched = null;

  function ask(event, deed, id = "", name = "") {
    asked = { deed, id, name };
    trigger(event);
  }
  const value = () => props.value || {};
  const takes = () => value().takes || [];

  function tile(take) {
    const small = (label, title, onclick, more = {}) =>
      el("button", { type: "button", title, "aria-label": `${title}: ${take.name}`, onclick, ...more }, label);
    const link = (label, title, file) =>
      file ? el("a", { href: fileUrl(file), download: file.path.split("/").pop(), title, "aria-label": `${title}: ${take.name}` }, label) : null;
    const deeds = el("div", { class: "deeds" });
    const name = el("b", { title: "Double-click to name it", ondblclick: () => rename() }, take.name);
    const usual = () => deeds.replaceChildren(
      small("A", "Show as A", () => ask("select", "a", take.id)),
      small("↺", "Its settings back", () => ask("input", "restore", take.id)),
      small("✎", "Name it", () => rename()),
      link("↓", "Download the film", take.video),
      link("{}", "Download its settings", take.sidecar),
      small("×", "Delete", () => confirm()));
    function confirm() {
      const no = small("Keep", "Keep it", () => { usual(); box.querySelector(".deeds button:last-child").focus(); });
      deeds.replaceChildren(el("span", {}, "Delete?"), small("Yes", "Delete it and its files", () => ask("select", "delete", take.id)), no);
      no.focus();
    }
    function rename() {
      let over = false;
      const end = (keeps) => {
        if (over) return;
        over = true;
        if (keeps && input.value.trim() && input.value.trim() !== take.name) ask("select", "rename", take.id, input.value);
        input.replaceWith(name);
      };
      const input = el("input", { value: take.name, maxlength: 60, "aria-label": "Name of the take", onblur: () => end(true),
        onkeydown: (event) => { if (event.key === "Enter") end(true); if (event.key === "Escape") { event.stopPropagation(); end(false); } } });
      name.replaceWith(input);
      input.select();
    }
    const shown = take.id === value().b ? "b" : take.id === value().a ? "a" : "";
    const picture = el("button", {
      type: "button", class: "picture", "aria-pressed": String(Boolean(shown)), title: `${take.facts}\nClick shows it as B, shift and click as A`,
      "aria-label": `Show ${take.name}, take ${take.number}${take.other ? ` of ${take.other}` : ""}`,
      onclick: (event) => ask("select", event.shiftKey ? "a" : "b", take.id),
    }, el("img", { src: fileUrl(take.thumb), alt: "" }), el("span", { class: "number" }, take.number || ""),
    shown ? el("span", { class: "side" }, shown.toUpperCase()) : null);
    const star = small(take.starred ? "★" : "☆", take.starred ? "Take the star away" : "Give a star", () => ask("select", "star", take.id), { class: "star", "aria-pressed": String(take.starred) });
    const marks = [...take.marks, take.other].filter(Boolean).map((mark) => el("em", { title: mark }, mark));
    const box = el("div", { class: `take ${shown} ${take.other ? "other" : ""}`, role: "listitem", "data-id": take.id },
      picture, el("div", { class: "title" }, star, name), el("div", { class: "marks" }, ...marks), deeds);
    usual();
    return box;
  }
  let drawn = "";
  function show() {
    const now = JSON.stringify([takes(), value().a, value().b]);
    if (now !== drawn) {
      const grew = takes().length > row.children.length, focus = document.activeElement, kept = row.contains(focus) && focus.getAttribute("aria-label");
      drawn = now;
      row.replaceChildren(...takes().map(tile));
      if (grew) row.scrollLeft = row.scrollWidth;
      const again = kept && [...row.querySelectorAll("button, a")].find((one) => one.getAttribute("aria-label") === kept);
      if (again) again.focus();
    }
    empty.hidden = takes().length > 0;
    all.disabled = !takes().length;
    starred.disabled = !takes().some((take) => take.starred);
    undo.hidden = !value().undo;
  }
  /** The ZIP that was asked for, once. */
  function fetch() {
    const file = value().export;
    if (!file || file.path === fetched) return;
    fetched = file.path;
    el("a", { href: fileUrl(file), download: "takes.zip" }).click();
  }
  /** The take on side B, by key. */
  function star() {
    const b = lvocal.viewer.chosen ? lvocal.viewer.chosen().b : null;
    if (takes().some((take) => take.id === b)) ask("select", "star", b);
  }
  Object.assign(lvocal.takes, { asked: () => asked, fetch, star });
  watch("value", show);
  show();
};

/* The head of a lane: whether it plays, and when it starts. Value: [{lane, offset, muted, solo}].
   lvocal.tracks[lane] = {get, set}: the sound desk moves lanes through it. */
lvocal.tracks = {};
lvocal.track = (element, props, watch, trigger) => {
  const { el } = lvocal;
  const TITLES = {
    music: ["♪", "Music", "sets the tone"],
    ambience: ["≋", "Ambience", "sets the place"],
    speech: ["☺", "Speech", "is heard, and colours nothing"],
  };
  const lane = ((props.value || [])[0] || {}).lane || "music";
  const [sign, name, does] = TITLES[lane];

  const get = () => ({ lane, offset: 0, muted: false, solo: false, ...(props.value || [])[0] });
  function set(change) {
    props.value = [{ ...get(), ...change }];
    show();
    trigger("input");
  }
  const round = (seconds) => Math.round(100 * Math.min(Math.max(seconds, -3600), 3600)) / 100;

  const toggle = (key, letter, title) => el("button", { type: "button", class: key, title, "aria-label": `${title}: ${name}`, onclick: () => set({ [key]: !get()[key] }) }, letter);
  const mute = toggle("muted", "M", "Mute: neither heard nor coloured by");
  const solo = toggle("solo", "S", "Solo: all other lanes as if muted");
  const field = el("input", { type: "number", step: 0.1, "aria-label": `${name} starts later by, seconds`, title: "Starts later by so many seconds, or earlier when negative; drag the lane to move it", onchange: () => set({ offset: round(Number(field.value) || 0) }) });
  const box = el("div", { class: `lv-track ${lane}`, role: "group", "aria-label": `${name} lane` },
    el("h2", {}, el("i", { "aria-hidden": true }, sign), name), el("span", { class: "does" }, does),
    lane === "speech" ? null : el("label", {}, "later by", field, "s"), mute, solo);
  element.append(box);

  function show() {
    const now = get();
    for (const [button, on] of [[mute, now.muted], [solo, now.solo]]) {
      button.classList.toggle("on", on);
      button.setAttribute("aria-pressed", on);
    }
    if (document.activeElement !== field) field.value = now.offset;
    box.classList.toggle("off", now.muted);
  }

  lvocal.tracks[lane] = { get, set: (change) => set("offset" in change ? { ...change, offset: round(change.offset) } : change) };
  watch("value", show);
  show();
};

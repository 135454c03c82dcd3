/* The trim: what a look does to every colour alike. Value: [] or [what is not as it comes] of {warmth, tint, saturation, shadow_tint,
   highlight_tint, bands: [{hue, width, saturation, rotation}], two_color, axis}. */
lvocal.trim = (element, props, watch, trigger) => {
  const { el } = lvocal;
  const PLAIN = { warmth: 0, tint: 0, saturation: [1, 1, 1], shadow_tint: [0, 0], highlight_tint: [0, 0], bands: [], two_color: 0, axis: 40 };
  const HUES = { red: 35, orange: 62, yellow: 95, green: 140, teal: 195, blue: 275, violet: 315, pink: 355 };
  const SLIDERS = [
    ["warmth", null, "Warmth", -40, 40, 0.5], ["tint", null, "Tint", -40, 40, 0.5],
    ["saturation", 0, "Saturation, shadows", 0, 2, 0.05], ["saturation", 1, "Saturation, mid-tones", 0, 2, 0.05],
    ["saturation", 2, "Saturation, highlights", 0, 2, 0.05], ["two_color", null, "Two colours", 0, 1, 0.05],
    ["shadow_tint", 1, "Shadows, warmth", -40, 40, 0.5], ["shadow_tint", 0, "Shadows, tint", -40, 40, 0.5],
    ["highlight_tint", 1, "Highlights, warmth", -40, 40, 0.5], ["highlight_tint", 0, "Highlights, tint", -40, 40, 0.5],
  ];
  let value = structuredClone(PLAIN);
  const sliders = SLIDERS.map(slider);
  const bands = el("div", { class: "bands" });
  const add = el("button", { type: "button", class: "lv-quiet", onclick: () => addBand() }, "+ hue");
  const none = el("button", { type: "button", class: "lv-quiet", title: "Every colour as it was painted", onclick: () => { value = structuredClone(PLAIN); tell(); draw(); } }, "no trim");
  element.append(el("div", { class: "lv-trim" }, el("div", { class: "sliders" }, ...sliders.map((one) => one.box)), bands, el("div", { class: "deeds" }, add, none)));

  /** Only what is not as it comes, so that an untouched trim is an empty one. */
  const lean = () => {
    const changed = Object.fromEntries(Object.entries(value).filter(([name, now]) => JSON.stringify(now) !== JSON.stringify(PLAIN[name])));
    return Object.keys(changed).length ? [changed] : [];
  };

  function tell() {
    props.value = lean();
    trigger("input");
  }

  function ranged(label, title, low, high, step, get, set) {
    const number = el("output", {});
    const range = el("input", { type: "range", min: low, max: high, step, "aria-label": title,
      oninput: () => { set(Number(range.value)); number.textContent = range.value; tell(); },
      ondblclick: () => { range.value = range.dataset.rest; range.dispatchEvent(new Event("input")); } });
    const box = el("label", { title: `${title}; double-click resets it` }, el("span", {}, label), range, number);
    const show = () => { range.value = get(); number.textContent = String(Math.round(get() * 100) / 100); };
    return { box, range, show };
  }

  function slider([name, at, label, low, high, step]) {
    const ends = label.endsWith("armth") ? ", from blue to yellow" : label.endsWith("int") ? ", from green to magenta" : label === "Two colours" ? ", as two-strip film had" : "";
    const one = ranged(label, label + ends, low, high, step, () => (at === null ? value[name] : value[name][at]),
      (now) => { if (at === null) value[name] = now; else value[name][at] = now; });
    one.range.dataset.rest = at === null ? PLAIN[name] : PLAIN[name][at];
    return one;
  }

  const nameOf = (hue) => Object.keys(HUES).find((name) => HUES[name] === hue) || `${Math.round(hue)}°`;

  function band(one, at) {
    const hues = Object.entries(HUES).map(([name, hue]) => el("option", { value: hue, selected: hue === one.hue }, name));
    if (!Object.values(HUES).includes(one.hue)) hues.unshift(el("option", { value: one.hue, selected: true }, nameOf(one.hue)));
    const choice = el("select", { "aria-label": `Hue ${at + 1}`, onchange: () => { one.hue = Number(choice.value); tell(); draw(); } }, ...hues);
    const name = nameOf(one.hue);
    const fuller = ranged("strength", `Saturation of ${name}`, 0, 2, 0.05, () => one.saturation, (now) => { one.saturation = now; });
    const turned = ranged("turn", `Turn of ${name}, degrees`, -90, 90, 1, () => one.rotation, (now) => { one.rotation = now; });
    fuller.range.dataset.rest = 1;
    turned.range.dataset.rest = 0;
    fuller.show();
    turned.show();
    const away = el("button", { type: "button", class: "lv-quiet", title: "Take this hue out", "aria-label": `Take ${name} out`,
      onclick: () => { value.bands.splice(at, 1); tell(); draw(); } }, "×");
    return el("div", { class: "band" }, choice, fuller.box, turned.box, away);
  }

  function addBand() {
    value.bands.push({ hue: 35, width: 45, saturation: 1, rotation: 0 });
    tell();
    draw();
    bands.lastChild.querySelector("select").focus();
  }

  function draw() {
    for (const one of sliders) one.show();
    bands.replaceChildren(...value.bands.map(band));
  }

  function show() {
    const given = Array.isArray(props.value) ? props.value : [];
    if (JSON.stringify(given) !== JSON.stringify(lean())) value = { ...structuredClone(PLAIN), ...structuredClone(given[0] || {}) };
    draw();
  }

  watch("value", show);
  show();
};

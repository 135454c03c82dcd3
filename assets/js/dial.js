/* The emotion dial: a straight line between two emotions, in the place of what the music says.
   Value: [] is "as heard", else [{start, end, amount}]. props.emotions names all eight. */
lvocal.dial = (element, props, watch, trigger) => {
  const { el } = lvocal;
  const names = props.emotions || [];
  let last = { start: "sadness", end: "excitement", amount: 0.5 };

  const pick = (key, title) => el("select", { "aria-label": title, title, onchange: () => turn() }, ...names.map((name) => el("option", { value: name }, name)));
  const start = pick("start", "The dial goes from"), end = pick("end", "The dial goes to");
  const amount = el("input", { type: "range", min: 0, max: 1, step: 0.01, "aria-label": "How far the dial is turned", oninput: tell, onchange: () => turn() });
  const heard = el("button", { type: "button", title: "The music says what is felt; the dial is off", onclick: () => put([]) }, "as heard");
  const said = el("output", { "aria-live": "polite" });
  const box = el("div", { class: "lv-dial", role: "group", "aria-label": "Mood dial" }, el("h2", {}, "Mood"), heard, start, amount, end, said);
  element.append(box);

  const read = () => ({ start: start.value, end: end.value, amount: Number(amount.value) });
  const isOn = () => Boolean((props.value || []).length);

  function put(value) {
    props.value = value;
    show();
    trigger("input");
    lvocal.changes.show();
  }
  /** Whoever touches the dial turns it on. */
  function turn() { put([(last = read())]); }
  function tell() {
    const { start: from, end: to, amount: far } = read();
    const share = Math.round(100 * far);
    said.textContent = !isOn() && document.activeElement !== amount ? "" : from === to || share === 0 ? from : share === 100 ? to : `${share} % ${to}`;
  }
  function show() {
    const { start: from, end: to, amount: far } = isOn() ? (last = props.value[0]) : last;
    start.value = from;
    end.value = to;
    amount.value = far;
    box.classList.toggle("on", isOn());
    heard.classList.toggle("on", !isOn());
    heard.setAttribute("aria-pressed", !isOn());
    tell();
  }

  Object.assign(lvocal.dial, { isOn, names });
  watch("value", show);
  show();
};

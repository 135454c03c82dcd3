/* The palette: five places, each a colour by picker or word, and a lock. Value: [{color, locked}, ...]. */
lvocal.palette = (element, props, watch, trigger, server) => {
  const { el } = lvocal;
  const PLACES = 5;
  const row = el("div", { class: "lv-palette", role: "group", "aria-label": "Palette" });
  element.append(row);
  const places = Array.from({ length: PLACES }, (_, at) => place(at));

  const read = () => places.map((one) => ({ color: one.word.value.trim(), locked: one.lock.getAttribute("aria-pressed") === "true" }));

  function tell() {
    props.value = read();
    trigger("input");
  }

  /** Show the colour a word stands for, or say that it is unknown. */
  async function look(one) {
    const word = one.word.value.trim();
    const answer = word ? (/^#[0-9a-f]{6}$/i.test(word) ? { hex: word } : await server.look_up_color(word)) : { hex: "" };
    if (one.word.value.trim() !== word) return;
    one.box.classList.toggle("none", !word);
    one.box.classList.toggle("unknown", Boolean(word) && !answer.hex);
    one.word.title = word && !answer.hex ? answer.hint : word;
    one.swatch.value = answer.hex || "#808080";
    one.lock.disabled = one.clear.disabled = !word;
  }

  function setLock(one, locked) {
    one.lock.setAttribute("aria-pressed", String(locked));
    one.lock.textContent = locked ? "●" : "○";
    one.lock.title = locked ? "Locked: it stays when colours are found anew" : "Lock it, so that it stays when colours are found anew";
  }

  function place(at) {
    const name = `Colour ${at + 1}`;
    let timer = null;
    const one = {};
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => look(one), 250);
      if (!one.word.value.trim()) setLock(one, false);
      tell();
    };
    one.swatch = el("input", { type: "color", value: "#808080", title: "Pick a colour", "aria-label": `${name}, pick`,
      oninput: (event) => { one.word.value = event.target.value; changed(); } });
    one.word = el("input", { class: "word", maxlength: 40, placeholder: "none", "aria-label": `${name}, word or code`, oninput: changed });
    one.lock = el("button", { type: "button", "aria-label": `Lock ${name.toLowerCase()}`, "aria-pressed": "false", disabled: true,
      onclick: () => { setLock(one, one.lock.getAttribute("aria-pressed") !== "true"); tell(); } }, "○");
    one.clear = el("button", { type: "button", title: "Take it out", "aria-label": `Take ${name.toLowerCase()} out`, disabled: true,
      onclick: () => { one.word.value = ""; changed(); } }, "×");
    one.box = el("div", { class: "place none" }, one.swatch, el("div", { class: "under" }, one.word, one.lock, one.clear));
    row.append(one.box);
    return one;
  }

  function show() {
    const value = Array.isArray(props.value) ? props.value : [];
    if (JSON.stringify(value) === JSON.stringify(read())) return;
    places.forEach((one, at) => {
      const { color = "", locked = false } = value[at] || {};
      one.word.value = color;
      setLock(one, Boolean(locked && color));
      look(one);
    });
  }

  watch("value", show);
  show();
};

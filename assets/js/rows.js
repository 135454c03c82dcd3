/* Colour rows: an object, its colour as a word or code, and a picker. Value: [{object, color}, ...]. */
lvocal.rows = (element, props, watch, trigger, server) => {
  const { el } = lvocal;
  const list = el("div", { class: "lv-rows" });
  const add = el("button", { class: "lv-quiet", type: "button", onclick: () => addRow() }, "+ object");
  element.append(list, add);

  const read = () =>
    [...list.children].map((row) => ({ object: row.querySelector(".object").value, color: row.querySelector(".color").value }));

  function tell() {
    props.value = read();
    trigger("input");
  }

  /** Show the colour a word stands for, or say that it is unknown and what was meant. */
  async function look(row) {
    const word = row.querySelector(".color").value.trim();
    const answer = word ? await server.look_up_color(word) : { hex: "#808080", hint: "" };
    if (row.querySelector(".color").value.trim() !== word) return;
    row.classList.toggle("unknown", !answer.hex);
    row.querySelector(".hint").textContent = answer.hint;
    if (answer.hex) row.querySelector("[type=color]").value = answer.hex;
  }

  function addRow({ object = "", color = "" } = {}, focus = true) {
    let timer = null;
    const row = el("div", { class: "lv-row" });
    const changed = () => {
      clearTimeout(timer);
      timer = setTimeout(() => look(row), 250);
      tell();
    };
    const picked = (event) => {
      row.querySelector(".color").value = event.target.value;
      changed();
    };
    row.append(
      el("input", { class: "object", value: object, placeholder: "coat", maxlength: 60, "aria-label": "Object", oninput: changed }),
      el("input", { class: "color", value: color, placeholder: "red or #b3261e", maxlength: 40, "aria-label": "Colour", oninput: changed }),
      el("input", { type: "color", value: "#808080", title: "Pick a colour", "aria-label": "Pick a colour", oninput: picked }),
      el("button", { class: "lv-quiet", type: "button", title: "Remove this row", "aria-label": "Remove this row",
        onclick: () => { row.remove(); tell(); } }, "×"),
      el("span", { class: "hint", role: "status" }),
    );
    list.append(row);
    if (color) look(row);
    if (focus) row.querySelector(".object").focus();
  }

  function show() {
    if (JSON.stringify(props.value) === JSON.stringify(read())) return;
    list.replaceChildren();
    for (const row of props.value || []) addRow(row, false);
  }

  watch("value", show);
  show();
};

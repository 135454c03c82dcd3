/* Colour rows: an object, its colour, how far it counts, and what became of it in the picture.
   Value: [{object, color, strength}, ...]. Enter in the last row adds one, Backspace in an empty one removes it. */
(() => {
  /** The rows themselves; `told(rows, whole)` is called when they have changed. Half a row, or half a word, is not
      whole: it belongs to the form, but is not worth a new picture. */
  lvocal.rowEditor = (server, told) => {
    const { el } = lvocal;
    const list = el("div", { class: "lv-rows", role: "group", "aria-label": "Objects and their colours" });
    const add = el("button", { class: "lv-quiet", type: "button", onclick: () => addRow().object.focus() }, "+ object");
    let rows = [], things = [];

    const read = () => rows.map(({ object, field, strength }) => ({ object: object.value.trim(), color: field.value(), strength: Number(strength.value) }));

    function changed(row) {
      row.mark.classList.add("old");
      told(read(), row.field.known() && Boolean(row.object.value.trim()) === Boolean(row.field.value()));
    }

    function addRow(values = {}, at = rows.length) {
      const row = {};
      row.field = lvocal.colorField(server, () => changed(row));
      row.object = el("input", { class: "object", placeholder: "coat", maxlength: 60, "aria-label": "Object", oninput: () => changed(row) });
      row.strength = el("input", { type: "range", class: "strength", min: 0, max: 2, step: 0.05, value: 1, "aria-label": "Strength",
        oninput: () => { weigh(row); changed(row); }, ondblclick: () => { row.strength.value = 1; weigh(row); changed(row); } });
      row.mark = el("span", { class: "mark" });
      row.node = el("div", { class: "lv-row", role: "group", "aria-label": "Object and its colour", onkeydown: (event) => steer(event, row) },
        row.object, row.field.nodes, row.strength, row.mark,
        el("button", { class: "lv-quiet remove", type: "button", title: "Remove this row", "aria-label": "Remove this row", onclick: () => remove(row) }, "×"));
      rows.splice(at, 0, row);
      list.insertBefore(row.node, list.children[at] || null);
      put(row, values);
      return row;
    }

    function put(row, { object = "", color = "", strength = 1 }) {
      if (row.object.value.trim() !== object) row.object.value = object;
      row.field.show(color);
      if (Number(row.strength.value) !== strength) row.strength.value = strength;
      weigh(row);
    }

    function weigh(row) {
      const strength = Number(row.strength.value);
      const says = strength === 0 ? "left out" : strength === 1 ? "as said" : `${strength.toFixed(2)} of it`;
      row.strength.title = `Strength ${strength.toFixed(2)}: ${says}. Double-click for 1.`;
      row.strength.setAttribute("aria-valuetext", says);
      row.node.classList.toggle("off", strength === 0);
    }

    function remove(row) {
      const at = rows.indexOf(row), said = row.object.value.trim() || row.field.value();
      rows.splice(at, 1);
      row.node.remove();
      const next = rows[Math.min(Math.max(at - 1, 0), rows.length - 1)];
      next ? next.field.text.focus() : add.focus();
      told(read(), Boolean(said));
    }

    function steer(event, row) {
      const at = rows.indexOf(row), typing = event.target === row.object || event.target === row.field.text;
      if (event.key === "Enter" && typing) {
        event.preventDefault();
        (at === rows.length - 1 ? addRow() : rows[at + 1]).object.focus();
      } else if (event.key === "Backspace" && typing && !row.object.value && !row.field.text.value) {
        event.preventDefault();
        remove(row);
      }
    }

    /** Put values in; what is being typed into keeps its cursor. */
    function show(values) {
      const wanted = values || [];
      if (JSON.stringify(wanted) === JSON.stringify(read())) return;
      while (rows.length > wanted.length && rows.length) rows.pop().node.remove();
      wanted.forEach((value, at) => (rows[at] ? put(rows[at], value) : addRow(value)));
      land(things);
    }

    /** Marks beside the rows: what became of each in the last picture. */
    function land(now) {
      things = now;
      for (const row of rows) {
        const thing = things.find((one) => one.row && one.object === row.object.value.trim() && one.color === row.field.value());
        row.mark.textContent = thing ? thing.mark : "";
        row.mark.title = thing ? thing.tells : "";
        row.mark.dataset.state = thing ? thing.state : "";
        row.mark.classList.remove("old");
      }
    }

    return { node: el("div", {}, list, add), read, show, land };
  };

  lvocal.rows = (element, props, watch, trigger, server) => {
    const editor = lvocal.rowEditor(server, (rows, whole) => { props.value = rows; if (whole) trigger("input"); });
    element.append(editor.node);
    lvocal.rows.read = () => editor.read().filter((row) => row.object || row.color);
    document.addEventListener("lvocal:landed", (event) => editor.land(event.detail.filter((thing) => thing.frame === null)));
    watch("value", () => editor.show(props.value));
    editor.show(props.value);
  };
})();

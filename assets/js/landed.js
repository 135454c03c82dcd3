/* What became of the words in the picture made last. Value: {of: "still" | "film", things: [{object, color, row, frame, state, mark, tells}], gray}.
   Rows carry their own marks; colours of the caption, and what stayed grey, are told in a line. */
lvocal.landed = (element, props, watch) => {
  const { el } = lvocal;
  const line = el("p", { class: "lv-landed", role: "status" });
  element.append(line);

  function show() {
    const { of = "still", things = [], gray = "" } = props.value || {};
    const said = things.filter((thing) => !thing.row).map((thing) =>
      el("span", { class: "thing", "data-state": thing.state, title: thing.tells }, `${[thing.object, thing.color].filter(Boolean).join(" ")} `, el("b", {}, thing.mark)));
    line.replaceChildren(...said, gray ? el("span", { title: of === "film" ? "Of all frames of the film" : "Of this frame" }, gray) : "");
    document.dispatchEvent(new CustomEvent("lvocal:landed", { detail: things }));
  }

  watch("value", show);
  show();
};

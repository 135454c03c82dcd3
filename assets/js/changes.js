/* What the person has put right in what was heard, each with a way back. Value: [{heard, by}], by "" for a veto.
   lvocal.changes.set(heard, other | "" | null); null undoes. */
lvocal.changes = (element, props, watch, trigger) => {
  const { el } = lvocal;
  const list = el("ul", { class: "lv-changes", "aria-label": "Changes of what is heard" });
  element.append(list);

  const get = () => Object.fromEntries((props.value || []).map(({ heard, by }) => [heard, by]));

  lvocal.changes.get = get;
  lvocal.changes.set = (heard, other) => {
    const { [heard]: _, ...rest } = get();
    props.value = Object.entries(other === null ? rest : { ...rest, [heard]: other }).map(([one, by]) => ({ heard: one, by }));
    show();
    trigger("input");
  };

  function show() {
    const rests = (heard) => lvocal.dial.isOn() && lvocal.dial.names.includes(heard);
    list.replaceChildren(...Object.entries(get()).map(([heard, other]) =>
      el("li", rests(heard) ? { class: "rests", title: "Rests while the mood dial speaks for the music" } : {}, other ? `${heard} is told as ${other.replaceAll("-", " ")}` : `no ${heard}`,
        el("button", { type: "button", "aria-label": `As heard again: ${heard}`, title: "As heard again", onclick: () => lvocal.changes.set(heard, null) }, "×"))));
    list.hidden = !list.children.length;
  }

  lvocal.changes.show = show;
  watch("value", show);
  show();
};

/* Deliveries. Value: {take: {id, name, quick} or null, kinds: [{kind, title, who, off}], made: [{kind, title, file, sidecar, size, said, faults, notes}]}.
   Tells "select", and "input" when it knows nothing yet; what was ticked is in lvocal.deliver.asked(): {id, kinds}. */
lvocal.deliver = (element, props, watch, trigger) => {
  const { el, fileUrl } = lvocal;
  const kinds = el("fieldset", { class: "kinds" }), made = el("ul", { class: "made", "aria-label": "Files that were made" });
  const of = el("legend"), make = el("button", { type: "button", class: "make", id: "lv-make", onclick: () => ask() }, "Make");
  const hint = el("span", { class: "hint" });
  element.append(el("div", { class: "lv-deliver" }, kinds, el("div", { class: "right" }, el("div", { class: "do" }, make, hint), made)));
  const ticked = new Set(), open = new Set();
  let asked = null, drawn = "", listed = "";
  const value = () => props.value || {};

  function ask() {
    asked = { id: value().take.id, kinds: value().kinds.map((one) => one.kind).filter((kind) => ticked.has(kind)) };
    trigger("select");
  }
  function box({ kind, title, who, off }) {
    const input = el("input", { type: "checkbox", value: kind, disabled: Boolean(off), onchange: () => { input.checked ? ticked.add(kind) : ticked.delete(kind); ready(); } });
    input.checked = ticked.has(kind) && !off;
    return el("label", { class: off ? "off" : "", title: off || who }, input, el("b", {}, title), el("span", {}, off || who));
  }
  /** One file: a download, and what reading it back has shown. */
  function item(one) {
    const name = one.file ? one.file.path.split("/").pop() : "";
    const link = one.file ? el("a", { href: fileUrl(one.file), download: name, title: `Download ${name}` }, `↓ ${one.title}`) : el("span", {}, `${one.title}: the file is gone`);
    const settings = one.sidecar ? el("a", { href: fileUrl(one.sidecar), download: one.sidecar.path.split("/").pop(), title: "Download its settings", "aria-label": `Settings of ${one.title}` }, "{}") : null;
    const verdict = one.faults.length ? `${one.faults.length} fault${one.faults.length > 1 ? "s" : ""} found` : "checked";
    const lines = [...one.faults.map((text) => el("li", { class: "fault" }, text)), ...one.said.map((text) => el("li", {}, text)), ...one.notes.map((text) => el("li", { class: "dim" }, text))];
    const details = el("details", { open: open.has(one.kind) || one.faults.length > 0, ontoggle: () => (details.open ? open.add(one.kind) : open.delete(one.kind)) },
      el("summary", {}, verdict), el("ul", {}, ...lines));
    return el("li", {}, link, el("span", { class: "dim" }, one.size), settings, details);
  }
  function ready() {
    const { take, kinds: all = [] } = value();
    for (const { kind, off } of all) if (off) ticked.delete(kind);
    make.disabled = !take || !ticked.size;
    hint.textContent = !take ? "Colour the film first." : !ticked.size ? "Tick what shall be made." : take.quick ? "Nothing is painted again." : "The take is painted anew first.";
  }
  function show() {
    const { take, kinds: all = [], made: files = [] } = value();
    of.textContent = take ? `Files of ${take.name}` : "Files of a take";
    if (JSON.stringify(all) !== drawn) {
      drawn = JSON.stringify(all);
      kinds.replaceChildren(of, ...all.map(box));
    }
    if (JSON.stringify(files) !== listed) {
      listed = JSON.stringify(files);
      made.replaceChildren(...files.map(item));
    }
    ready();
  }
  lvocal.deliver.asked = () => asked;
  watch("value", show);
  show();
  /** A tab that was never open has missed all news; it asks once the visit is there. */
  const news = () => (document.querySelector(".lv-strip button") ? trigger("input") : setTimeout(news, 400));
  if (!value().kinds) news();
};

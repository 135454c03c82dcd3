/* The gallery of looks. Value: {looks: [{name, title, sentence, colors}], chosen, file}. Tells "select"; the look that was
   pressed is lvocal.looks.asked(). `fetch` carries a file away that was asked for. */
lvocal.looks = (element, props, watch, trigger) => {
  const { el, fileUrl } = lvocal;
  const row = el("div", { class: "lv-looks", role: "group", "aria-label": "Looks" });
  element.append(row);
  let asked = null, fetched = null, drawn = "";

  function choose(name) {
    asked = name;
    trigger("select");
  }

  function chip(look) {
    const colors = el("span", { class: "colors", "aria-hidden": "true" }, ...look.colors.map((color) => el("i", { style: `background:${color}` })));
    return el("button", { type: "button", title: look.sentence, "data-look": look.name, "aria-pressed": "false", onclick: () => choose(look.name) },
      colors, el("span", {}, look.title));
  }

  function show() {
    const { looks = [], chosen = null } = props.value || {};
    const now = looks.map((look) => look.name).join();
    if (now !== drawn) {
      drawn = now;
      row.replaceChildren(...looks.map(chip));
    }
    for (const button of row.children) {
      const is = button.dataset.look === chosen, was = button.getAttribute("aria-pressed") === "true";
      button.setAttribute("aria-pressed", String(is));
      if (is && !was) row.scrollLeft = Math.max(0, button.offsetLeft - row.offsetLeft - 60);
    }
  }

  /** The file that was asked for, once. */
  function fetch() {
    const { file } = props.value || {};
    if (!file || `${file.path}${file.version}` === fetched) return;
    fetched = `${file.path}${file.version}`;
    el("a", { href: fileUrl(file), download: file.path.split("/").pop() }).click();
  }

  Object.assign(lvocal.looks, { asked: () => asked, choose, fetch, all: () => (props.value || {}).looks || [] });
  watch("value", show);
  show();
};

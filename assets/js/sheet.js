/* The contact sheet: choose up to nine looks, see them large over the page, click on one to wear it.
   Value: {token, text, fraction, file, moving, looks: [name], columns, rows, share}. Tells "submit" (draw), "clear" (stop);
   what was asked is lvocal.sheet.asked(): {looks, seconds}. */
lvocal.sheet = (element, props, watch, trigger) => {
  const { el, fileUrl } = lvocal;
  const MOST = 9;
  const FIRST = ["natural", "technicolor-1939", "two-strip-1926", "kodachrome-1955", "eastmancolor-faded", "bleach-bypass", "teal-orange", "day-for-night", "sepia-memory"];
  const value = () => props.value || {};
  let asked = null, dialog = null, parts = {}, drawing = false;

  function open() {
    const boxes = lvocal.looks.all().map((look) => {
      const box = el("input", { type: "checkbox", value: look.name, checked: FIRST.includes(look.name), onchange: count });
      return el("label", { title: look.sentence }, box, look.title);
    });
    parts.choice = el("div", { class: "choice", role: "group", "aria-label": `Looks to compare, up to ${MOST}` }, ...boxes);
    parts.moving = el("select", { "aria-label": "What the sheet shows" }, el("option", { value: "" }, "this frame"),
      ...[1, 2, 3, 5].map((seconds) => el("option", { value: seconds }, `the first ${seconds} s, moving`)));
    parts.draw = el("button", { type: "button", onclick: draw }, "Draw the sheet");
    parts.stop = el("button", { type: "button", hidden: true, onclick: () => trigger("clear") }, "Stop");
    parts.said = el("span", { class: "said", role: "status" });
    parts.save = el("a", { hidden: true, download: "" }, "Download");
    parts.picture = el("div", { class: "picture" });
    const close = el("button", { type: "button", class: "close", onclick: () => dialog.close() }, "Close");
    dialog = el("dialog", { class: "lv-sheet", "aria-label": "Contact sheet", onclose: closed },
      el("div", { class: "bar" }, el("b", {}, "Contact sheet"), parts.moving, parts.draw, parts.stop, parts.said, parts.save, close), parts.choice, parts.picture);
    element.append(dialog);
    dialog.showModal();
    count();
    show();
  }

  function closed() {
    if (drawing) trigger("clear");
    dialog.remove();
    dialog = null;
  }

  const chosen = () => [...parts.choice.querySelectorAll("input:checked")].map((box) => box.value);

  function count() {
    const full = chosen().length >= MOST;
    for (const box of parts.choice.querySelectorAll("input")) box.disabled = full && !box.checked;
    parts.draw.disabled = drawing || !chosen().length;
    if (!drawing) parts.said.textContent = full ? "nine chosen; take one out to choose another" : `${chosen().length} of ${MOST}`;
  }

  function draw() {
    drawing = true;
    asked = { looks: chosen(), seconds: parts.moving.value ? Number(parts.moving.value) : null };
    parts.said.textContent = "Starting";
    parts.stop.hidden = false;
    count();
    trigger("submit");
  }

  /** The sheet itself, with a button over every look. */
  function picture({ file, moving, looks, columns, rows, share }) {
    const url = fileUrl(file);
    const shown = moving ? el("video", { src: url, autoplay: true, loop: true, muted: true, playsinline: true, controls: false }) : el("img", { src: url, alt: "Contact sheet" });
    if (moving) shown.muted = true;
    const named = Object.fromEntries(lvocal.looks.all().map((look) => [look.name, look]));
    const tiles = looks.map((name, at) => {
      const column = at % columns, row = Math.floor(at / columns);
      const place = `left:${(100 * column) / columns}%;top:${(100 * share * row) / rows}%;width:${100 / columns}%;height:${(100 * share) / rows}%`;
      const title = named[name] ? named[name].title : name;
      return el("button", { type: "button", style: place, title: `Wear ${title}`, "aria-label": `Wear ${title}`, onclick: () => { dialog.close(); lvocal.looks.choose(name); } });
    });
    const grid = el("div", { class: "grid" }, shown, ...tiles);
    const fit = () => {
      const [width, height] = moving ? [shown.videoWidth, shown.videoHeight] : [shown.naturalWidth, shown.naturalHeight];
      const scale = Math.min(parts.picture.clientWidth / width, parts.picture.clientHeight / height);
      grid.style.width = `${width * scale}px`;
      grid.style.height = `${height * scale}px`;
    };
    shown.addEventListener(moving ? "loadedmetadata" : "load", fit);
    parts.picture.replaceChildren(grid);
    parts.save.href = url;
    parts.save.setAttribute("download", file.path.split("/").pop());
  }

  function show() {
    if (!dialog) return;
    const { text = "", fraction = null, file = null, over = true } = value();
    drawing = !over;
    parts.stop.hidden = over;
    parts.save.hidden = !file;
    if (file && parts.picture.dataset.shown !== `${file.path}${file.version}`) {
      parts.picture.dataset.shown = `${file.path}${file.version}`;
      picture(value());
    }
    count();
    if (text) parts.said.textContent = fraction === null ? text : `${text} · ${Math.round(100 * fraction)} %`;
  }

  Object.assign(lvocal.sheet, { open, asked: () => asked });
  watch("value", show);
};

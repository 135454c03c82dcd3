/* Points and paint: pins, strokes and coloured pictures of single frames, marked on the picture itself.
   Value: [{kind: "pin", frame, x, y, color, radius} | {kind: "stroke", frame, points: [[x, y]], color | null, radius}
   | {kind: "reference", frame, picture} | {kind: "span", first, last, take}]. x, y and radius are shares, as in the request.
   The marks lie on lvocal.viewer.overlay, which covers the picture; with a tool in the hand the picture's clicks are ours. */
lvocal.points = (element, props, watch, trigger, server) => {
  const { el } = lvocal;
  const NEUTRAL = "#808080", opened = (value) => {
    const all = value || [], span = all.find((mark) => mark.kind === "span");
    return { marks: all.filter((mark) => mark !== span), span: span ? { first: span.first, last: span.last, take: span.take } : null };
  };
  const TOOLS = {
    pointer: ["↖", "Pointer: move pins and the wipe (Escape)"], pin: ["●", "Pin: click a place that shall have the colour"],
    brush: ["✎", "Brush: paint the colour over the picture"], eraser: ["⌫", "Eraser: takes paint away"],
    neutral: ["○", "Neutral pin: the place stays grey, which stops colours from bleeding"],
  };
  const past = lvocal.history(opened(props.value));
  let tool = "pointer", color = "#b3261e", hex = "#b3261e", drawing = null, ask = null;

  /* ---- the tools ---- */
  const key = (label, title, onclick, more = {}) => el("button", { type: "button", title, "aria-label": title, onclick, ...more }, label);
  const tools = el("span", { class: "tools", role: "group", "aria-label": "Tools" },
    ...Object.entries(TOOLS).map(([name, [sign, title]]) => key(sign, title, () => take(name), { "data-tool": name })));
  const picker = el("input", { type: "color", value: hex, title: "Colour of pin and brush", "aria-label": "Pick the colour of pin and brush", oninput: () => { word.value = color = hex = picker.value; word.classList.remove("unknown"); } });
  const word = el("input", { class: "word", value: color, maxlength: 40, "aria-label": "Colour of pin and brush, a word or a code", oninput: look });
  const dropper = key("pick", "Take a colour from the picture", () => document.dispatchEvent(new CustomEvent("lvocal:pick", { detail: { done: (found) => { picker.value = found.hex; picker.dispatchEvent(new Event("input")); } } })));
  const size = el("input", { type: "range", min: 0.005, max: 0.15, step: 0.005, value: 0.03, title: "Size of the brush", "aria-label": "Size of the brush, of the shorter side of the picture" });
  const undo = key("↶", "Undo (ctrl z)", () => past.undo() && tell()), redo = key("↷", "Redo (ctrl shift z)", () => past.redo() && tell());
  const clear = key("clear frame", "Remove all marks of this frame", () => change((marks) => marks.filter((mark) => mark.frame !== frame())));
  const picture = key("this frame in colour …", "Add a coloured picture of this frame; of any other picture, take the palette", () => lvocal.press("lv-reference"));
  const frames = el("div", { class: "frames", role: "list", "aria-label": "Frames with marks" });
  const only = el("input", { type: "checkbox", onchange: () => span(only.checked ? around() : null) });
  const edge = (name) => el("input", { type: "number", min: 0, step: 1, "aria-label": `${name} frame to paint anew`, onchange: edges });
  const first = edge("First"), last = edge("Last"), over = el("span", { class: "over" });
  const whole = el("span", {}), to = el("span", {}, "to");
  const between = el("div", { class: "between" }, el("label", {}, only, whole), first, to, last, over);
  element.append(el("div", { class: "lv-points" },
    el("div", { class: "bar" }, tools, picker, word, dropper, size), el("div", { class: "bar" }, undo, redo, clear, picture), frames, between));

  async function look() {
    const said = word.value.trim(), answer = said ? await server.look_up_color(said) : { hex: "" };
    if (word.value.trim() !== said) return;
    word.classList.toggle("unknown", !answer.hex);
    word.title = answer.hint || "";
    if (answer.hex) { color = said; hex = picker.value = answer.hex; }
  }
  function take(next) {
    tool = next;
    for (const button of tools.children) { button.classList.toggle("on", button.dataset.tool === tool); button.setAttribute("aria-pressed", button.dataset.tool === tool); }
    draw();
  }

  /* ---- what is marked ---- */
  const viewer = () => (lvocal.viewer.chosen ? lvocal.viewer.chosen() : { frame: 0, shown: "still" });
  const frame = () => viewer().frame;
  const marks = () => past.value.marks;
  function change(deed) { if (past.step({ ...past.value, marks: deed(marks()) })) tell(); }
  function span(value) { if (past.step({ ...past.value, span: value })) tell(); }
  const add = (mark) => change((all) => [...all, mark]);
  const replace = (old, mark) => change((all) => all.map((one, at) => (at === old ? mark : one)));
  const remove = (old) => change((all) => all.filter((one, at) => at !== old));
  function tell() {
    const { marks: all, span: chosen } = past.value;
    props.value = chosen ? [...all, { kind: "span", ...chosen }] : all;
    show();
    trigger("input");
  }
  const round = (value) => Math.round(Math.min(Math.max(value, 0), 1) * 1e4) / 1e4;

  /* ---- on the picture ---- */
  const canvas = el("canvas", { class: "lv-paint" }), pins = el("div", { class: "lv-pins" });
  canvas.addEventListener("pointerdown", press);
  canvas.addEventListener("pointermove", move);
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, lift);
  const resized = new ResizeObserver(() => draw());
  let overlay = null;
  function attach() {
    const now = lvocal.viewer.overlay;
    if (now && now !== overlay) { overlay = now; overlay.append(canvas, pins); resized.observe(overlay); }
    draw();
  }
  function spot(event) {
    const box = canvas.getBoundingClientRect();
    return [round((event.clientX - box.left) / box.width), round((event.clientY - box.top) / box.height)];
  }
  function press(event) {
    if (tool === "pointer" || event.button) return;
    event.preventDefault(); event.stopPropagation();
    const [x, y] = spot(event), at = frame();
    if (viewer().shown === "film") lvocal.strip.turn(at); /* the fault was seen in a take: its frame becomes the still */
    if (tool === "pin" || tool === "neutral") return add({ kind: "pin", frame: at, x, y, color: tool === "pin" ? color : NEUTRAL, radius: 0.02 });
    canvas.setPointerCapture(event.pointerId);
    drawing = { kind: "stroke", frame: at, points: [[x, y]], color: tool === "brush" ? color : null, radius: Number(size.value) };
    draw();
  }
  function move(event) {
    if (!drawing) return;
    event.stopPropagation();
    const [x, y] = spot(event), [u, v] = drawing.points[drawing.points.length - 1];
    if (Math.hypot(x - u, y - v) > drawing.radius / 4 && drawing.points.length < 500) { drawing.points.push([x, y]); draw(); }
  }
  function lift(event) {
    if (!drawing) return;
    event.stopPropagation();
    const done = drawing;
    drawing = null;
    add(done);
  }

  const shades = new Map([[NEUTRAL, NEUTRAL]]);
  /** The code of a colour; one that is a word is asked for once, and drawn when the answer is there. */
  function shade(text) {
    if (text.startsWith("#")) return text;
    if (text === color) return hex;
    if (!shades.has(text)) { shades.set(text, hex); server.look_up_color(text).then((answer) => { shades.set(text, answer.hex || NEUTRAL); draw(); }); }
    return shades.get(text);
  }
  function draw() {
    if (!overlay) return;
    const { clientWidth: w, clientHeight: h } = overlay, ratio = devicePixelRatio || 1, at = frame();
    canvas.width = w * ratio; canvas.height = h * ratio;
    canvas.classList.toggle("armed", tool !== "pointer");
    const brush = canvas.getContext("2d");
    brush.scale(ratio, ratio);
    brush.lineCap = brush.lineJoin = "round";
    for (const stroke of [...marks(), drawing].filter((mark) => mark && mark.kind === "stroke" && mark.frame === at)) {
      brush.globalCompositeOperation = stroke.color === null ? "destination-out" : "source-over";
      brush.strokeStyle = brush.fillStyle = stroke.color === null ? "#000" : shade(stroke.color);
      brush.lineWidth = 2 * stroke.radius * Math.min(w, h);
      brush.beginPath();
      stroke.points.forEach(([x, y]) => brush.lineTo(x * w, y * h));
      if (stroke.points.length === 1) { brush.arc(stroke.points[0][0] * w, stroke.points[0][1] * h, brush.lineWidth / 2, 0, 7); brush.fill(); }
      else brush.stroke();
    }
    placePins(at);
  }
  function placePins(at) {
    const focus = pins.contains(document.activeElement) ? document.activeElement.dataset.mark : null;
    const here = marks().map((mark, index) => [mark, index]).filter(([mark]) => mark.kind === "pin" && mark.frame === at);
    pins.replaceChildren(...here.map(([mark, index], number) => pinOf(mark, index, number + 1)));
    if (focus !== null) [...pins.children].find((pin) => pin.dataset.mark === focus)?.focus();
  }
  function pinOf(mark, index, number) {
    const name = mark.color === NEUTRAL ? "neutral" : mark.color;
    const label = `pin ${number}, ${name}, at ${Math.round(100 * mark.x)} % across, ${Math.round(100 * mark.y)} % down`;
    const pin = el("button", { type: "button", class: `pin ${name === "neutral" ? "neutral" : ""}`, "data-mark": index, "aria-label": label, title: `${label}: drag or use the arrow keys; Delete removes it`, onkeydown: nudge, onpointerdown: grab });
    Object.assign(pin.style, { left: `${100 * mark.x}%`, top: `${100 * mark.y}%`, background: shade(mark.color) });
    return pin;

    function nudge(event) {
      const by = event.shiftKey ? 0.05 : 0.01, way = { ArrowLeft: [-by, 0], ArrowRight: [by, 0], ArrowUp: [0, -by], ArrowDown: [0, by] }[event.key];
      if (!way && !["Delete", "Backspace"].includes(event.key)) return;
      event.preventDefault(); event.stopPropagation();
      way ? replace(index, { ...mark, x: round(mark.x + way[0]), y: round(mark.y + way[1]) }) : remove(index);
    }
    function grab(event) {
      event.preventDefault(); event.stopPropagation();
      if (tool === "eraser") return remove(index);
      pin.focus();
      pin.setPointerCapture(event.pointerId);
      const to = (one) => { const [x, y] = spot(one); Object.assign(pin.style, { left: `${100 * x}%`, top: `${100 * y}%` }); return { ...mark, x, y }; };
      pin.onpointermove = (one) => { one.stopPropagation(); to(one); };
      pin.onpointerup = (one) => { one.stopPropagation(); pin.onpointermove = null; const moved = to(one); if (Math.hypot(moved.x - mark.x, moved.y - mark.y) > 0.004) replace(index, moved); };
    }
  }

  /* ---- which frames carry marks, and between which frames to paint ---- */
  function show() {
    const at = frame(), all = marks(), by = new Map();
    for (const mark of all) by.set(mark.frame, [...(by.get(mark.frame) || []), mark]);
    frames.replaceChildren(...[...by].sort(([a], [b]) => a - b).map(([number, here]) => chip(number, here, number === at)));
    frames.hidden = !by.size;
    undo.disabled = !past.canUndo; redo.disabled = !past.canRedo; clear.disabled = !by.has(at);
    const { span: chosen } = past.value, take = takeB();
    only.checked = Boolean(chosen);
    only.disabled = !chosen && !take;
    between.hidden = !chosen && !take;
    first.hidden = to.hidden = last.hidden = !chosen;
    whole.textContent = chosen ? "paint only frames" : "paint only a span of frames,";
    if (chosen) { first.value = chosen.first; last.value = chosen.last; }
    over.textContent = chosen || take ? `over ${nameOf(chosen ? chosen.take : take)}` : "";
    draw();
  }
  function chip(number, here, on) {
    const count = (kind, one, many) => { const n = here.filter((mark) => mark.kind === kind).length; return n ? [`${n} ${n > 1 ? many : one}`] : []; };
    const text = [...count("pin", "pin", "pins"), ...count("stroke", "stroke", "strokes")].join(", ");
    const picture = here.find((mark) => mark.kind === "reference");
    return el("span", { class: `chip ${on ? "on" : ""}`, role: "listitem" },
      key([`frame ${number}`, text, picture ? picture.picture : ""].filter(Boolean).join(" · "), `Turn to frame ${number}`, () => lvocal.strip.turn(number)),
      picture ? key("palette", `Take the palette of ${picture.picture} instead of its places`, () => { ask = { deed: "palette", picture: picture.picture, frame: number }; trigger("submit"); }) : null,
      key("×", `Remove the marks of frame ${number}`, () => change((all) => all.filter((mark) => mark.frame !== number))));
  }
  const films = () => (lvocal.viewer.films ? lvocal.viewer.films() : []);
  const nameOf = (id) => (films().find((film) => film.id === id) || { name: "a take that is gone" }).name;
  const takeB = () => { const { b } = viewer(); return films().some((film) => film.id === b && film.id !== "original") ? b : null; };
  const around = () => ({ first: Math.max(frame() - 20, 0), last: frame() + 20, take: takeB() });
  function edges() {
    const whole = (input) => Math.max(Math.round(Number(input.value)) || 0, 0);
    span({ ...past.value.span, first: whole(first), last: whole(last) });
  }

  document.addEventListener("lvocal:viewer", () => { attach(); show(); });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && tool !== "pointer") { event.preventDefault(); event.stopImmediatePropagation(); drawing = null; return take("pointer"); }
    const typing = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && !typing) { event.preventDefault(); (event.shiftKey ? past.redo() : past.undo()) && tell(); }
  }, true);
  lvocal.points.asked = () => ask;
  lvocal.points.tool = take;
  watch("value", () => {
    const given = opened(props.value);
    if (JSON.stringify(given) === JSON.stringify(past.value)) return;
    given.marks.length ? past.step(given) : past.reset(given); /* another film begins anew */
    show();
  });
  take("pointer");
  attach();
  show();
};

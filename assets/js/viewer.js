/* The viewer: two pictures, A and B, on one clock.
   Value: {fps, times, width, height, still: {a, b, text, frame, time} | null, films: [{id, name, file}], a, b, show, token}.
   `times` holds the start of every frame where the rate varies. A film without a file ("original" of one that no browser
   plays) is its partner without colour: the luma is the same.
   Tells the document: "lvocal:time" {seconds, playing} and "lvocal:viewer" {frame, shown, overlay}.
   Hears: "lvocal:seek" {seconds} and "lvocal:pick" {done}: the next click gives {hex, x, y}. */
lvocal.viewer = (element, props, watch, trigger) => {
  const { el, fileUrl, timecode } = lvocal;
  const MODES = { wipe: ["Wipe", "w"], side: ["Side", "x"], a: ["A", "1"], b: ["B", "2"], difference: ["Diff", "d"] };
  let mode = "wipe", shown = "still", wipe = 0.5, ids = { a: "original", b: null }, token = null;
  let loop = { on: true, from: null, to: null }, ears = "film", picking = null, told = -1;

  const layer = (name) => {
    const video = el("video", { playsinline: true, preload: "auto" });
    video.muted = name === "a";
    const image = el("img", { alt: name === "a" ? "Before" : "After" });
    return { name, video, image, box: el("div", { class: `layer ${name}` }, image, video), film: null };
  };
  const a = layer("a"), b = layer("b"), both = [a, b];
  const line = el("div", { class: "line", role: "slider", tabindex: 0, "aria-label": "Wipe between A and B", "aria-valuemin": 0, "aria-valuemax": 100, onkeydown: nudge });
  const overlay = el("div", { class: "overlay" });
  const tags = { a: el("span", { class: "tag a" }), b: el("span", { class: "tag b" }) };
  const empty = el("p", { class: "empty" }, "Open a film, or take one of the examples.");
  const stage = el("div", { class: "stage" }, el("div", { class: "pair" }, a.box, b.box), overlay, line, tags.a, tags.b, empty);
  const scopes = lvocal.scopes(() => both.map((one) => ({ source: picture(one), name: nameOf(one) })));

  const key = (label, title, onclick, more = {}) => el("button", { type: "button", title, "aria-label": title, onclick, ...more }, label);
  const playButton = key("▶", "Play or pause (space)", () => play());
  const clock = el("span", { class: "clock" }, "00:00:00");
  const seek = el("input", { type: "range", min: 0, max: 1, step: "any", value: 0, class: "seek", "aria-label": "Position", oninput: () => go(Number(seek.value)) });
  const loopButton = key("⟲", "Loop (l); i and o set its ends", () => setLoop({ on: !loop.on }));
  const earsButton = key("♪ film", "Hear the film's own track or the mix of the sound desk (m)", () => hear(ears === "film" ? "mix" : "film"));
  const modes = el("span", { class: "modes", role: "group", "aria-label": "How A and B are compared" }, ...Object.entries(MODES).map(([name, [text, letter]]) =>
    key(text, `${text} (${letter})`, () => setMode(name), { "data-mode": name })));
  const gain = el("select", { class: "gain", "aria-label": "Gain of the difference", onchange: () => setMode(mode) },
    ...[1, 2, 4, 8, 16].map((times) => el("option", { value: times }, `×${times}`)));
  gain.value = "4";
  const chooser = (name) => el("select", { "aria-label": `Picture ${name.toUpperCase()}`, onchange: (event) => choose(name, event.target.value) });
  const choosers = { a: chooser("a"), b: chooser("b") };
  const kind = key("Film", "Switch between the still and the film", () => show(shown === "still" ? "film" : "still"), { class: "kind" });
  const scopeButton = key("Scopes", "Waveform, parade, vectorscope, histogram (g)", () => toggleScopes());
  const bar = el("div", { class: "controls" },
    key("◀", "One frame back (←)", () => step(-1)), playButton, key("▶|", "One frame on (→)", () => step(1)), clock, seek, loopButton, earsButton,
    el("label", {}, "A ", choosers.a), el("label", {}, "B ", choosers.b), kind, modes, gain, scopeButton);
  element.append(el("div", { class: "screen" }, stage, scopes.panel), bar);

  const value = () => props.value || {};
  const fps = () => value().fps || 25;
  const films = () => value().films || [];
  const film = (id) => films().find((one) => one.id === id);
  const lead = () => (b.film ? b.video : a.video);
  const mix = () => (lvocal.mix || {}).audio || null;
  const picture = (one) => (shown === "still" ? (one.image.getAttribute("src") ? one.image : null) : one.film ? one.video : null);
  const nameOf = (one) => (shown === "still" ? (one === a ? stillName() : "Still") : (one.film || {}).name || "");
  const stillName = () => (ids.a === "text" ? "Text only" : "Original");

  /* ---- frames and seconds: only the times of the frames tell the truth for variable rates ---- */
  const times = () => value().times;
  function frameAt(seconds) {
    if (!times()) return Math.floor(seconds * fps() + 1e-3);
    let low = 0, high = times().length - 1;
    while (low < high) { const middle = Math.ceil((low + high) / 2); times()[middle] <= seconds + 1e-4 ? (low = middle) : (high = middle - 1); }
    return low;
  }
  function middleOf(frame) {
    if (!times()) return (frame + 0.5) / fps();
    const all = times(), start = all[frame], next = all[frame + 1];
    return next === undefined ? start + 0.25 / fps() : (start + next) / 2;
  }

  /* ---- one clock: B leads, A and the mix follow; a paused pair stands on the same frame ---- */
  function keepInStep() {
    const first = lead();
    if (shown === "film" && first.duration) {
      const other = first === b.video ? a : b;
      if (other.film && other.video.readyState > 1) follow(other.video, first, 0.25 / fps(), 0.12);
      if (ears === "mix" && mix()) follow(mix(), first, 0.02, 0.08);
      if (loop.on && !first.paused && loop.to !== null && first.currentTime >= loop.to) goto(loop.from || 0);
      if (document.activeElement !== seek) seek.value = first.currentTime / first.duration;
      tellTime(first.currentTime, !first.paused);
      playButton.textContent = first.paused ? "▶" : "❚❚";
    }
    scopes.tick();
    if (element.isConnected) requestAnimationFrame(keepInStep);
  }
  function follow(media, first, still, moving) {
    const apart = media.currentTime - first.currentTime;
    if (first.paused !== media.paused && !(media.ended && !first.paused)) first.paused ? media.pause() : media.play().catch(() => {});
    if (Math.abs(apart) > (first.paused ? still : moving)) { if (!media.seeking) media.currentTime = first.currentTime; }
    else media.playbackRate = first.paused ? 1 : Math.min(Math.max(1 - apart * 2, 0.8), 1.2);
  }
  function tellTime(seconds, playing) {
    clock.textContent = timecode(seconds, fps());
    if (Math.abs(seconds - told) < 0.002) return;
    told = seconds;
    document.dispatchEvent(new CustomEvent("lvocal:time", { detail: { seconds, playing } }));
  }
  function tell() {
    document.dispatchEvent(new CustomEvent("lvocal:viewer", { detail: { frame: frame(), shown, overlay } }));
    scopes.refresh(value().legal);
    if (`${frame()} ${ids.b} ${shown}` !== measured) { measured = `${frame()} ${ids.b} ${shown}`; measure(); }
  }
  let measured = "";
  const frame = () => (shown === "still" ? (value().still || {}).frame ?? 0 : frameAt(lead().currentTime || 0));

  function play() {
    if (shown !== "film") show("film");
    const first = lead();
    if (!first.src) return;
    first.paused ? first.play().catch(() => { first.muted = true; first.play(); }) : first.pause();
  }
  function goto(seconds) {
    for (const one of both) if (one.film) one.video.currentTime = Math.min(Math.max(seconds, 0), (one.video.duration || 1) - 0.5 / fps());
  }
  const go = (part) => { if (shown !== "film") show("film"); goto(part * (lead().duration || 0)); };
  function step(by) {
    if (shown !== "film") return;
    lead().pause();
    goto(middleOf(Math.max(frameAt(lead().currentTime) + by, 0)));
  }
  function setLoop(change) {
    loop = { ...loop, ...change };
    if (loop.from !== null && loop.to !== null && loop.from >= loop.to) loop = { ...loop, ...(change.from !== undefined ? { to: null } : { from: null }) };
    for (const one of both) one.video.loop = loop.on;
    loopButton.classList.toggle("on", loop.on);
    loopButton.setAttribute("aria-pressed", loop.on);
    const span = loop.from !== null || loop.to !== null;
    loopButton.textContent = span ? `⟲ ${(loop.from || 0).toFixed(1)}–${loop.to === null ? "end" : loop.to.toFixed(1)}` : "⟲";
  }
  const mark = (end) => { if (shown === "film") setLoop({ on: true, [end]: loop[end] !== null ? null : lead().currentTime }); };
  function hear(what) {
    ears = what === "mix" && mix() ? "mix" : "film";
    earsButton.textContent = `♪ ${ears}`;
    earsButton.classList.toggle("on", ears === "mix");
    if (ears === "film" && mix()) mix().pause();
    for (const one of both) one.video.muted = ears === "mix" || one.video !== lead();
  }

  /* ---- what is seen ---- */
  function setMode(next) {
    mode = next;
    stage.dataset.mode = mode;
    stage.querySelector(".pair").style.filter = mode === "difference" ? `brightness(${gain.value})` : "";
    gain.hidden = mode !== "difference";
    for (const button of modes.children) { button.classList.toggle("on", button.dataset.mode === mode); button.setAttribute("aria-pressed", button.dataset.mode === mode); }
    place();
  }
  function place() {
    const { width = 16, height = 9 } = value();
    const box = { width: stage.clientWidth, height: stage.clientHeight }, half = mode === "side" ? 2 : 1;
    const scale = Math.min(box.width / (width * half), box.height / height) || 1;
    const w = width * scale, h = height * scale, left = (box.width - w * half) / 2, top = (box.height - h) / 2;
    const at = (x) => ({ left: `${x}px`, top: `${top}px`, width: `${w}px`, height: `${h}px` });
    for (const one of both) Object.assign(one.box.style, at(one === b && half === 2 ? left + w : left), { clipPath: "" });
    Object.assign(overlay.style, at(half === 2 ? left + w : left));
    if (mode === "wipe") b.box.style.clipPath = `inset(0 0 0 ${100 * wipe}%)`;
    Object.assign(line.style, { left: `${left + wipe * w}px`, top: `${top}px`, height: `${h}px` });
    line.setAttribute("aria-valuenow", Math.round(100 * wipe));
    Object.assign(tags.a.style, { left: `${left + 6}px`, top: `${top + 6}px` });
    Object.assign(tags.b.style, { right: `${box.width - left - w * half + 6}px`, top: `${top + 6}px` });
    tags.a.textContent = nameOf(a); tags.b.textContent = nameOf(b);
    tags.a.hidden = mode === "b" || !picture(a); tags.b.hidden = mode === "a" || !picture(b);
    tell();
  }
  function spot(event) {
    const box = overlay.getBoundingClientRect();
    return { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
  }
  function drag(event) {
    if (picking && event.type === "pointerdown") return pick(event);
    if (mode !== "wipe" || picking || (event.type === "pointermove" && !event.buttons)) return;
    wipe = Math.min(Math.max(spot(event).x, 0), 1);
    place();
  }
  function nudge(event) {
    const by = { ArrowLeft: -0.02, ArrowRight: 0.02 }[event.key];
    if (!by) return;
    event.preventDefault(); event.stopPropagation();
    wipe = Math.min(Math.max(wipe + by, 0), 1);
    place();
  }
  stage.addEventListener("pointerdown", drag);
  stage.addEventListener("pointermove", drag);

  /* ---- the eyedropper: the mean of a few pixels of what is seen there ---- */
  function pick(event) {
    const { x, y } = spot(event), one = mode === "a" || (mode === "wipe" && x < wipe) ? a : b;
    const hex = picture(one) ? lvocal.colorAt(picture(one), x, y) : null;
    const done = picking;
    endPick();
    if (hex && x >= 0 && x <= 1 && y >= 0 && y <= 1) done({ hex, x, y });
  }
  function endPick() { picking = null; stage.classList.remove("picking"); }
  document.addEventListener("lvocal:pick", (event) => { picking = event.detail.done; stage.classList.add("picking"); });
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && picking) { event.stopImmediatePropagation(); endPick(); } }, true);
  document.addEventListener("lvocal:seek", (event) => { if (shown !== "film") show("film"); goto(event.detail.seconds); });

  /* ---- which two ---- */
  function put(one, id) {
    const chosen = film(id), partner = films().find((other) => other.file && other.id !== "original");
    const file = chosen && (chosen.file || (partner || {}).file);
    one.film = file ? chosen : null;
    one.box.classList.toggle("gray", Boolean(chosen && !chosen.file));
    const url = file ? fileUrl(file) : null;
    if (url && one.video.getAttribute("src") !== url) {
      const seconds = lead().currentTime || 0;
      one.video.src = url;
      one.video.load();
      one.video.addEventListener("loadedmetadata", () => { one.video.currentTime = Math.min(seconds, one.video.duration || 0); }, { once: true });
    }
    if (!url) one.video.removeAttribute("src");
  }
  let asked = {};
  function choose(name, id) {
    asked = { ...ids, [name]: id };
    if (id !== "text" || shown === "still") ids = asked; /* a film from words alone comes later */
    show(shown);
    trigger("select");
  }
  function options(name) {
    if (shown === "still") return name === "a" ? [["original", "Original"], ["text", "Text only"]] : [["still", "Still"]];
    const there = films().filter((one) => one.file || films().some((other) => other.file)).map((one) => [one.id, one.name]);
    return there.length ? [...there, ["text", "Text only …"]] : there;
  }
  function load() {
    for (const name of ["a", "b"]) {
      const all = options(name), has = (id) => all.some(([one]) => one === id);
      choosers[name].replaceChildren(...all.map(([id, text]) => el("option", { value: id }, text)));
      choosers[name].disabled = all.length < 2;
      const real = all.filter(([id]) => id !== "text");
      if (shown === "film" && (ids[name] === "text" || !has(ids[name]))) ids[name] = real.length ? real[name === "a" ? 0 : real.length - 1][0] : null;
      choosers[name].value = has(ids[name]) ? ids[name] : all.length ? all[0][0] : "";
    }
    put(a, ids.a);
    put(b, ids.b);
    hear(ears);
  }
  function show(next) {
    const hasFilm = films().some((one) => one.file), still = value().still;
    shown = next === "film" && hasFilm ? "film" : "still";
    if (shown === "still") { for (const one of both) one.video.pause(); if (mix()) mix().pause(); playButton.textContent = "▶"; }
    stage.dataset.show = shown;
    kind.textContent = shown === "still" ? "Show film" : "Show still";
    kind.disabled = shown === "still" ? !hasFilm : !still;
    load();
    const before = still && (ids.a === "text" ? still.text || still.a : still.a);
    for (const one of both) {
      const url = still ? fileUrl(one === a ? before || still.b : still.b || still.a) : null;
      one.image.classList.toggle("gray", Boolean(one === a && still && !before));
      url ? one.image.setAttribute("src", url) : one.image.removeAttribute("src");
    }
    if (shown === "still") still && still.time !== null ? tellTime(still.time, false) : (clock.textContent = "··:··:··");
    empty.hidden = Boolean(still || hasFilm);
    line.hidden = empty.hidden === false;
    place();
  }
  function refresh() {
    const now = value();
    if (now.token !== token) { asked = {}; if (now.a) ids.a = now.a; if (now.b) ids.b = now.b; }
    show(now.token === token ? shown : now.show);
    token = now.token;
  }
  function toggleScopes() {
    const open = scopes.toggle();
    scopeButton.classList.toggle("on", open);
    scopeButton.setAttribute("aria-pressed", open);
    requestAnimationFrame(place);
    if (open) measure();
  }
  /** The server measures the frame in the file itself, once the picture has come to rest. */
  let resting = null;
  function measure() {
    clearTimeout(resting);
    if (!scopes.panel.hidden && shown === "film") resting = setTimeout(() => { if (lead().paused) trigger("expand"); }, 400);
  }

  Object.assign(lvocal.viewer, {
    play, step, mode: setMode, overlay, frame, scopes: toggleScopes, hear: (what) => hear(what || (ears === "film" ? "mix" : "film")),
    loop: () => setLoop({ on: !loop.on }), mark, chosen: () => ({ ...ids, ...asked, shown, frame: frame() }), seconds: () => (shown === "film" ? lead().currentTime : (value().still || {}).time || 0),
    choose, films,
  });
  new ResizeObserver(place).observe(stage);
  for (const one of both) { one.image.addEventListener("load", tell); one.video.addEventListener("seeked", tell); }
  watch("value", refresh);
  setLoop({});
  setMode("wipe");
  refresh();
  requestAnimationFrame(keepInStep);
};

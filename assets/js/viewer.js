/* The viewer: two pictures, A and B, on one clock.
   Value: {fps, width, height, still: {a, b, frame, time} | null, films: [{id, name, file}], show: "still" | "film", token}.
   The film without a file ("original" of a film no browser plays) is its partner without colour: the luma is the same. */
lvocal.viewer = (element, props, watch, trigger) => {
  const { el, fileUrl, timecode } = lvocal;
  const MODES = { wipe: "Wipe", side: "Side", a: "A", b: "B", difference: "Diff" };
  let mode = "wipe", shown = "still", wipe = 0.5, ids = { a: "original", b: null }, token = null, newest = null;

  const layer = (name) => {
    const video = el("video", { playsinline: true, loop: true, preload: "auto", muted: name === "a" });
    video.muted = name === "a";
    return { name, video, image: el("img", { alt: name === "a" ? "Before" : "After" }), box: el("div", { class: `layer ${name}` }), film: null };
  };
  const a = layer("a"), b = layer("b");
  for (const one of [a, b]) one.box.append(one.image, one.video);
  const line = el("div", { class: "line" });
  const empty = el("p", { class: "empty" }, "Open a film, or take one of the examples.");
  const stage = el("div", { class: "stage" }, a.box, b.box, line, empty);

  const playButton = el("button", { type: "button", title: "Play or pause (space)", onclick: () => play() }, "▶");
  const clock = el("span", { class: "clock" }, "00:00:00");
  const seek = el("input", { type: "range", min: 0, max: 1, step: "any", value: 0, class: "seek", "aria-label": "Position", oninput: () => go(Number(seek.value)) });
  const modes = el("span", { class: "modes" }, ...Object.entries(MODES).map(([key, name]) =>
    el("button", { type: "button", "data-mode": key, title: `${name} (${key === "a" ? "1" : key === "b" ? "2" : key[0]})`, onclick: () => setMode(key) }, name)));
  const chooser = (name) => el("select", { "aria-label": `Picture ${name.toUpperCase()}`, onchange: (event) => { ids[name] = event.target.value; load(); } });
  const choose = { a: chooser("a"), b: chooser("b") };
  const kind = el("button", { type: "button", class: "kind", title: "Switch between the still and the film", onclick: () => show(shown === "still" ? "film" : "still") }, "Film");
  const bar = el("div", { class: "controls" },
    el("button", { type: "button", title: "One frame back (←)", onclick: () => step(-1) }, "◀"), playButton,
    el("button", { type: "button", title: "One frame on (→)", onclick: () => step(1) }, "▶|"), clock, seek,
    el("label", {}, "A ", choose.a), el("label", {}, "B ", choose.b), kind, modes);
  element.append(stage, bar);

  const value = () => props.value || {};
  const fps = () => value().fps || 25;
  const films = () => value().films || [];
  const film = (id) => films().find((one) => one.id === id);
  const clockVideo = () => (b.film ? b.video : a.video);

  /* ---- one clock: B leads with the sound, A follows within half a frame ---- */
  function keepInStep() {
    const lead = clockVideo();
    if (shown === "film" && lead.duration) {
      const other = lead === b.video ? a : b;
      if (other.film && other.video.readyState > 1) {
        const apart = other.video.currentTime - lead.currentTime;
        if (lead.paused !== other.video.paused) lead.paused ? other.video.pause() : other.video.play().catch(() => {});
        if (Math.abs(apart) > (lead.paused ? 0.25 / fps() : 0.12)) { if (!other.video.seeking) other.video.currentTime = lead.currentTime; }
        else other.video.playbackRate = lead.paused ? 1 : Math.min(Math.max(1 - apart * 2, 0.8), 1.2);
      }
      clock.textContent = timecode(lead.currentTime, fps());
      if (document.activeElement !== seek) seek.value = lead.currentTime / lead.duration;
      playButton.textContent = lead.paused ? "▶" : "❚❚";
    }
    if (element.isConnected) requestAnimationFrame(keepInStep);
  }

  function play() {
    if (shown !== "film") show("film");
    const lead = clockVideo();
    if (!lead.src) return;
    lead.paused ? lead.play().catch(() => { lead.muted = true; lead.play(); }) : lead.pause();
  }
  function goto(seconds) {
    for (const one of [a, b]) if (one.film) one.video.currentTime = Math.min(Math.max(seconds, 0), (one.video.duration || 1) - 0.5 / fps());
  }
  const go = (part) => { if (shown !== "film") show("film"); goto(part * (clockVideo().duration || 0)); };
  function step(by) {
    if (shown !== "film") return;
    clockVideo().pause();
    goto((Math.floor(clockVideo().currentTime * fps() + 1e-3) + by + 0.5) / fps());
  }

  /* ---- what is seen ---- */
  function setMode(next) {
    mode = next;
    stage.dataset.mode = mode;
    for (const button of modes.children) button.classList.toggle("on", button.dataset.mode === mode);
    place();
  }
  function place() {
    const { width = 16, height = 9 } = value();
    const box = stage.getBoundingClientRect(), half = mode === "side" ? 2 : 1;
    const scale = Math.min(box.width / (width * half), box.height / height) || 1;
    const w = width * scale, h = height * scale, left = (box.width - w * half) / 2, top = (box.height - h) / 2;
    for (const one of [a, b]) {
      const x = one === b && half === 2 ? left + w : left;
      Object.assign(one.box.style, { left: `${x}px`, top: `${top}px`, width: `${w}px`, height: `${h}px`, clipPath: "" });
    }
    if (mode === "wipe") b.box.style.clipPath = `inset(0 0 0 ${100 * wipe}%)`;
    Object.assign(line.style, { left: `${left + wipe * w}px`, top: `${top}px`, height: `${h}px` });
  }
  function drag(event) {
    if (mode !== "wipe" || (event.type === "pointermove" && !event.buttons)) return;
    const box = a.box.getBoundingClientRect();
    wipe = Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1);
    place();
  }
  stage.addEventListener("pointerdown", drag);
  stage.addEventListener("pointermove", drag);

  function put(one, id) {
    const chosen = film(id), partner = films().find((other) => other.file && other.id !== "original");
    const file = chosen && (chosen.file || (partner || {}).file);
    one.film = file ? chosen : null;
    one.box.classList.toggle("gray", Boolean(chosen && !chosen.file));
    const url = file ? fileUrl(file) : null;
    if (url && one.video.getAttribute("src") !== url) { one.video.src = url; one.video.load(); }
    if (!url) one.video.removeAttribute("src");
  }
  function load() {
    const names = films().filter((one) => one.file || films().some((other) => other.file));
    for (const name of ["a", "b"]) {
      const options = names.map((one) => el("option", { value: one.id }, one.name));
      choose[name].replaceChildren(...options);
      if (!names.some((one) => one.id === ids[name])) ids[name] = names.length ? names[name === "a" ? 0 : names.length - 1].id : null;
      choose[name].value = ids[name] || "";
      choose[name].disabled = names.length < 2;
    }
    put(a, ids.a);
    put(b, ids.b);
  }
  function show(next) {
    const hasFilm = films().some((one) => one.file), still = value().still;
    shown = next === "film" && hasFilm ? "film" : "still";
    if (shown === "still") { a.video.pause(); b.video.pause(); playButton.textContent = "▶"; }
    stage.dataset.show = shown;
    kind.textContent = shown === "still" ? "Show film" : "Show still";
    kind.disabled = shown === "still" ? !hasFilm : !still;
    for (const one of [a, b]) {
      const url = still ? fileUrl(one === a ? still.a || still.b : still.b || still.a) : null;
      one.image.classList.toggle("gray", Boolean(one === a && still && !still.a));
      url ? one.image.setAttribute("src", url) : one.image.removeAttribute("src");
    }
    if (shown === "still") clock.textContent = still && still.time !== null ? timecode(still.time, fps()) : "··:··:··";
    empty.hidden = Boolean(still || hasFilm);
    line.hidden = Boolean(!still && !hasFilm);
    place();
  }
  function refresh() {
    const now = value();
    if (now.newest && now.newest !== newest) ids.b = newest = now.newest;
    load();
    show(now.token === token ? shown : now.show);
    token = now.token;
  }

  Object.assign(lvocal.viewer, { play, step, mode: setMode });
  new ResizeObserver(place).observe(stage);
  watch("value", refresh);
  setMode("wipe");
  refresh();
  requestAnimationFrame(keepInStep);
};

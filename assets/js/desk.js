/* The sound desk: what plays in each lane, what was heard in it over time, and how much it has to do with the picture.
   Value: see ui/desk_view.py. lvocal.mix = {audio}: the viewer plays it on its own clock.
   Hears "lvocal:time" {seconds}; tells "lvocal:seek" {seconds}. */
lvocal.desk = (element, props, watch) => {
  const { el, fileUrl } = lvocal;
  const SIGNS = { music: "♪", ambience: "≋", speech: "☺" };
  const audio = el("audio", { preload: "auto", "aria-label": "The mix" });
  const box = el("div", { class: "lv-sound-desk" });
  const said = el("span", { role: "status" });
  const hear = el("button", { type: "button", class: "hear", title: "Hear the mix with the picture; m switches back to the film's own track", onclick: () => listen() }, "▶ Hear the mix");
  const foot = el("p", { class: "foot" }, said);
  element.append(box, foot, audio);
  lvocal.mix = { audio };
  audio.onplay = audio.onpause = () => { hear.textContent = audio.paused ? "▶ Hear the mix" : "❚❚ The mix"; };
  audio.ontimeupdate = () => { if (!hasPicture()) place(audio.currentTime); };

  /** On the viewer's clock where a film can be played there, else alone. */
  const hasPicture = () => Boolean(document.querySelector("#lv-viewer video[src]"));
  function listen() {
    if (!audio.paused && hasPicture()) return lvocal.viewer.play();
    if (!audio.paused) return audio.pause();
    if (!hasPicture()) return audio.play().catch(() => {});
    lvocal.viewer.hear("mix");
    lvocal.viewer.play();
  }

  const value = () => props.value || {};
  const duration = () => value().duration || 1;
  const share = (seconds) => `${(100 * seconds) / duration()}%`;
  let heads = [], now = 0;

  /* ---- a lane: a line of text, and a time line that can be moved ---- */
  function lane(one) {
    const canvas = el("canvas", { "aria-hidden": true });
    const head = el("i", { class: "playhead" });
    const moves = one.offset !== null;
    const grip = el("div", {
      class: "grip", tabindex: 0, role: "slider", "aria-label": moves ? `${one.name}, starts later by, seconds` : `${one.name}, position`,
      "aria-valuenow": moves ? one.offset : 0, "aria-valuemin": moves ? -3600 : 0, "aria-valuemax": moves ? 3600 : Math.round(duration()),
      "aria-valuetext": moves ? `${one.offset} seconds later` : "",
      title: moves ? "Drag, or press ← and →, to move this lane in time; click to go there" : "Click to go there",
    });
    const chips = one.name === "ambience" ? (value().chips || []).map(chip) : [];
    const time = el("div", { class: "time" }, canvas, head, grip, ...chips);
    const row = el("section", { class: `lane ${one.name}${one.plays ? "" : " off"}`, "aria-label": one.name },
      el("header", {}, el("b", {}, el("i", { "aria-hidden": true }, SIGNS[one.name]), ` ${one.name}`), el("span", {}, one.says), told(one.name), moves && one.offset ? el("span", { class: "later" }, `${one.offset > 0 ? "+" : ""}${one.offset} s`) : null), time);
    move(grip, time, one, moves);
    heads.push(head);
    requestAnimationFrame(() => draw(canvas, one));
    new ResizeObserver(() => draw(canvas, one)).observe(canvas);
    if (one.name === "music") grip.addEventListener("pointermove", (event) => { grip.title = feltAt(event, grip); });
    return row;
  }

  /** What a lane says, in words that open a menu. */
  function told(name) {
    const words = el("span", { class: "told" });
    if (name === "music") words.append(...felt());
    const relevance = mean((value().relevance || []).map((one) => one[name === "music" ? 2 : 3]));
    if (relevance !== null && name !== "speech") words.append(el("span", { class: "relevance", title: "How much this sound has to do with the picture, 0 to 1, as the network weighs it: the thin line. Before a film is coloured it is known for the pictures of the filmstrip only." }, `relevance ${relevance.toFixed(2)}`));
    return words;
  }
  function felt() {
    const { names = [], rows = [] } = value().emotions || {}, before = (value().as_heard || {}).rows || [], changes = lvocal.changes.get();
    if (!rows.length) return [el("span", {}, "no music heard: the words alone set the tone")];
    if (value().dialled) return [el("span", {}, `the dial says: ${names.filter((_, at) => rows[0][at] > 0).map((name) => `${name} ${Math.round(rows[0][names.indexOf(name)])} %`).join(" · ")}`)];
    const all = names.map((name, at) => ({ name, at, share: mean(rows.map((row) => row[at])) }));
    const best = all.filter(({ name }) => !(name in changes)).sort((one, other) => other.share - one.share).slice(0, 3).filter(({ share: much }, at) => !at || much >= 5);
    const changed = all.filter(({ name }) => name in changes && before.length);
    return [...best, ...changed].map(({ name, share: much, at }) =>
      el("button", { type: "button", class: name in changes ? "word changed" : "word", style: `--tint: ${tint(at)}`, title: `${name}: change what is told`, onclick: (event) => menu(event.currentTarget, name, "emotion") },
        name in changes ? (changes[name] ? `${name} → ${changes[name]}` : name) : `${name} ${Math.round(much)} %`));
  }
  function chip(one) {
    const changes = lvocal.changes.get(), other = changes[one.name];
    const text = other === undefined ? `${one.name} ${one.labels[0][1]} %` : other ? `${one.name} → ${other.replaceAll("-", " ")}` : one.name;
    return el("button", {
      type: "button", class: other === undefined ? "chip" : other ? "chip changed" : "chip vetoed", style: `left:${share(one.start)};width:calc(${share(one.stop - one.start)} - 2px)`,
      title: `${one.labels.map(([label, chance]) => `${label} ${chance} %`).join(", ")}. Click to veto or replace.`,
      onclick: (event) => menu(event.currentTarget, one.name, "place"),
    }, text);
  }

  /* ---- veto, replace, undo ---- */
  function menu(anchor, name, kind) {
    close();
    const done = (other) => { close(); lvocal.changes.set(name, other); };
    const choices = kind === "emotion" ? (value().emotions.names || []).filter((one) => one !== name).map((one) => [one, one]) : (value().places || []).filter(([, one]) => one !== name);
    const instead = el("select", { "aria-label": `Tell instead of ${name}`, onchange: (event) => done(event.target.value) },
      el("option", { value: "", disabled: true, selected: true }, "tell instead …"), ...choices.map(([text, key]) => el("option", { value: key }, text)));
    const changed = name in lvocal.changes.get();
    const open = el("div", { class: "lv-menu", role: "dialog", "aria-label": `Change ${name}`, onkeydown: (event) => { if (event.key === "Escape") { event.stopPropagation(); close(); anchor.focus(); } } },
      el("b", {}, name), changed ? el("button", { type: "button", onclick: () => done(null) }, "As heard again") : null,
      el("button", { type: "button", onclick: () => done("") }, kind === "emotion" ? `Veto: feel no ${name}` : `Veto: hear no ${name}`), instead);
    const at = anchor.getBoundingClientRect(), zoom = Number(getComputedStyle(document.documentElement).getPropertyValue("--lv-zoom")) || 1;
    document.body.append(open);
    Object.assign(open.style, { left: `${Math.min(at.left / zoom, innerWidth / zoom - 200)}px`, top: `${Math.max(at.top / zoom - open.offsetHeight - 4, 4)}px` });
    open.querySelector("button").focus();
    setTimeout(() => document.addEventListener("pointerdown", outside));
  }
  function outside(event) { if (!event.target.closest(".lv-menu")) close(); }
  function close() {
    document.removeEventListener("pointerdown", outside);
    document.querySelectorAll(".lv-menu").forEach((one) => one.remove());
  }

  /* ---- moving a lane, and going to a place in time ---- */
  function move(grip, time, one, moves) {
    let from = null, by = 0;
    const seconds = (event) => ((event.clientX - time.getBoundingClientRect().left) / time.getBoundingClientRect().width) * duration();
    const shift = () => { time.style.setProperty("--shift", `${(100 * by) / duration()}%`); time.dataset.by = by ? `${by > 0 ? "+" : ""}${by.toFixed(2)} s` : ""; };
    grip.addEventListener("pointerdown", (event) => { from = event.clientX; grip.setPointerCapture(event.pointerId); });
    grip.addEventListener("pointermove", (event) => {
      if (from === null || !moves || (Math.abs(event.clientX - from) < 4 && !by)) return;
      by = ((event.clientX - from) / time.getBoundingClientRect().width) * duration();
      shift();
    });
    grip.addEventListener("pointerup", (event) => {
      if (from === null) return;
      by ? lvocal.tracks[one.name].set({ offset: one.offset + by }) : document.dispatchEvent(new CustomEvent("lvocal:seek", { detail: { seconds: seconds(event) } }));
      from = null; by = 0; shift();
    });
    grip.addEventListener("pointercancel", () => { from = null; by = 0; shift(); });
    grip.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: -0.1, ArrowRight: 0.1 }[event.key];
      if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault(); event.stopPropagation();
      const way = event.shiftKey ? 10 * step : step;
      if (moves) lvocal.tracks[one.name].set({ offset: lvocal.tracks[one.name].get().offset + way });
      else document.dispatchEvent(new CustomEvent("lvocal:seek", { detail: { seconds: Math.min(Math.max(now + way, 0), duration()) } }));
    });
  }

  /* ---- drawing ---- */
  const mean = (numbers) => { const known = numbers.filter((one) => one !== null && one !== undefined); return known.length ? known.reduce((sum, one) => sum + one, 0) / known.length : null; };
  const color = (name) => getComputedStyle(document.documentElement.querySelector("body")).getPropertyValue(name).trim();
  const HUES = [48, 200, 120, 24, 8, 80, 270, 225];
  const tint = (at) => `hsl(${HUES[at]} 9% ${document.body.classList.contains("dark") ? 34 + 5 * (at % 4) : 66 - 5 * (at % 4)}%)`;

  function draw(canvas, one) {
    const width = canvas.clientWidth, height = canvas.clientHeight, ratio = devicePixelRatio || 1;
    if (!width || !canvas.isConnected) return;
    canvas.width = width * ratio; canvas.height = height * ratio;
    const pen = canvas.getContext("2d");
    pen.scale(ratio, ratio);
    const wave = one.name === "speech" ? height : one.name === "music" ? height * 0.42 : height - 20;
    if (one.name === "music") ribbon(pen, width, wave + 1, height - wave - 1);
    marks(pen, width, height);
    peaks(pen, one.peaks, width, wave);
    relevance(pen, one.name, width, one.name === "music" ? wave + 1 : 0, one.name === "music" ? height - wave - 1 : wave);
  }
  function peaks(pen, rows, width, height) {
    if (!rows.length) return;
    const top = Math.max(...value().lanes.flatMap((lane) => lane.peaks.map(([low, high]) => Math.max(-low, high))), 1);
    const size = (one) => Math.sign(one) * Math.sqrt(Math.abs(one) / top) * (height / 2 - 1);
    pen.fillStyle = color("--lv-wave");
    for (let x = 0; x < width; x++) {
      const part = rows.slice(Math.floor((x * rows.length) / width), Math.max(Math.floor(((x + 1) * rows.length) / width), Math.floor((x * rows.length) / width) + 1));
      const low = size(Math.min(...part.map((row) => row[0]))), high = size(Math.max(...part.map((row) => row[1])));
      pen.fillRect(x, height / 2 - high, 1, Math.max(high - low, 0.7));
    }
  }
  function ribbon(pen, width, top, height) {
    const { rows = [] } = value().emotions || {}, times = value().times || [];
    rows.forEach((row, at) => {
      const left = (times[at] / duration()) * width, right = ((at + 1 < rows.length ? times[at + 1] : duration()) / duration()) * width;
      let y = top;
      row.forEach((much, emotion) => {
        pen.fillStyle = tint(emotion);
        pen.fillRect(left, y, right - left + 0.5, (much / 100) * height + 0.5);
        y += (much / 100) * height;
      });
    });
  }
  function marks(pen, width, height) {
    pen.fillStyle = color("--lv-line");
    for (const tick of value().ticks || []) pen.fillRect((tick / duration()) * width, height - 3, 1, 3);
    pen.fillStyle = color("--lv-on");
    for (const cut of value().cuts || []) pen.fillRect((cut / duration()) * width, 0, 1, height);
  }
  function relevance(pen, name, width, top, height) {
    const at = { music: 2, ambience: 3 }[name], rows = (value().relevance || []).filter((row) => row[at] !== null && row[at] !== undefined);
    if (!at || !rows.length) return;
    const x = (seconds) => (seconds / duration()) * width, y = (r) => top + (1 - r) * (height - 2) + 1;
    pen.strokeStyle = pen.fillStyle = color("--lv-text");
    pen.lineWidth = 1;
    pen.beginPath();
    rows.forEach((row, place) => {
      pen[place ? "lineTo" : "moveTo"](x(row[0]), y(row[at]));
      pen.lineTo(x(row[1]), y(row[at]));
    });
    pen.stroke();
    for (const row of rows) if (row[1] - row[0] < 0.2) pen.fillRect(x(row[0]) - 1, y(row[at]) - 1, 3, 3);
  }
  function feltAt(event, time) {
    const { names = [], rows = [] } = value().emotions || {}, times = value().times || [];
    const seconds = ((event.clientX - time.getBoundingClientRect().left) / time.getBoundingClientRect().width) * duration();
    const at = times.filter((one) => one <= seconds).length - 1;
    if (!rows[at]) return "Drag, or press ← and →, to move this lane in time; click to go there";
    return names.map((name, place) => [name, rows[at][place]]).sort((one, other) => other[1] - one[1]).filter(([, much]) => much >= 1).map(([name, much]) => `${name} ${Math.round(much)} %`).join("\n");
  }

  /* ---- time ---- */
  function place(seconds) {
    now = seconds;
    for (const head of heads) head.style.left = share(Math.min(seconds, duration()));
  }
  document.addEventListener("lvocal:time", (event) => place(event.detail.seconds));
  document.addEventListener("lvocal:theme", () => show());

  function show() {
    const { lanes, note, idle = [], audio: file } = value();
    heads = [];
    if (!lanes) return box.replaceChildren(el("p", { class: "empty" }, "What is heard in the sound appears here after the still."));
    box.replaceChildren(...lanes.map(lane));
    box.lastChild.querySelector("header").append(hear);
    foot.hidden = !note && !idle.length;
    said.textContent = [note, ...idle.map((name) => `“${name}” leads nowhere in this mix, so nothing of it was changed.`)].filter(Boolean).join(" ");
    hear.disabled = !file;
    const url = fileUrl(file);
    if (url !== audio.getAttribute("src")) {
      const { currentTime, paused } = audio;
      if (!url) return audio.removeAttribute("src");
      audio.src = url;
      audio.currentTime = currentTime;
      if (!paused) audio.play().catch(() => {});
    }
    place(now);
  }

  watch("value", show);
  show();
};

/* The list of jobs. Value: {jobs: [{id, name, film, kind, state, text, remedy, fraction, eta_sec, place, again, thumb, files}]}.
   Tells "select"; what was pressed is in lvocal.jobs.asked(): {deed, id}. */
lvocal.jobs = (element, props, watch, trigger) => {
  const { el, fileUrl, timeLeft } = lvocal;
  const list = el("ul", { class: "lv-jobs", "aria-label": "Jobs" });
  const clear = el("button", { type: "button", class: "lv-quiet", onclick: () => ask("clear", "") }, "Clear what is over");
  const empty = el("p", { class: "lv-none" }, "Nothing is on its way. Colorize and Preview clip put films here; several may wait.");
  element.append(list, empty, clear);
  let asked = null;
  const rows = new Map();

  function ask(deed, id) {
    asked = { deed, id };
    trigger("select");
  }
  const KINDS = { draft: "draft", full: "full render", delivery: "delivery" };
  const STATES = { queued: "waiting", running: "at work", done: "done", failed: "failed", cancelled: "stopped", interrupted: "interrupted" };

  /** One row; it is kept and filled again, so that focus and pictures survive news. */
  function make(id) {
    const parts = {
      image: el("img", { alt: "" }), name: el("b"), film: el("span", { class: "dim" }), state: el("span", { class: "state" }),
      text: el("span", { class: "text" }), bar: el("i"), deeds: el("span", { class: "deeds" }),
    };
    const row = el("li", {}, el("span", { class: "thumb" }, parts.image), el("div", { class: "what" },
      el("div", {}, parts.name, " ", parts.film), el("div", { class: "how" }, parts.state, parts.text), el("div", { class: "bar" }, parts.bar)), parts.deeds);
    return { row, parts, id, deeds: "" };
  }
  function fill(entry, job, first, last) {
    const { row, parts } = entry;
    row.className = job.state;
    const url = fileUrl(job.thumb);
    if (url && parts.image.getAttribute("src") !== url) parts.image.src = url;
    parts.image.hidden = !url;
    parts.name.textContent = job.name;
    parts.film.textContent = `${job.film} · ${KINDS[job.kind]}${job.again ? " · once more" : ""}`;
    parts.state.textContent = STATES[job.state];
    const percent = job.state === "running" ? `${Math.round(100 * job.fraction)} %` : "";
    const left = job.eta_sec !== null && job.eta_sec !== undefined ? timeLeft(job.eta_sec) : "";
    parts.text.textContent = [percent, job.text === "Done" || job.text === "" ? "" : job.text, left, job.remedy].filter(Boolean).join(" · ");
    parts.text.title = parts.text.textContent;
    parts.bar.style.width = `${job.state === "running" ? 100 * job.fraction : 0}%`;
    const deeds = `${job.state} ${first} ${last} ${job.files.map((file) => file.version)}`;
    if (entry.deeds === deeds) return;
    entry.deeds = deeds;
    const key = (deed, label, text, off = false) =>
      el("button", { type: "button", title: text, "aria-label": `${text}: ${job.name}`, disabled: off, onclick: () => ask(deed, job.id) }, label);
    parts.deeds.replaceChildren(
      ...(job.state === "queued" ? [key("up", "↑", "Sooner", first), key("down", "↓", "Later", last), key("front", "⇈", "First of mine", first)] : []),
      ...(job.state === "queued" || job.state === "running" ? [key("cancel", "Stop", "Stop")] : [key("retry", "Again", "Try again with the same settings")]),
      ...job.files.map((file) => {
        const name = file.path.split("/").pop();
        return el("a", { href: fileUrl(file), download: name, title: name, "aria-label": `Download ${name}` }, `↓ ${name.split(".").pop()}`);
      }),
    );
  }
  function show() {
    const { jobs = [] } = props.value || {};
    const waiting = jobs.filter((job) => job.state === "queued").sort((one, other) => one.place - other.place);
    const running = jobs.filter((job) => job.state === "running");
    const over = jobs.filter((job) => job.state !== "queued" && job.state !== "running");
    const ordered = [...running, ...waiting, ...over];
    for (const id of rows.keys()) if (!jobs.some((job) => job.id === id)) rows.delete(id);
    for (const job of ordered) {
      if (!rows.has(job.id)) rows.set(job.id, make(job.id));
      fill(rows.get(job.id), job, job === waiting[0], job === waiting[waiting.length - 1]);
    }
    const wanted = ordered.map((job) => rows.get(job.id).row);
    if (wanted.length !== list.children.length || wanted.some((row, at) => list.children[at] !== row)) list.replaceChildren(...wanted);
    empty.hidden = jobs.length > 0;
    clear.hidden = !over.length;
  }

  Object.assign(lvocal.jobs, { asked: () => asked });
  watch("value", show);
  show();
};

/** Whether the server answers; films go on without the page. What could not be loaded meanwhile is loaded again. */
lvocal.online = (is) => {
  const was = !document.body.classList.contains("lv-offline");
  document.body.classList.toggle("lv-offline", !is);
  if (is && !was) for (const media of document.querySelectorAll("video, audio")) if (media.error) media.load();
};

/** "about 8 s left", "about 3 min left". */
lvocal.timeLeft = (seconds) => (seconds < 90 ? `about ${Math.max(Math.round(seconds), 1)} s left` : `about ${Math.round(seconds / 60)} min left`);

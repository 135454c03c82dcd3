/* Words of one shot: rows and a caption in place of the film's. Value: [{frame, prompt, rows}, ...], each for the
   shot that holds its frame. Until something is changed, the shot has the film's words. */
lvocal.shotWords = (element, props, watch, trigger, server) => {
  const { el } = lvocal;
  const editor = lvocal.rowEditor(server, (_, whole) => tell(whole));
  const caption = el("textarea", { rows: 1, maxlength: 500, placeholder: "at night, a red lamp", "aria-label": "Caption of this shot", oninput: () => tell() });
  const back = el("button", { class: "lv-quiet", type: "button", onclick: forget }, "use the film's words");
  element.append(editor.node, el("label", { class: "lv-shot-caption" }, el("span", {}, "Caption of this shot"), caption), back);

  const all = () => props.value || [];
  const within = ([start, stop]) => (words) => start <= words.frame && words.frame < stop;
  const here = () => lvocal.wording.shot();

  function tell(whole = true) {
    const shot = here();
    if (!shot) return;
    const own = all().find(within(shot));
    const frame = own ? own.frame : Math.floor((shot[0] + shot[1]) / 2);
    const rows = editor.read().filter((row) => row.object || row.color);
    say([...all().filter((words) => words !== own), { frame, prompt: caption.value, rows }], whole);
  }

  function forget() {
    const shot = here();
    if (shot) say(all().filter((words) => !within(shot)(words)));
    show();
  }

  function say(value, whole = true) {
    props.value = value.sort((one, other) => one.frame - other.frame);
    if (whole) trigger("input");
    document.dispatchEvent(new CustomEvent("lvocal:shots"));
  }

  /** The words of the shot at hand; its own, or the film's to begin with. */
  function show() {
    const shot = here();
    if (!shot || !lvocal.wording.isShot()) return;
    const own = all().find(within(shot));
    const film = document.querySelector("#lv-prompt textarea, #lv-prompt input");
    editor.show(own ? own.rows : lvocal.rows.read());
    const text = own ? own.prompt : film ? film.value : "";
    if (caption.value !== text && caption.value.trim() !== text) caption.value = text;
    back.hidden = !own;
  }

  lvocal.shotWords.frames = () => all().map((words) => words.frame);
  document.addEventListener("lvocal:shots", show);
  document.addEventListener("lvocal:landed", (event) => {
    const shot = here();
    editor.land(shot ? event.detail.filter((thing) => thing.frame === null || within(shot)(thing)) : []);
  });
  watch("value", () => { show(); document.dispatchEvent(new CustomEvent("lvocal:shots")); });
};

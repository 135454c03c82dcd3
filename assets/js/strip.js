/* The filmstrip: pictures of every shot. Value: {pictures: [{frame, time, shot, file}], frame, width}. */
lvocal.strip = (element, props, watch, trigger) => {
  const { el, fileUrl } = lvocal;
  const strip = el("div", { class: "lv-strip", role: "listbox", "aria-label": "Frames of the film" });
  element.append(strip);
  let chosen = null;

  function choose(frame) {
    chosen = frame;
    mark();
    trigger("select", { frame });
  }

  function mark() {
    for (const picture of strip.children) {
      const on = Number(picture.dataset.frame) === chosen;
      picture.classList.toggle("on", on);
      picture.setAttribute("aria-selected", on);
    }
  }

  lvocal.strip.chosen = () => chosen;

  /** To any frame of the film, whether the strip shows it or not. */
  lvocal.strip.turn = choose;

  /** To the first picture of the shot before or after; within a single shot, to the picture beside. */
  lvocal.strip.shot = (by) => {
    const pictures = (props.value || {}).pictures || [], here = pictures.findIndex((picture) => picture.frame === chosen);
    if (here < 0) return;
    const shots = new Set(pictures.map((picture) => picture.shot)), wanted = pictures[here].shot + by;
    const next = shots.size > 1 ? pictures.find((picture) => picture.shot === wanted) : pictures[here + by];
    if (next) choose(next.frame);
  };

  function show() {
    const { pictures = [], frame = 0 } = props.value || {};
    chosen = frame;
    strip.replaceChildren(
      ...pictures.map((picture, index) =>
        el("button", {
          type: "button", role: "option", "data-frame": picture.frame,
          class: index && picture.shot !== pictures[index - 1].shot ? "cut" : "",
          title: `Frame ${picture.frame}, shot ${picture.shot + 1}: paint this one`,
          onclick: () => choose(picture.frame),
        }, el("img", { src: fileUrl(picture.file), alt: `Frame ${picture.frame}` }), el("span", {}, picture.time))),
    );
    mark();
  }

  watch("value", show);
  show();
};

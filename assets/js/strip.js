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

  lvocal.strip.step = (by) => {
    const frames = ((props.value || {}).pictures || []).map((picture) => picture.frame);
    const next = frames[Math.min(Math.max(frames.indexOf(chosen) + by, 0), frames.length - 1)];
    if (next !== undefined && next !== chosen) choose(next);
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

/* What was heard: eight emotions and the likeliest surroundings along the film, and the mix to listen to.
   Value: {emotions: [{name, values: [..]}], labels: [{name, values: [..]}], stems: [{name, level, silent,
   audio}], audio, note}. */
lvocal.heard = (element, props, watch) => {
  const { el, fileUrl } = lvocal;
  const box = el("div", { class: "lv-heard" });
  element.append(box);

  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / Math.max(values.length, 1);
  const percent = (value) => `${Math.round(100 * value)} %`;

  function line({ name, values }) {
    const cells = values.map((value) => el("i", { style: `opacity:${(0.06 + 0.94 * Math.min(value, 1)).toFixed(3)}`, title: percent(value) }));
    return el("div", { class: "line" }, el("b", {}, name), el("span", { class: "cells" }, ...cells), el("em", {}, percent(mean(values))));
  }

  function road(title, lines, silence) {
    const best = [...lines].sort((one, other) => mean(other.values) - mean(one.values)).slice(0, 4);
    return el("section", {}, el("h4", {}, title), ...(best.length ? best.map(line) : [el("p", {}, silence)]));
  }

  function stem({ name, level, silent, audio }) {
    const player = audio ? el("audio", { preload: "none", src: fileUrl(audio) }) : null;
    const play = el("button", { type: "button", "aria-label": `Play the ${name}`, title: `Play the ${name}` }, "▸");
    const stop = () => { player.pause(); player.currentTime = 0; };
    play.onclick = () => {
      const starts = player.paused;
      box.querySelectorAll("audio").forEach((other) => other.pause());
      starts ? player.play() : stop();
    };
    if (player) player.onplay = player.onpause = () => { play.textContent = player.paused ? "▸" : "■"; };
    else play.disabled = true;
    return el("div", { class: silent ? "stem silent" : "stem" }, play, el("b", {}, name), el("em", {}, silent ? "silent" : level), player);
  }

  function show() {
    const value = props.value || {};
    if (!value.emotions) return box.replaceChildren(el("p", {}, value.note || "Nothing has been listened to yet."));
    const player = value.audio ? el("audio", { controls: true, preload: "metadata", src: fileUrl(value.audio), "aria-label": "The mix" }) : null;
    box.replaceChildren(
      road("Music heard", value.emotions, "No music: the tone follows the words."),
      road("Place heard", value.labels, "No ambience: the place follows the words."),
      el("section", { class: "mix" }, el("h4", {}, "The mix"), player || el("p", {}, "Press Listen to hear it."), ...(value.stems || []).map(stem), value.note ? el("p", {}, value.note) : null),
    );
  }

  watch("value", show);
  show();
};

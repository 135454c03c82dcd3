/* One line on how things stand. Value: {state, text, remedy, fraction, eta_sec, notes}. */
lvocal.status = (element, props, watch) => {
  const { el } = lvocal;
  const box = el("div", { class: "lv-status", role: "status", "aria-live": "polite" });
  element.append(box);

  const left = lvocal.timeLeft;

  function show() {
    const { state = "idle", text = "", remedy = "", fraction = null, eta_sec = null, notes = [] } = props.value || {};
    lvocal.busy = state === "running" || state === "queued";
    box.className = `lv-status ${state}`;
    const bar = fraction === null ? null : el("div", { class: "bar" }, el("i", { style: `width:${(100 * fraction).toFixed(1)}%` }));
    const percent = fraction === null ? null : el("span", { class: "percent" }, `${Math.round(100 * fraction)} %`);
    const words = [text, eta_sec !== null ? left(eta_sec) : ""].filter(Boolean).join(" · ");
    box.replaceChildren(
      el("div", { class: "words" }, el("b", {}, words), remedy ? el("span", {}, remedy) : "", percent),
      bar || "",
      notes.length ? el("ul", {}, ...notes.map((note) => el("li", {}, note))) : "",
    );
  }

  watch("value", show);
  show();
};

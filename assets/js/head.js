/* The line over the page. Value: {name, facts, model}. */
lvocal.head = (element, props, watch) => {
  const { el } = lvocal;
  const name = el("span", { class: "lv-name" }), facts = el("span", { class: "lv-facts" });
  const model = el("span", { class: "lv-model", title: "Everything is computed here; nothing leaves this computer or Space." });
  const light = el("button", { type: "button", class: "lv-quiet", onclick: () => { lvocal.setTheme(!document.body.classList.contains("dark")); show(); } });
  const keys = el("button", { type: "button", class: "lv-quiet", title: "All keys (?)", onclick: () => lvocal.keys() }, "Keys");
  element.append(el("header", { class: "lv-head" }, el("h1", { class: "lv-brand" }, "L-VOCAL Studio"), name, facts, model, light, keys, el("a", { href: "?view=api" }, "API")));

  function show() {
    const value = props.value || {};
    name.textContent = name.title = value.name || "";
    facts.textContent = value.facts || "";
    model.textContent = value.model ? `model: ${value.model}` : "";
    light.textContent = document.body.classList.contains("dark") ? "Light" : "Dark";
    light.title = "The page in light or dark grey";
  }

  watch("value", show);
  document.addEventListener("lvocal:theme", show);
  show();
};

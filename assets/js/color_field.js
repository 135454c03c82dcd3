/* A field for a colour by word or code, with the names that begin so below it. Everything about one colour:
   lvocal.colorField(server, changed) -> {nodes, value(), set(text), known()}. */
(() => {
  const MOST = 8;
  let names = null, codes = new Map();

  /** Every name with its code, asked for once. */
  function learn(server) {
    names = names || server.color_choices().then((choices) => {
      codes = new Map(choices);
      return choices;
    });
    return names;
  }

  /** Names that begin with what is typed, then names with a word that does. */
  function matching(choices, typed) {
    if (!typed) return [];
    const first = choices.filter(([name]) => name.startsWith(typed));
    const inside = choices.filter(([name]) => !name.startsWith(typed) && name.includes(` ${typed}`));
    return [...first, ...inside].slice(0, MOST);
  }

  let count = 0;

  lvocal.colorField = (server, changed) => {
    const { el } = lvocal;
    const id = `lv-names-${++count}`;
    let active = -1, isKnown = true, asking = null;
    const list = el("ul", { class: "names", role: "listbox", id, "aria-label": "Names of colours", hidden: true });
    const text = el("input", {
      class: "color", placeholder: "red or #b3261e", maxlength: 60, role: "combobox", autocomplete: "off", spellcheck: "false",
      "aria-label": "Colour", "aria-expanded": "false", "aria-controls": id, "aria-autocomplete": "list",
      oninput: () => { offer(); look(); }, onkeydown: steer, onfocus: () => learn(server), onblur: close,
    });
    const hint = el("button", { class: "hint", type: "button", hidden: true, onclick: () => { set(hint.dataset.name); text.focus(); } });
    const chip = el("input", { type: "color", value: "#808080", title: "Choose a colour", "aria-label": "Choose a colour", oninput: () => set(chip.value) });
    const pick = el("button", { class: "pick", type: "button", title: "Take a colour from the picture: click here, then on the picture", "aria-label": "Take a colour from the picture",
      onclick: () => document.dispatchEvent(new CustomEvent("lvocal:pick", { detail: { done: ({ hex }) => { set(hex); pick.focus(); } } })) },
      dropper());

    function close() { list.hidden = true; active = -1; text.setAttribute("aria-expanded", "false"); text.removeAttribute("aria-activedescendant"); }

    async function offer() {
      const typed = text.value.trim().toLowerCase().replaceAll("gray", "grey");
      const found = matching(await learn(server), typed);
      if (document.activeElement !== text || (found.length === 1 && found[0][0] === typed)) return close();
      list.replaceChildren(...found.map(([name, code], at) =>
        el("li", { role: "option", id: `${id}-${at}`, "aria-selected": "false", onpointerdown: (event) => { event.preventDefault(); set(name); } },
          el("i", { style: `background:${code}` }), name)));
      active = -1;
      list.hidden = !found.length;
      text.setAttribute("aria-expanded", String(!list.hidden));
    }

    function steer(event) {
      if (list.hidden) return;
      const options = [...list.children];
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        active = event.key === "ArrowDown" ? (active + 1) % options.length : (Math.max(active, 0) + options.length - 1) % options.length;
        options.forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
        text.setAttribute("aria-activedescendant", options[active].id);
        event.preventDefault();
      } else if (event.key === "Enter" && active >= 0) {
        set(options[active].textContent);
        event.preventDefault();
        event.stopPropagation();
      } else if (event.key === "Escape") {
        close();
        event.stopPropagation();
      }
    }

    function set(value) {
      text.value = value;
      close();
      look();
    }

    /** Show the colour a word stands for, or say that it is unknown and what was meant; then tell. */
    function look(tells = true) {
      const word = text.value.trim().toLowerCase();
      clearTimeout(asking);
      if (!word) return settle(word, { hex: "#808080", hint: "" }, tells);
      const code = /^#[0-9a-f]{6}$/.test(word) ? word : codes.get(word);
      if (code) return settle(word, { hex: code, hint: "" }, tells);
      isKnown = false;
      if (tells) changed();
      asking = setTimeout(async () => settle(word, await server.look_up_color(word), tells), 150);
    }

    function settle(word, answer, tells) {
      if (text.value.trim().toLowerCase() !== word) return;
      isKnown = Boolean(answer.hex);
      text.classList.toggle("unknown", !isKnown);
      const name = answer.hint.endsWith("?") ? answer.hint.slice(0, -1) : "";
      hint.hidden = isKnown;
      hint.disabled = !name;
      hint.dataset.name = name;
      hint.textContent = answer.hint;
      if (name) hint.setAttribute("aria-label", `Did you mean ${name}?`);
      if (isKnown) chip.value = answer.hex;
      if (tells) changed();
    }

    return {
      nodes: [el("span", { class: "said" }, text, hint, list), chip, pick],
      text,
      value: () => text.value.trim(),
      known: () => isKnown,
      set,
      /** Show a colour without telling anybody. */
      show(value) { if (text.value !== value && text.value.trim() !== value) { text.value = value; look(false); } },
    };
  };

  function dropper() {
    const box = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    box.setAttribute("viewBox", "0 0 16 16");
    box.setAttribute("aria-hidden", "true");
    const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
    path.setAttribute("d", "M10.2 2.6l1-1a1.9 1.9 0 0 1 2.7 0l.5.5a1.9 1.9 0 0 1 0 2.7l-1 1 .6.6-1.2 1.2-.7-.7-5.4 5.4-3 .8-.9.9-.7-.7.9-.9.8-3 5.4-5.4-.7-.7L9.6 2zM9.9 5.1l-4.8 4.8-.4 1.4 1.4-.4 4.8-4.8z");
    path.setAttribute("fill", "currentColor");
    box.append(path);
    return box;
  }
})();

/* Elements, and one screen at a time. Words from elsewhere only ever enter the page as text nodes. */

/** An element: el("button", {class: "x", onclick: f}, "text", child, ...). */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return node;
}

/** Show these and nothing else; the first heading gets the focus, so that it is read out. */
export function show(...nodes) {
  const screen = document.getElementById("screen");
  screen.className = "";
  screen.replaceChildren(...nodes);
  scrollTo(0, 0);
  const heading = screen.querySelector("h1");
  if (heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }
  return screen;
}

/** Words as paragraphs, one for each line. */
export function paragraphs(text) {
  return text.split(/\n+/).filter((line) => line.trim()).map((line) => el("p", {}, line));
}

/** Show a screen that ends with one button; resolves when it is pressed. */
export function until(label, ...nodes) {
  return new Promise((resolve) => {
    const button = el("button", { type: "button", class: "first", onclick: () => resolve() }, label);
    show(...nodes, el("div", { class: "row" }, button));
  });
}

/** How far it is, 0 to 1, with words; null hides it. */
export function progress(fraction, words = "") {
  document.getElementById("way").hidden = fraction === null;
  document.getElementById("bar").value = fraction ?? 0;
  document.getElementById("step").textContent = words;
}

/** A code in large letters, with a button that copies it. */
export function large(code, label) {
  const said = el("span", { class: "quiet", role: "status" });
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(code);
      said.textContent = "Copied.";
    } catch {
      said.textContent = "Please copy it by hand.";
    }
  };
  return el("div", { class: "large" }, el("output", { "aria-label": label }, code),
    el("button", { type: "button", onclick: copy }, "Copy"), said);
}

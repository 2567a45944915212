/** An element with its properties and children; null children are left out. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child != null));
  return made;
}

export const button = (text, className, act) => element("button", { type: "button", className, textContent: text, onclick: act });

const CONTROLS = "a, button, summary, input";

/** Puts new lines into a list. Who stood on a line's control stands there again: lines are known by `data-id`, a control by its place in the line. */
export function redraw(list, lines) {
  const stood = list.contains(document.activeElement) && document.activeElement, line = stood && stood.closest("li[data-id]");
  const place = line ? [...line.querySelectorAll(CONTROLS)].indexOf(stood) : -1;
  list.replaceChildren(...lines);
  if (line) lines.find((l) => l.dataset.id === line.dataset.id)?.querySelectorAll(CONTROLS)[place]?.focus();
}

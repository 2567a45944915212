/** An element with its properties and children; null children are left out. */
export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children.filter((child) => child != null));
  return made;
}

export const button = (text, className, act) => element("button", { type: "button", className, textContent: text, onclick: act });

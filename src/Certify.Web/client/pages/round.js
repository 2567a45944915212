// Single keys of the desk: `data-key="n"` on a link or a button presses it, unless somebody is typing, or keys were turned off on this device.
const OFF = "keys:off";
const off = () => localStorage.getItem(OFF) === "1";
const typing = (target) => target.closest?.("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (off() || event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.repeat || typing(event.target)) return;
  const marked = [...document.querySelectorAll(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`)].find((e) => e.getClientRects().length > 0);
  if (!marked) return;
  event.preventDefault();
  marked.focus();
  if (marked.tagName !== "SUMMARY" || !marked.parentElement.open) marked.click();
});

for (const box of document.querySelectorAll("[data-keys]")) {
  const button = box.querySelector("[data-keys-switch]");
  const tell = () => (button.textContent = off() ? button.dataset.off : button.dataset.on);
  box.hidden = false;
  button.addEventListener("click", () => {
    localStorage.setItem(OFF, off() ? "" : "1");
    tell();
  });
  tell();
}

// The interim slip: printed for a shop whose visit waits on this laptop, until its badge can be issued. Plain paper without a code: it proves nothing and says so.
import { showDay } from "../rules/days.js";

const slip = document.getElementById("slip");

/** Only while the visit waits: once it has arrived there is the badge itself, or the reason why not. */
export const hasSlip = (item) => item.state === "waiting" && item.kind === "visit" && !!item.slip;

/** Fills the sheet in both languages, shows it, and asks the browser to print it alone. */
export function printSlip(item) {
  const by = new Date(Date.parse(item.slip.on) + Number(slip.dataset.days) * 86_400_000).toISOString().slice(0, 10);
  for (const part of slip.querySelectorAll("section")) {
    const language = part.lang.startsWith("en") ? "en" : "zh";
    const values = { shop: item.shopName, address: item.slip.address, on: showDay(item.slip.on, "", language), by: showDay(by, "", language) };
    for (const hole of part.querySelectorAll("[data-slip]")) hole.textContent = values[hole.dataset.slip];
  }
  slip.hidden = false;
  document.body.classList.add("has-slip");
  slip.querySelector("h2").focus();
  print();
}

document.getElementById("slip-close").addEventListener("click", () => {
  slip.hidden = true;
  document.body.classList.remove("has-slip");
});
document.getElementById("slip-print").addEventListener("click", () => print());

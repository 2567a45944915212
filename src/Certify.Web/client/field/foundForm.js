// "A shop that is on no list": what may be the same is named while it is typed; kept, it can be visited at once. Needs the pack's grids and checklists.
import { alike } from "../rules/likeness.js";
import { parseUscc } from "../rules/uscc.js";
import { element } from "./element.js";
import { readFound } from "./found.js";
import { found } from "./notes.js";

const part = document.getElementById("new-shop"), form = document.getElementById("new-shop-form");
const input = (name) => form.elements[name];
let desk, pack = null, again = null;

/** @param {{user: string, say: Function, keep: Function}} page */
export function startFound(page) {
  desk = page;
  form.addEventListener("input", (event) => {
    tellWrong({}, event.target.name);
    suggest();
  });
  form.addEventListener("submit", keep);
  part.addEventListener("toggle", () => part.open && !form.hidden && input("name").focus());
}

/** The pack may have come, gone or been renewed: what is typed stays. */
export function showFoundForm(opened) {
  pack = opened;
  const lacking = !pack?.grids.length;
  form.hidden = lacking;
  document.getElementById("new-shop-lacking").textContent = lacking ? desk.say(pack?.shops.length === 0 ? "new_no_grids" : "new_lacking") : "";
  if (lacking) return;
  const chosen = input("grid").value;
  input("grid").replaceChildren(...pack.grids.map((grid) => element("option", { value: grid.id, textContent: grid.name })));
  if (pack.grids.some((grid) => grid.id === chosen)) input("grid").value = chosen;
  suggest();
}

/** One that the server did not take, with what was typed; once its key has gone, with its name alone. */
export async function mendShop(item) {
  const typed = (await readFound(desk.user, item.shopId)) ?? { name: item.shopName };
  again = item;
  form.reset();
  for (const [name, value] of Object.entries(typed)) if (input(name)) input(name).value = value ?? "";
  // A grid that has changed hands is no choice any more.
  if (!input("grid").value) input("grid").selectedIndex = 0;
  tellWrong({});
  suggest();
  part.open = true;
  input("name").focus();
}

const typed = () => Object.fromEntries(["name", "address", "category", "grid", "code"].map((name) => [name, input(name).value.trim()]));

function suggest() {
  const { name, address, grid, code } = typed();
  const at = pack ? pack.grids.findIndex((own) => own.id === grid) : -1;
  const like = name || address || code ? alike({ name, address, code: parseUscc(code).code ?? null }, at, pack.shops.filter((shop) => shop.id !== again?.shopId)) : [];
  document.getElementById("new-shop-like").hidden = !like.length;
  document.getElementById("new-shop-same").replaceChildren(...like.map(({ shop, why }) => element("li", {}, element("a", { href: `/desk/visits/new?shop=${shop.id}`, textContent: shop.name }), ` · ${shop.address} `, element("span", { className: "chip", textContent: desk.say(`found.like_${why}`) }))));
  document.getElementById("new-shop-keep").textContent = desk.say(like.length ? "found.none_of_these" : "form.save");
}

/** A sentence beside each field that is wrong, or beside `only` that one; true where there is none. */
function tellWrong(wrong, only = null) {
  for (const field of form.querySelectorAll(only ? `[data-wrong="${only}"]` : "[data-wrong]")) {
    field.textContent = wrong[field.dataset.wrong] ?? "";
    input(field.dataset.wrong).toggleAttribute("aria-invalid", !!wrong[field.dataset.wrong]);
  }
  const first = Object.keys(wrong)[0];
  if (first) input(first).focus();
  return !first;
}

async function keep(event) {
  event.preventDefault();
  const fields = typed(), { problem, args, code } = parseUscc(fields.code), wrong = {};
  for (const name of ["name", "address", "category", "grid"]) if (!fields[name]) wrong[name] = desk.say("form.required");
  // The licence hangs there now; in the office it doesn't.
  if (fields.code && problem) wrong.code = desk.say(`uscc.${problem}`, ...args);
  if (!tellWrong(wrong) || form.hasAttribute("aria-busy")) return;
  form.setAttribute("aria-busy", "true");
  const words = { kind: input("category").selectedOptions[0].textContent, gridName: input("grid").selectedOptions[0].textContent };
  // So that the list shows it.
  document.getElementById("search").value = "";
  const kept = await desk.keep(fields, "found", () => found(desk.user, { ...fields, ...words, code: code ?? "" }, again));
  form.removeAttribute("aria-busy");
  if (!kept) return;
  again = null;
  form.reset();
  suggest();
  part.open = false;
}

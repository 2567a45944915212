// The same form without a network: the kept page names no shop and no person; both come from the field pack.
import { localDay, uuid7 } from "../field/fresh.js";
import { open } from "../field/pack.js";
import { showList } from "./checklist.js";
import { addKnownRow } from "./roster.js";
import { field } from "./cells.js";
import { data } from "./words.js";

/** Fills the kept form for the shop that the address asks for. False where the pack has gone, or lacks the shop. */
export async function fillShell(form) {
  const id = new URLSearchParams(location.search).get("shop");
  const pack = await open(form.dataset.user);
  const shop = pack?.shops.find((s) => s.id === id);
  const list = pack?.lists?.[shop?.list];
  if (!list) return false;
  Object.assign(form.dataset, { shop: shop.id, name: shop.name });
  document.title = document.title.replace(/^[^·]*/, `${shop.name} `);
  document.getElementById("shop-name").textContent = shop.name;
  document.getElementById("shop-line").textContent = shop.line;
  form.elements["Input.Id"].value = uuid7();
  // The page was kept on some earlier day; the laptop knows today.
  const term = Date.parse(data.due) - Date.parse(data.today);
  data.today = localDay(new Date());
  data.due = new Date(Date.parse(data.today) + term).toISOString().slice(0, 10);
  showList(form, { number: shop.list, ...list });
  for (const person of shop.people ?? []) addPerson(person);
  return true;
}

function addPerson(person) {
  const row = addKnownRow();
  for (const name of ["stood", "claimed"]) if (person[name]) row.dataset[name] = "1";
  row.dataset.name = person.name;
  if (person.hasNumber) row.dataset.hasNumber = "1";
  row.querySelector("th.c-name").textContent = person.name;
  const number = field(row, "IdNumber");
  if (person.hasNumber) number.replaceWith(Object.assign(document.createElement("span"), { className: "masked", textContent: person.number }));
  field(row, "StaffId").value = person.id;
  field(row, "Seen").value = person.seen;
  field(row, "Phone").placeholder = person.phone;
  field(row, "Position").value = person.position ?? "";
  const cells = person.cells ?? {};
  for (const [cell, value] of Object.entries(cells)) field(row, cell[0].toUpperCase() + cell.slice(1)).value = value;
  // As the server's VisitRow.Now writes them: unchanged cells are confirmed as recorded.
  field(row, "Was").value = ["Vaccine", "Dose1", "Dose2", "Dose3", "Proof", "Exemption", "ExemptUntil", "Reason"].map((name) => field(row, name).value.trim()).join("|");
}

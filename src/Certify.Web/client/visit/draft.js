// What was typed, kept sealed under the key of the day, each tab its own: a reload, a crash, an empty battery lose nothing. The form's own fields are the draft,
// so that the server can take it over as it is.
import { dayKey, seal, unseal } from "../field/box.js";
import { read, readAll, remove, write as keep } from "../field/kept.js";
import { listOf, showList } from "./checklist.js";
import { addRow, judgeRow, rows } from "./roster.js";
import { field, isBlank } from "./cells.js";

const utf8 = new TextEncoder();
const rowFields = ["Name", "IdType", "IdNumber", "Phone", "Position", "Vaccine", "Dose1", "Dose2", "Dose3", "Proof", "Exemption", "ExemptUntil", "Reason", "Status", "LeftOn"];
const formFields = ["Id", "StartedAt", "Companion", "Note", "ForeignReason"];

/** The form as it would be sent. The anti-forgery token belongs to this page alone. */
export function fieldsOf(form) {
  const fields = new URLSearchParams(new FormData(form));
  fields.delete("__RequestVerificationToken");
  return fields.toString();
}

let tab;

/** This tab's name. One that was copied with its tab is still in use there. */
export async function tabName() {
  if (tab) return tab;
  const held = new Set((await navigator.locks.query()).held.map((lock) => lock.name));
  const known = sessionStorage.getItem("tab");
  tab = known && !held.has("tab:" + known) ? known : crypto.randomUUID?.() ?? String(Math.random());
  sessionStorage.setItem("tab", tab);
  navigator.locks.request("tab:" + tab, () => new Promise(() => {}));
  return tab;
}

const nameOf = async (form) => `${form.dataset.user}:${form.dataset.shop}:${await tabName()}`;

/** @throws QuotaExceededError the disk is full */
export async function write(form) {
  const sealed = await seal(await dayKey(form.dataset.user), utf8.encode(fieldsOf(form)));
  await keep("drafts", { id: await nameOf(form), user: form.dataset.user, shopId: form.dataset.shop, shopName: form.dataset.name, visit: form.elements["Input.Id"].value, at: Date.now(), list: listOf(form), ...sealed });
}

/** Puts this tab's draft back, or the newest one of a tab that is no more; false where there is none. */
export async function restore(form) {
  const own = await nameOf(form);
  const held = new Set((await navigator.locks.query()).held.map((lock) => lock.name));
  const open = (draft) => draft.id !== own && held.has("tab:" + draft.id.split(":")[2]);
  const draft = (await read("drafts", own)) ?? (await readAll("drafts")).filter((d) => d.user === form.dataset.user && d.shopId === form.dataset.shop && !open(d)).sort((a, b) => b.at - a.at)[0];
  if (!draft) return false;
  const text = await unseal(await dayKey(form.dataset.user), draft).catch(() => null);
  if (draft.id !== own) await remove("drafts", draft.id);
  if (!text) return false;
  // What was looked at stays what was asked, whatever is in force by now.
  if (draft.list && draft.list.number !== form.elements["Input.ChecklistVersion"].value) showList(form, draft.list);
  fill(form, new URLSearchParams(new TextDecoder().decode(text)));
  await write(form);
  return true;
}

/** A listed person whose record has changed since keeps the new one. */
function fill(form, draft) {
  for (const name of formFields) if (form.elements[`Input.${name}`] && draft.has(`Input.${name}`)) form.elements[`Input.${name}`].value = draft.get(`Input.${name}`);
  for (const measure of form.querySelectorAll("[data-measure]")) measure.checked = draft.has(measure.name);
  if (draft.get("Input.Notice")) form.elements["Input.Notice"].value = draft.get("Input.Notice");
  const known = new Map(rows().filter((row) => row.dataset.known).map((row) => [field(row, "StaffId").value, row]));
  for (const key of draft.getAll("Input.Rows.Index")) {
    const kept = (name) => draft.get(`Input.Rows[${key}].${name}`);
    const staff = kept("StaffId");
    if (!staff && !["Name", "IdNumber", "Phone", "Position", "Vaccine", "Dose1", "Dose2", "Dose3", "Exemption", "Reason"].some(kept)) continue;
    const row = staff ? known.get(staff) : (rows().find(isBlank) ?? addRow());
    if (!row || (staff && kept("Seen") !== field(row, "Seen").value)) continue;
    for (const name of rowFields) if (field(row, name) && kept(name) !== null) field(row, name).value = kept(name);
    judgeRow(row);
  }
}

// What was typed, kept in this tab alone until it is saved or the person signs out: a reload loses nothing.
import { addRow, judgeRow, rows } from "./roster.js";
import { field, isBlank } from "./cells.js";

const prefix = "visit:";
export const keyOf = (form) => `${prefix}${form.dataset.user}:${form.dataset.shop}`;

const rowFields = ["Name", "IdType", "IdNumber", "Phone", "Position", "Vaccine", "Dose1", "Dose2", "Dose3", "Proof", "Exemption", "ExemptUntil", "Reason", "Status", "LeftOn"];
const formFields = ["Id", "StartedAt", "Companion", "Note", "ForeignReason"];

export function write(form, at) {
  const draft = { at, fields: {}, ticks: [], notice: form.elements["Input.Notice"]?.value ?? "", rows: [] };
  for (const name of formFields) if (form.elements[`Input.${name}`]) draft.fields[name] = form.elements[`Input.${name}`].value;
  for (const measure of form.querySelectorAll("[data-measure]")) if (measure.checked) draft.ticks.push(measure.dataset.measure);
  for (const row of rows()) {
    if (isBlank(row)) continue;
    const kept = { staffId: field(row, "StaffId")?.value ?? null, seen: field(row, "Seen")?.value ?? null };
    for (const name of rowFields) if (field(row, name)) kept[name] = field(row, name).value;
    draft.rows.push(kept);
  }
  sessionStorage.setItem(keyOf(form), JSON.stringify(draft));
}

/** Puts a draft back; false where there is none. A listed person whose record has changed since keeps the new one. */
export function restore(form) {
  const text = sessionStorage.getItem(keyOf(form));
  if (!text) return false;
  const draft = JSON.parse(text);
  for (const [name, value] of Object.entries(draft.fields)) if (form.elements[`Input.${name}`]) form.elements[`Input.${name}`].value = value;
  for (const measure of form.querySelectorAll("[data-measure]")) measure.checked = draft.ticks.includes(measure.dataset.measure);
  if (draft.notice) form.elements["Input.Notice"].value = draft.notice;
  const known = new Map(rows().filter((row) => row.dataset.known).map((row) => [field(row, "StaffId").value, row]));
  for (const kept of draft.rows) {
    const row = kept.staffId ? known.get(kept.staffId) : (rows().find(isBlank) ?? addRow());
    if (!row || (kept.staffId && kept.seen !== field(row, "Seen").value)) continue;
    for (const name of rowFields) if (field(row, name) && kept[name] !== undefined) field(row, name).value = kept[name];
    judgeRow(row);
  }
  return true;
}

export const drop = (key) => sessionStorage.removeItem(key);

export function dropAll() {
  for (const key of Object.keys(sessionStorage)) if (key.startsWith(prefix)) sessionStorage.removeItem(key);
}

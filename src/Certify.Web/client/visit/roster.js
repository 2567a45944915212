// The rows on the page: adding one, judging it, and the sums at the bottom. Only what changed is judged again, so that sixty rows stay quick.
import { field, isBlank, valueOf } from "./cells.js";
import { failedTexts } from "./checklist.js";
import { verdictOf } from "./verdicts.js";
import { data, say } from "./words.js";

const table = document.getElementById("roster");
const template = document.getElementById("row-template");
const verdicts = new WeakMap();
let nextKey = table.tBodies.length;

export const rows = () => [...table.tBodies];
export const rowOf = (element) => element?.closest?.("tbody.person") ?? null;
export const numberButton = (row) => row.querySelector(".row-no");

export function addRow() {
  const row = fromTemplate(template);
  table.append(row);
  renumber(row, rows().length);
  judgeRow(row);
  return row;
}

/** A listed person's row, before the spare ones; whoever asks fills and judges it. */
export function addKnownRow() {
  const row = fromTemplate(document.getElementById("known-template"));
  table.insertBefore(row, rows().find((r) => !r.dataset.known) ?? null);
  rows().forEach((r, i) => renumber(r, i + 1));
  return row;
}

function fromTemplate(template) {
  const holder = document.createElement("table");
  holder.innerHTML = template.innerHTML.replaceAll("__key__", `n${nextKey++}`);
  return holder.tBodies[0];
}

/** The first row that nobody typed into; a new one if there is none. */
export const spareRow = () => rows().find(isBlank) ?? addRow();

function renumber(row, number) {
  numberButton(row).textContent = number;
  numberButton(row).setAttribute("aria-label", say("visits.row_button", number, ""));
  for (const input of row.querySelectorAll("[aria-label]"))
    if (input !== numberButton(row)) input.setAttribute("aria-label", input.getAttribute("aria-label").replace(/\d+(?=\D*$)/, number));
}

export function judgeRow(row) {
  const verdict = verdictOf(row);
  verdicts.set(row, verdict);
  row.className = `person is-${verdict.state.toLowerCase()}`;
  row.querySelector(".verdict").textContent = verdict.state === "Blank" ? "" : say(`visits.state_${verdict.state}`);
  const notes = row.querySelector(".notes");
  notes.replaceChildren(...verdict.notes.map((note) => {
    const line = document.createElement("p");
    line.className = note.kind;
    line.textContent = note.text;
    return line;
  }));
  for (const input of row.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  for (const name of verdict.invalid) field(row, name).setAttribute("aria-invalid", "true");
  showConfirm(row, verdict.state === "Unchecked");
}

function showConfirm(row, wanted) {
  const cell = row.querySelector(".c-result");
  let button = cell.querySelector(".confirm");
  if (wanted && !button) {
    button = document.createElement("button");
    button.className = "confirm";
    button.type = "button";
    button.textContent = say("visits.confirm");
    cell.append(button);
  } else if (!wanted) button?.remove();
}

export function setStatus(row, status) {
  field(row, "Status").value = status;
  judgeRow(row);
}

/** 在岗 and 离职 in turn; a person who is new on this page works here as long as nothing else is said. */
export function toggleLeft(row) {
  if (isBlank(row)) return;
  setStatus(row, valueOf(row, "Status") === "Left" ? (row.dataset.known ? "Working" : "") : "Left");
}

export function confirmAll() {
  for (const row of rows())
    if (row.dataset.known && !valueOf(row, "Status")) setStatus(row, "Working");
}

/** Whether this visit earns the badge, as far as the laptop can tell. */
export const earned = () => table.dataset.earned === "1";

/** Coverage, what is still needed, and what saving will do. */
export function showSums() {
  const all = rows().map((row) => ({ row, ...(verdicts.get(row) ?? verdictOf(row)) }));
  const counted = all.filter((v) => v.counts);
  const vaccinated = counted.filter((v) => v.vaccinated).length;
  const open = all.filter((v) => v.state === "Unchecked").length;
  const short = counted.filter((v) => !v.vaccinated && v.state !== "Unchecked");
  const failed = failedTexts();
  const full = counted.length > 0 && vaccinated === counted.length;

  set("vaccinated", vaccinated);
  set("of-staff", say("visits.of_staff", counted.length));
  const progress = document.getElementById("progress");
  [progress.max, progress.value, progress.className] = [Math.max(1, counted.length), vaccinated, full ? "full" : ""];

  table.dataset.earned = full && !failed.length ? "1" : "";

  const needed = [];
  if (counted.length === 0) needed.push(say("visits.missing_nobody"));
  if (open) needed.push(say("visits.needed_unchecked", open));
  if (short.length) needed.push(say("visits.needed_people", short.length));
  for (const measure of failed) needed.push(say("visits.needed_measure", measure, data.due));
  if (!needed.length) needed.push(say("visits.needed_done"));
  list("needed", needed);
  set("outlook", outlook(counted.length, counted.length - vaccinated, short, full, failed.length));
}

function outlook(staff, lacking, short, full, failed) {
  if (!staff) return say("visits.outlook_nobody");
  if (full) return say(failed ? "visits.outlook_measures" : "visits.outlook_full");
  if (!short.length) return say("visits.outlook_unchecked");
  const name = short[0].row.dataset.name || valueOf(short[0].row, "Name");
  return say(lacking > 1 ? "visits.outlook_people" : "visits.outlook_person", name, lacking);
}

function set(id, text) {
  const element = document.getElementById(id);
  if (element.textContent !== String(text)) element.textContent = text;
}

function list(id, sentences) {
  const element = document.getElementById(id);
  if (element.children.length === sentences.length && sentences.every((text, i) => element.children[i].textContent === text)) return;
  element.replaceChildren(...sentences.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
}

// Keyboard first, and each key is also a button. While an input method composes, each key is its own.
import { findVaccine } from "../rules/vaccines.js";
import { field, isBlank, texts, valueOf } from "./cells.js";
import { passAll } from "./checklist.js";
import { addRow, confirmAll, judgeRow, numberButton, rowOf, rows, setStatus, showSums, spareRow, toggleLeft } from "./roster.js";
import { verdictOf } from "./verdicts.js";
import { data } from "./words.js";

export function listen(form, { save, changed }) {
  const after = () => { showSums(); changed(); };

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); save(); }
    else if (event.key === "F8") { event.preventDefault(); confirmAll(); after(); }
    else if (event.key === "F9") { event.preventDefault(); passAll(); after(); }
    else if (event.target.matches?.(".row-no")) onNumber(event, after);
    else if (event.target.matches?.(".notice input") && event.key === "Enter") { event.preventDefault(); event.target.checked = true; changed(); firstStop().focus(); }
    else if (event.key === "Enter" && event.target.matches?.("#roster input, #roster select")) { event.preventDefault(); next(event.target); after(); }
    else if (event.key === "Enter" && event.target.matches?.("#visit aside input")) event.preventDefault();
  });

  form.addEventListener("click", (event) => {
    const row = rowOf(event.target);
    if (event.target.closest(".row-no")) { event.preventDefault(); toggleLeft(row); after(); }
    else if (event.target.closest(".confirm")) { event.preventDefault(); setStatus(row, "Working"); numberButton(row).focus(); after(); }
    else if (event.target.closest("#add-row")) { event.preventDefault(); focusOn(spareRow()); after(); }
    else if (event.target.closest("#confirm-all")) { event.preventDefault(); confirmAll(); after(); }
    else if (event.target.closest("#pass-all")) { event.preventDefault(); passAll(); after(); }
  });

  form.addEventListener("input", (event) => {
    const row = rowOf(event.target);
    if (row && !event.isComposing) touched(row);
    after();
  });
  form.addEventListener("compositionend", (event) => { if (rowOf(event.target)) { touched(rowOf(event.target)); after(); } });
  form.addEventListener("focusout", (event) => {
    const row = rowOf(event.target);
    if (!row || !event.target.name) return;
    if (event.target.name.endsWith(".Vaccine")) event.target.value = nameOf(event.target.value);
    judgeRow(row);
    showSums();
  });
}

/** Typing into a listed person's cells says that they were looked at. */
function touched(row) {
  if (row.dataset.known && !valueOf(row, "Status")) field(row, "Status").value = "Working";
  judgeRow(row);
}

const nameOf = (text) => {
  const found = findVaccine(text, data.vaccines);
  return found ? (data.language === "en" ? found.nameEn : found.short) : text;
};

/** Where work begins: the first person not confirmed yet, else the first blank row. */
export function firstStop() {
  const open = rows().find((row) => row.dataset.known && !valueOf(row, "Status"));
  return open ? numberButton(open) : field(spareRow(), "Name");
}

function focusOn(row) {
  (row.dataset.known ? numberButton(row) : field(row, "Name")).focus();
}

/** On a row's number: Space marks 离职, Enter confirms 在岗 and goes on, arrows move. */
function onNumber(event, after) {
  const row = rowOf(event.target);
  const all = rows();
  const at = all.indexOf(row);
  if (event.key === " ") toggleLeft(row);
  else if (event.key === "Enter") {
    if (row.dataset.known && !valueOf(row, "Status")) setStatus(row, "Working");
    focusOn(all[at + 1] ?? addRow());
  } else if (event.key === "ArrowDown" && all[at + 1]) numberButton(all[at + 1]).focus();
  else if (event.key === "ArrowUp" && all[at - 1]) numberButton(all[at - 1]).focus();
  else return;
  event.preventDefault();
  after();
}

/** Next field, or the next row once the course is complete or the last cell is done. Out of a blank row: the measures. */
function next(input) {
  const row = rowOf(input);
  const name = input.name.split(".").pop();
  const all = rows();
  const below = all[all.indexOf(row) + 1];
  if (name === "Name" && isBlank(row) && all.length > 1) { document.querySelector("[data-measure]").focus(); return; }
  const done = name === "Dose3" || !texts.includes(name) || (/^Dose/.test(name) && verdictOf(row).state === "Complete");
  if (!done) {
    const rest = texts.slice(texts.indexOf(name) + 1).map((n) => field(row, n)).filter(Boolean);
    if (rest.length) { rest[0].focus(); rest[0].select?.(); return; }
  }
  focusOn(below ?? addRow());
}

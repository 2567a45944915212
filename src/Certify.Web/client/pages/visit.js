// The visit page: an ordinary form, made faster by keys, pasted rows, live verdicts and a draft that outlives a reload.
import * as draft from "../visit/draft.js";
import { isBlank, field } from "../visit/cells.js";
import { firstStop, listen } from "../visit/keys.js";
import { readRows } from "../visit/paste.js";
import { addRow, judgeRow, rowOf, rows, showSums, spareRow } from "../visit/roster.js";
import { data, say } from "../visit/words.js";

const form = document.getElementById("visit");
const note = document.getElementById("draft-note");
document.documentElement.classList.add("js");

let sending = false, timer = 0;

function changed() {
  clearTimeout(timer);
  timer = setTimeout(keep, 400);
}

function keep() {
  clearTimeout(timer);
  if (sending) return;
  draft.write(form, Date.now());
  note.textContent = say("visits.live_draft", new Date().toTimeString().slice(0, 5));
}

/** The browser's clock on all three times, so that the server can tell how far it is off; the same for a second click. */
function stamp() {
  const now = new Date().toISOString();
  if (!form.dataset.correction) form.elements["Input.FinishedAt"].value = now;
  form.elements["Input.SentAt"].value = form.dataset.correction ? "" : now;
}

function save() {
  form.requestSubmit(document.getElementById("save"));
}

form.addEventListener("submit", (event) => {
  if (sending) { event.preventDefault(); return; }
  keep();
  sending = true;
  stamp();
  document.getElementById("save").setAttribute("aria-busy", "true");
  note.textContent = say("visits.live_saving");
});
// Back from the result page by the browser's own button: the form may be sent again, and is the same visit.
addEventListener("pageshow", () => { sending = false; });
addEventListener("pagehide", () => { if (timer) keep(); });

function pasteRows(text, from) {
  const read = readRows(text, data.today, data.vaccines);
  let row = from && isBlank(from) ? from : spareRow();
  for (const values of read) {
    for (const [name, value] of Object.entries(values)) if (field(row, name)) field(row, name).value = value;
    const last = row;
    judgeRow(last);
    row = rows().find(isBlank) ?? addRow();
  }
  showSums();
  changed();
  note.textContent = say("visits.live_pasted", read.length);
  field(row, "Name").focus();
}

form.addEventListener("paste", (event) => {
  const text = event.clipboardData?.getData("text/plain") ?? "";
  if (!rowOf(event.target) || !/[\t\n]/.test(text.trim())) return;
  event.preventDefault();
  pasteRows(text, rowOf(event.target));
});

const dialog = document.getElementById("paste-dialog");
document.getElementById("paste-rows").addEventListener("click", () => dialog.showModal());
dialog.addEventListener("close", () => {
  const text = document.getElementById("paste-text");
  if (dialog.returnValue === "go" && text.value.trim()) pasteRows(text.value, null);
  text.value = "";
});

if (!form.dataset.correction && form.dataset.fresh) form.elements["Input.StartedAt"].value = new Date().toISOString();
if (form.dataset.fresh && draft.restore(form)) note.textContent = say("visits.live_restored");
for (const row of rows()) if (!row.querySelector(".notes .error")) judgeRow(row);
showSums();
listen(form, { save, changed });
const errors = document.getElementById("errors");
if (errors) errors.focus();
else if (form.dataset.fresh && !form.elements["Input.Notice"].value) form.querySelector(".notice input").focus();
else firstStop().focus();

// The visit page: an ordinary form, made faster by keys, pasted rows, live verdicts and a draft that outlives a reload.
import * as draft from "../visit/draft.js";
import { begin } from "../field/day.js";
import { save as saveVisit } from "../field/save.js";
import { renew } from "../field/server.js";
import { fillShell } from "../visit/shell.js";
import { isBlank, field } from "../visit/cells.js";
import { firstStop, listen } from "../visit/keys.js";
import { readRows } from "../visit/paste.js";
import { pick } from "../visit/picker.js";
import { addRow, judgeRow, rowOf, rows, showSums, spareRow } from "../visit/roster.js";
import { data, say } from "../visit/words.js";

const form = document.getElementById("visit");
const note = document.getElementById("draft-note");

let sending = false, keeping = null, again = false;

/** At every change; what is typed while one draft is being written is in the next. */
function changed() {
  form.toggleAttribute("data-unkept", true);
  again = true;
  keeping ??= keep().finally(() => { keeping = null; });
}

async function keep() {
  while (again && !sending && !form.dataset.correction) {
    again = false;
    try {
      await draft.write(form);
      if (!again) form.toggleAttribute("data-unkept", false);
      note.textContent = say("visits.live_draft", new Date().toTimeString().slice(0, 5));
    } catch (failure) {
      note.textContent = say(failure?.name === "QuotaExceededError" ? "visits.live_full" : "visits.live_not_kept");
    }
  }
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

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  if (sending) return;
  sending = true;
  stamp();
  document.getElementById("save").setAttribute("aria-busy", "true");
  note.textContent = say("visits.live_saving");
  const answer = form.dataset.correction ? { form: true } : await saveVisit(form);
  if (answer.sent) location.assign(answer.sent);
  else if (answer.form) sendForm(answer.held);
  else if (navigator.serviceWorker?.controller) location.assign(`/desk/field?saved=${form.elements["Input.Id"].value}`);
  else note.textContent = say("visits.live_waits");
});

/** The server shows what it refuses, and keeps the form where the session has run out. */
function sendForm(held) {
  if (held) form.elements["Input.Held"].value = held;
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "action", value: "save" }));
  form.submit();
}

// Back from the result page by the browser's own button: the form may be sent again, and is the same visit.
addEventListener("pageshow", () => { sending = false; });

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

async function start() {
  await begin(form.dataset.user);
  renew().catch(() => {});
  if (form.dataset.shell && !(await fillShell(form))) return location.replace("/desk/field?lacking=1");
  if (!form.dataset.correction && form.dataset.fresh) form.elements["Input.StartedAt"].value = new Date().toISOString();
  if (form.dataset.fresh && (await draft.restore(form))) note.textContent = say("visits.live_restored");
  for (const row of rows()) if (!row.querySelector(".notes .error")) judgeRow(row);
  showSums();
  listen(form, { save, changed });
  // What was typed before this code ran.
  if (rows().some((row) => !row.dataset.known && !isBlank(row))) changed();
  document.documentElement.classList.add("js");
  pick(() => ({ visit: form.elements["Input.Id"].value, shopId: form.dataset.shop, user: form.dataset.user }));
  const errors = document.getElementById("errors");
  if (errors) errors.focus();
  else if (form.dataset.fresh && !form.elements["Input.Notice"].value) form.querySelector(".notice input").focus();
  else firstStop().focus();
}

start();

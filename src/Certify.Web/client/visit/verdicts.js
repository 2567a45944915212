// The verdict of one row, as the server's RowVerdict gives it: the word in the row, and the sentences under it.
import { accepts, judge } from "../rules/doses.js";
import { parseDay } from "../rules/days.js";
import { parseResidentId } from "../rules/residentId.js";
import { findVaccine } from "../rules/vaccines.js";
import { isBlank, parseDoses, valueOf } from "./cells.js";
import { data, say } from "./words.js";

/** { state, counts, vaccinated, notes: [{ kind: "error"|"why"|"hint", text }], invalid: [field] } */
export function verdictOf(row) {
  if (isBlank(row)) return { state: "Blank", counts: false, vaccinated: false, notes: [], invalid: [] };
  const status = valueOf(row, "Status");
  if (status === "Left") {
    const on = parseDay(valueOf(row, "LeftOn"), data.today) ?? data.today;
    return { state: "Left", counts: false, vaccinated: false, notes: [{ kind: "hint", text: say("visits.left_note", on) }], invalid: [] };
  }
  if (row.dataset.known && !status) {
    const notes = row.dataset.stood || !row.dataset.claimed ? [] : [{ kind: "hint", text: say("visits.claimed_note") }];
    return { state: "Unchecked", counts: true, vaccinated: !!row.dataset.stood, notes, invalid: [] };
  }
  return { ...working(row), counts: true };
}

function working(row) {
  const notes = [], invalid = [];
  const wrong = (name, text) => { notes.push({ kind: "error", text }); invalid.push(name); };

  checkNumber(row, wrong);
  const vaccineText = valueOf(row, "Vaccine");
  const vaccine = findVaccine(vaccineText, data.vaccines);
  const doses = [];
  for (const name of ["Dose1", "Dose2", "Dose3"]) {
    const read = parseDoses(valueOf(row, name));
    if (read) doses.push(...read.map((d) => ({ on: d.on, vaccine: d.vaccine ?? vaccine?.code ?? vaccineText })));
    else wrong(name, say("form.unreadable", valueOf(row, name)));
  }
  if (vaccineText && !vaccine) wrong("Vaccine", say("rules.dose_unknown_vaccine", vaccineText));

  const exemption = valueOf(row, "Exemption");
  const course = judge(doses, data.today, data.vaccines);
  for (const f of course.findings)
    if (f.code !== "rules.dose_unknown_vaccine") notes.push({ kind: f.note ? "hint" : "why", text: say(f.code, ...f.args) });
  if (!row.dataset.hasNumber && !valueOf(row, "IdNumber")) {
    notes.push({ kind: "why", text: say("visits.no_number_note") });
    return { state: "NoNumber", vaccinated: false, notes, invalid };
  }
  const until = valueOf(row, "ExemptUntil");
  const vaccinated = accepts(course, exemption && !(until && until < data.today), data.terms) && invalid.length === 0;
  if (!vaccinated && course.state === "Partial" && !exemption && course.findings.every((f) => f.note))
    notes.push({ kind: "why", text: say("visits.next_dose", course.numbers.filter(Boolean).length + 1, course.nextFrom) });
  const state = vaccinated ? "Complete" : exemption ? "Exempt" : course.state === "None" ? "None" : "Partial";
  return { state, vaccinated, notes, invalid };
}

function checkNumber(row, wrong) {
  const typed = valueOf(row, "IdNumber");
  if (!typed || (valueOf(row, "IdType") || "ResidentId") !== "ResidentId") return;
  const read = parseResidentId(typed, data.today);
  // While it is being typed it is only short, not wrong.
  const typing = document.activeElement?.name?.endsWith(".IdNumber") && row.contains(document.activeElement) && read.code === "id.length";
  if (read.code && !typing) wrong("IdNumber", say(read.code, ...read.args));
}

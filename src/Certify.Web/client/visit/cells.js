// What a row's cells say: the doses in them, by the same reading as the server's DoseText.
import { parseDay } from "../rules/days.js";
import { findVaccine } from "../rules/vaccines.js";
import { data } from "./words.js";

/** Days with the product named for them; null where a part can't be read. */
export function parseDoses(text) {
  const cell = (text ?? "").trim();
  if (!cell || /^[-–—]$/.test(cell)) return [];
  const only = parseDay(cell, data.today);
  if (only) return [{ on: only, vaccine: null }];
  const doses = [];
  for (const part of cell.split(/[\s\u3000;；]+/)) {
    const on = parseDay(part, data.today);
    const last = doses[doses.length - 1];
    const vaccine = !on && last && !last.vaccine ? findVaccine(part, data.vaccines) : null;
    if (on) doses.push({ on, vaccine: null });
    else if (vaccine) last.vaccine = vaccine.code;
    else return null;
  }
  return doses;
}

export const field = (row, name) => row.querySelector(`[name$=".${name}"]`);
export const valueOf = (row, name) => field(row, name)?.value.trim() ?? "";
export const texts = ["Name", "IdNumber", "Phone", "Position", "Vaccine", "Dose1", "Dose2", "Dose3"];
export const isBlank = (row) => !row.dataset.known && [...texts, "Exemption", "Reason"].every((name) => !valueOf(row, name));

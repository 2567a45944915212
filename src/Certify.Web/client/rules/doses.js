// Which doses count; the same cases as the server's DoseRules (dose-cases.json). A dose is { vaccine, on }, a vaccine a row of vaccines.csv.
import { addDays, daysBetween } from "./days.js";

export function judge(doses, today, vaccines) {
  const numbers = doses.map(() => null);
  const findings = [];
  const say = (index, code, note, ...args) => findings.push({ index, code, note, args });
  let first = null, firstOn = null, before = null, counted = 0, early = false;

  const inOrder = doses.map((dose, index) => ({ dose, index })).sort((a, b) => (a.dose.on < b.dose.on ? -1 : a.dose.on > b.dose.on ? 1 : a.index - b.index));
  for (const { dose, index } of inOrder) {
    const vaccine = vaccines.find((v) => v.code === dose.vaccine);
    if (!vaccine) { say(index, "rules.dose_unknown_vaccine", false, dose.vaccine); continue; }
    if (dose.on > today) { say(index, "rules.dose_in_future", false, dose.on); continue; }
    if (first && vaccine.platform !== first.platform) { say(index, "rules.dose_other_platform", false, vaccine.code, first.code); continue; }
    first ??= vaccine;
    firstOn ??= dose.on;
    if (before && counted < first.doses) {
      const gap = daysBetween(before, dose.on);
      const schedule = early && first.extra ? first.extra : vaccine.schedule;
      if (gap < vaccine.counting) {
        early = true;
        before = dose.on;
        say(index, "rules.dose_too_early", false, counted + 1, gap, vaccine.counting, addDays(dose.on, first.extra ?? vaccine.schedule));
        continue;
      }
      if (gap < schedule) say(index, "rules.dose_early", true, counted + 1, gap, schedule);
      if (counted === 1 && first.advised2 && gap > first.advised2) say(index, "rules.dose_late", true, 2, gap, first.advised2);
      const since = daysBetween(firstOn, dose.on);
      if (counted === 2 && first.advised3 && since > first.advised3) say(index, "rules.dose_late_third", true, 3, since, first.advised3);
    }
    before = dose.on;
    numbers[index] = ++counted;
  }

  const needed = first?.doses ?? 0;
  const state = counted === 0 ? "None" : counted < needed ? "Partial" : "Complete";
  return { state, numbers, needed, nextFrom: state === "Complete" ? null : nextFrom(first, before, early, today), findings };
}

function nextFrom(first, before, early, today) {
  if (!first || !before) return today;
  const from = addDays(before, early && first.extra ? first.extra : first.schedule);
  return from < today ? today : from;
}

/** Whether a record counts as vaccinated under the policy's terms. */
export function accepts(course, exemption, terms) {
  return (terms.secondTier && !!exemption) || course.state === "Complete" || (terms.firstDose && course.state === "Partial");
}

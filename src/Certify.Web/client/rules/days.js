// Days as people type them; the same cases as the server's DayText (day-cases.json). A day is "2021-06-01" everywhere.
const full = /^(?:(\d{4})(\d{2})(\d{2})|(\d{4})[-./。,、年](\d{1,2})[-./。,、月](\d{1,2})日?)$/;
const short = /^(?:(\d{2})(\d{2})|(\d{1,2})[-./。,、月](\d{1,2})[日号]?)$/;

export function parseDay(text, today) {
  const folded = (text ?? "").normalize("NFKC").replace(/\s/g, "");
  let m = full.exec(folded);
  if (m) return make(+(m[1] ?? m[4]), +(m[2] ?? m[5]), +(m[3] ?? m[6]));
  m = short.exec(folded);
  if (!m) return null;
  // Without a year: the latest one not after today.
  const year = +today.slice(0, 4);
  for (let y = year; y > year - 9; y--) {
    const day = make(y, +(m[1] ?? m[3]), +(m[2] ?? m[4]));
    if (day && day <= today) return day;
  }
  return null;
}

export function make(year, month, day) {
  if (year < 1900 || year > 9998 || month < 1 || month > 12 || day < 1) return null;
  const date = new Date(Date.UTC(year, month - 1, day));
  return date.getUTCMonth() === month - 1 ? date.toISOString().slice(0, 10) : null;
}

const number = (day) => Date.parse(`${day}T00:00:00Z`) / 86400000;
export const daysBetween = (from, to) => number(to) - number(from);
export const addDays = (day, count) => new Date((number(day) + count) * 86400000).toISOString().slice(0, 10);

/** 8月9日, 9 Aug; with the year when it is not this one. */
export function showDay(day, today, language) {
  const [y, m, d] = day.split("-").map(Number);
  const year = y === +today.slice(0, 4) ? "" : y;
  if (language === "en") return `${d} ${["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"][m - 1]} ${year}`.trim();
  return `${year ? `${year}年` : ""}${m}月${d}日`;
}

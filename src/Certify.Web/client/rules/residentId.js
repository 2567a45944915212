// 居民身份证号码, GB 11643-1999; the same vectors as the server's ResidentId (resident_id.json).
const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const check = (body) => "10X98765432"[weights.reduce((sum, w, i) => sum + w * +body[i], 0) % 11];

export const fold = (text) => text.normalize("NFKC").replace(/[\s\-·\u200b\ufeff]/g, "").toUpperCase();

/** { number } or { code, args }: id.length, id.characters, id.birth, id.check. */
export function parseResidentId(text, today) {
  let number = fold(text);
  if (/^\d{15}$/.test(number)) {
    const body = `${number.slice(0, 6)}19${number.slice(6)}`;
    number = body + check(body);
  }
  if (number.length !== 18) return { code: "id.length", args: [number.length] };
  if (!/^[1-9]\d{16}[\dX]$/.test(number)) return { code: "id.characters", args: [] };
  const born = `${number.slice(6, 10)}-${number.slice(10, 12)}-${number.slice(12, 14)}`;
  const date = new Date(`${born}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== born || born > today || born < "1880")
    return { code: "id.birth", args: [number.slice(6, 14)] };
  const expected = check(number);
  return number[17] === expected ? { number } : { code: "id.check", args: [expected, number[17]] };
}

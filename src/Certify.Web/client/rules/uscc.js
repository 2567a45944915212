// A unified social credit code (GB 32100-2015) as people type it; the server's Uscc is held to the same cases.
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY", WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28];
const LENGTH = 18;

/** Full-width and lower-case characters and blanks don't make another code. */
const fold = (text) => text.replace(/[\s\u0085\u200B-\u200D\u2060\uFEFF]/g, "").replace(/[！-～]/g, (c) => String.fromCharCode(c.charCodeAt(0) - 0xfee0)).toUpperCase();

/** { code }, or { problem, args } as the server words it (`uscc.` and the problem); a text that is none at all is { problem: "missing" }. */
export function parseUscc(text) {
  const code = fold(text);
  if (!code) return { problem: "missing", args: [] };
  if (code.includes("E+")) return { problem: "as_number", args: [code] };
  if (code.length > 2 * LENGTH) return { problem: "length", args: [code.length] };
  for (let at = 0; at < code.length; at++) if (!ALPHABET.includes(code[at])) return { problem: "letter", args: [String.fromCodePoint(code.codePointAt(at)), at + 1] };
  if (code.length !== LENGTH) return { problem: "length", args: [code.length] };
  const sum = WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(code[i]), 0);
  const expected = ALPHABET[(31 - (sum % 31)) % 31];
  return code[LENGTH - 1] === expected ? { code } : { problem: "check", args: [code[LENGTH - 1], expected] };
}

// Base32 of RFC 4648 §6 without padding, read strictly, so that one sequence of bytes has one text.
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

export const isBase32 = (text) => /^[A-Z2-7]*$/.test(text);

/** The bytes of an upper-case text; null where letters, length or spare bits are not those of any bytes. */
export function decodeBase32(text) {
  // 1, 3 and 6 characters over a whole group are the end of no byte.
  if ([1, 3, 6].includes(text.length % 8)) return null;
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let bits = 0, held = 0, at = 0;
  for (const letter of text) {
    const value = LETTERS.indexOf(letter);
    if (value < 0) return null;
    bits = (bits << 5) | value;
    held += 5;
    if (held < 8) continue;
    held -= 8;
    bytes[at++] = bits >> held;
    bits &= (1 << held) - 1;
  }
  return bits === 0 ? bytes : null;
}

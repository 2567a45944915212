// Whose badge hangs here, found without a network: its signature against the pinned keys, its shop in the field pack.
import { checkBadge } from "../check/answer.js";
import { keptKeys, keptList } from "../check/kept.js";

const plain = (text) => text.normalize("NFKC").toUpperCase().replace(/[^0-9A-Z]/g, "");
const NUMBER = /^[A-Z]{2,8}[0-9OIL]{4}[0-9OIL]{6,9}[0-9A-Z]{4}$/;
/** As numbers are read everywhere: O is 0, I and L are 1, but not in the letters they begin with. */
const folded = (text) => plain(text).replace(/^([A-Z]{2,8}?)(?=[0-9OIL]{10})(.*)$/, (_, prefix, rest) => prefix + rest.replace(/O/g, "0").replace(/[IL]/g, "1"));

/** What a token says may be cut at a whole character, with … behind it. */
const same = (whole, signed) => (signed.endsWith("…") ? whole.normalize("NFC").startsWith(signed.slice(0, -1)) : whole.normalize("NFC") === signed);

/**
 * @param {string} text what was scanned, or a typed number
 * @param {object[]} shops of the field pack
 * @returns {Promise<{status: string, number: boolean, shop: object|null, name?: string, address?: string}>}
 *   status as /check says it; "number" for a typed one, which nobody can prove here; "noKeys" before the keys were had once
 */
export async function lookUp(text, shops) {
  if (NUMBER.test(plain(text)) && !text.includes("/")) {
    const number = folded(text);
    return { status: "number", number: true, shop: shops.find((s) => s.badge && folded(s.badge.number) === number) ?? null };
  }
  const keys = await keptKeys();
  if (!keys) return { status: "noKeys", number: false, shop: null };
  const answer = await checkBadge(text, { keys, list: keptList });
  if (!answer.badge) return { status: answer.status, number: false, shop: null };
  const { statusIndex, shopName, address } = answer.badge;
  // The shop's earlier badges are still its own: then name and address, which are signed, lead to it.
  const shop = shops.find((s) => s.badge?.index === statusIndex) ?? shops.find((s) => same(s.name, shopName) && same(s.address, address)) ?? null;
  return { status: answer.status, number: false, shop, name: shopName, address };
}

// Whether a shop that is typed may be one of the field pack: as the server's ShopLikeness, StreetAddress and ShopIdentity, held to the same cases.
const NAME_ALONE = 70, NAME_AT_DOOR = 30, SUGGESTED = 5;
/** The surest first. */
const REASONS = ["code", "address", "door", "name"];
const NO_DOOR = 2_147_483_647;
const FIGURES = "零一二三四五六七八九", UNITS = { 十: 10, 百: 100, 千: 1000 };
// What stands before the last number that a 号 follows; tried from each place in turn, because a number behind 附 is no door.
const DOOR = /[甲乙丙丁戊己庚辛壬癸]?([0-9]+|[零〇一二两三四五六七八九十百千]+)[甲乙丙丁戊己庚辛壬癸]?(?:[-—–之][0-9]+)?号/y;
const ATTACHED = /附(?:[0-9]+|[一二三四五六七八九十百]+)号/;

/** NFKC, lower case, letters and digits only. */
export const fold = (text) => [...text.normalize("NFKC")].filter((c) => /[\p{L}\p{Nd}\p{So}]/u.test(c)).map((c) => c.toLowerCase()).join("");

/** Characters that two texts share, each counted as often as it stands in both: 0 to 100 percent. */
export function shared(one, other) {
  const mine = [...fold(one)], left = [...fold(other)];
  const total = mine.length + left.length;
  let common = 0;
  for (const c of mine) {
    const at = left.indexOf(c);
    if (at < 0) continue;
    left.splice(at, 1);
    common++;
  }
  return total ? Math.floor((200 * common) / total) : 0;
}

/** { street, door }: all before the door, and its number; NO_DOOR where there is none. */
export function addressOf(address) {
  const text = address.normalize("NFKC").replace(/[^\S\uFEFF]|\u0085/g, "").toLowerCase();
  for (let at = 0; at < text.length; at++) {
    DOOR.lastIndex = at;
    const found = DOOR.exec(text);
    if (found && !(found[0].startsWith(found[1]) && text[at - 1] === "附")) return { street: text.slice(0, at), door: numberOf(found[1]) };
  }
  const attached = text.search(ATTACHED);
  return { street: attached < 0 ? text : text.slice(0, attached), door: NO_DOOR };
}

/** 12, 十二, 一百二十; figures that stand alone are read one by one: 一二〇 is 120. */
function numberOf(text) {
  if (/^[0-9]/.test(text)) return Number(text) <= NO_DOOR ? Number(text) : NO_DOOR - 1;
  let sum = 0, figure = -1;
  for (const c of text.replace(/〇/g, "零").replace(/两/g, "二")) {
    const unit = UNITS[c] ?? 0;
    if (unit) [sum, figure] = [sum + Math.max(1, figure) * unit, 0];
    else figure = figure > 0 && sum === 0 ? Math.min(figure, 100_000) * 10 + FIGURES.indexOf(c) : FIGURES.indexOf(c);
  }
  return sum + Math.max(0, figure);
}

/**
 * The surest reason for which a typed shop may be one of the pack ("code", "address", "door", "name"), or null.
 * @param {{code: string|null, name: string, address: string}} typed
 * @param {{code?: string, name: string, registered?: string, address: string}} shop
 */
export function likeness(typed, shop) {
  if (typed.code && typed.code === shop.code) return "code";
  // Two different codes are two different traders, whatever their doors and names.
  if (typed.code && shop.code) return null;
  const same = Math.max(shared(typed.name, shop.registered ?? shop.name), shared(typed.name, shop.name));
  if (fold(typed.address) === fold(shop.address)) return "address";
  const here = addressOf(typed.address), there = addressOf(shop.address);
  if (here.door !== NO_DOOR && here.door === there.door && (here.street.endsWith(there.street) || there.street.endsWith(here.street)) && same >= NAME_AT_DOOR) return "door";
  return same >= NAME_ALONE ? "name" : null;
}

/** [{ shop, why }]: of the same code anywhere, or alike within the grid (its place among the pack's, which leaves out 0); the surest first, five at most. */
export function alike(typed, grid, shops) {
  return shops.filter((shop) => (shop.grid ?? 0) === grid || (typed.code && typed.code === shop.code))
    .map((shop) => ({ shop, why: likeness(typed, shop), same: shared(typed.name, shop.name) })).filter((like) => like.why)
    .sort((a, b) => REASONS.indexOf(a.why) - REASONS.indexOf(b.why) || b.same - a.same).slice(0, SUGGESTED);
}

// What an inspector notes at a door besides a visit: sealed into the outbox as a visit is, sent in its shop's order, counted once.
import { keepFound } from "./found.js";
import * as outbox from "./outbox.js";
import { localDay, uuid7 } from "./fresh.js";

const form = (fields) => new URLSearchParams(fields).toString();

/** No visit came of it: `kind` is closed, moved, refused, noStaff or comeBack. @throws where this browser keeps nothing */
export function attempt(shop, user, { kind, comeBackOn, note }) {
  const fields = form({ kind, on: localDay(new Date()), comeBackOn: kind === "comeBack" ? comeBackOn : "", note: note ?? "" });
  return add({ kind: "attempt", shopId: shop.id, shopName: shop.name, user, about: kind.toLowerCase(), fields });
}

/** A re-check found the order's measure in order. */
export const recheck = (shop, user, order) =>
  add({ kind: "recheck", shopId: shop.id, shopName: shop.name, user, about: "recheck", of: order, fields: form({ order, at: new Date().toISOString() }) });

/** A sign that hangs where it doesn't belong, or is none of ours: `code` as scanned, or `badge`, a typed number. */
export const misplaced = (shop, user, fields) =>
  add({ kind: "misplaced", shopId: shop.id, shopName: shop.name, user, about: "misplaced", fields: form(fields) });

/** A shop that no list has. Its id is made here and is the note's own, so that what is noted there next finds it; with `again` it takes the place of one that was refused. */
export async function found(user, fields, again) {
  const { name, address, category, grid, code } = fields, id = again?.shopId ?? uuid7();
  return add({ id, kind: "found", shopId: id, shopName: name, user, about: "found", savedAt: again?.savedAt, fields: form({ name, address, category, grid, code }) },
    // It goes without, and the next pack has it.
    () => keepFound(user, id, fields).catch(() => {}));
}

/** Kept first, then sent; answers the item as it stands then. */
async function add(item, kept = () => {}) {
  const id = item.id ?? uuid7();
  await outbox.add({ ...item, id });
  await kept();
  await outbox.send({ now: true });
  return outbox.find(`${item.kind}:${id}`);
}

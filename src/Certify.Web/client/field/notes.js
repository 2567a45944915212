// What an inspector notes at a door besides a visit: sealed into the outbox as a visit is, sent in its shop's order, counted once.
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

/** Kept first, then sent; answers the item as it stands then. */
async function add(item) {
  const id = uuid7();
  await outbox.add({ id, ...item });
  await outbox.send({ now: true });
  return outbox.find(`${item.kind}:${id}`);
}

// Shops found in the street, as this laptop knows them until a field pack names them: sealed under the key of the day, as the pack is.
import { dayKey, seal, unseal } from "./box.js";
import { read, readAll, remove, write } from "./kept.js";

const utf8 = new TextEncoder();

/** @param {string} id the shop's own @param {{name, address, category, grid, code}} fields as they were typed; `kind` and `gridName` in words */
export async function keepFound(user, id, fields) {
  const before = await read("found", id);
  await write("found", { id, user, at: before?.at ?? Date.now(), ...(await seal(await dayKey(user), utf8.encode(JSON.stringify(fields)))) });
}

export const dropFound = (id) => remove("found", id);

/** What was typed of one, or null where its key has gone. */
export async function readFound(user, id) {
  const kept = await read("found", id);
  return kept?.user === user ? opened(user, kept) : null;
}

/** As shops of this pack, the newest first: those that it doesn't name yet. */
export async function foundShops(user, { shops, kinds, grids }) {
  const own = (await readAll("found")).filter((kept) => kept.user === user && !shops.some((shop) => shop.id === kept.id)).sort((a, b) => b.at - a.at);
  const read = await Promise.all(own.map(async (kept) => [kept.id, await opened(user, kept)]));
  return read.filter(([, fields]) => fields).map(([id, fields]) => ({
    id, name: fields.name, address: fields.address, code: fields.code || undefined, grid: Math.max(0, grids.findIndex((grid) => grid.id === fields.grid)),
    search: `${fields.name} ${fields.address} ${fields.code}`, line: [fields.address, fields.kind, fields.gridName, fields.code].filter(Boolean).join(" · "),
    // Nobody has confirmed it: no interim slip.
    list: kinds[fields.category], isFound: true, noSlip: true,
  }));
}

/** Those that have arrived and that no draft names: the next pack knows them, or the shop that they turned out to be. */
export async function arrivedFound() {
  const needed = new Set([...(await readAll("outbox")).filter((item) => item.kind === "found" && item.state !== "sent"), ...(await readAll("drafts"))].map((item) => item.shopId));
  return (await readAll("found")).map((kept) => kept.id).filter((id) => !needed.has(id));
}

async function opened(user, kept) {
  try {
    return JSON.parse(new TextDecoder().decode(await unseal(await dayKey(user), kept)));
  } catch {
    return null;
  }
}

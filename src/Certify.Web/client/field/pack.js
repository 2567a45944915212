// The field pack: fetched on a good network, kept sealed under the key of the day, opened only to look into it.
import { dayKey, seal, unseal } from "./box.js";
import { arrivedFound, dropFound, foundShops } from "./found.js";
import { read, write } from "./kept.js";
import { ask, renew } from "./server.js";
import { tell } from "./told.js";

const OLD = 30 * 60_000;

export async function take(user) {
  // Who has the pack goes out with it: what is noted there is kept only where it is known to whom it is sealed.
  await renew();
  // Asked before the pack: what arrives meanwhile may not be in it.
  const arrived = await arrivedFound();
  const response = await ask("/api/v1/field-pack");
  if (!response.ok) throw new Error(`pack: ${response.status}`);
  const bytes = await response.arrayBuffer();
  await write("pack", { id: "pack", user, takenAt: Date.now(), size: bytes.byteLength, ...(await seal(await dayKey(user), bytes)) });
  await Promise.all(arrived.map(dropFound));
  tell();
}

/** Fetches it anew where it is older than half an hour. */
export async function takeIfOld(user) {
  const kept = await read("pack", "pack");
  if (kept?.user !== user || Date.now() - kept.takenAt > OLD) await take(user);
}

/** { takenAt, size, shops, lists, kinds, grids }, shops found since at the head; null where none is kept for this user. */
export async function open(user) {
  const kept = await read("pack", "pack");
  if (kept?.user !== user) return null;
  try {
    const bytes = await unseal(await dayKey(user), kept);
    const text = await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
    // A pack from before shops could be found with it says nothing of kinds and grids.
    const pack = { kinds: {}, grids: [], ...JSON.parse(text), takenAt: kept.takenAt, size: kept.size };
    return { ...pack, shops: [...(await foundShops(user, pack)), ...pack.shops] };
  } catch {
    // Its key has gone.
    return null;
  }
}

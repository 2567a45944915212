// The outbox: what was finished here and has not been confirmed by the server. One at a time, in order for each shop, again and again until it is answered.
import { sealToServer } from "./box.js";
import { read, readAll, remove, write } from "./kept.js";
import { ask, known, SignedOut } from "./server.js";
import { tell } from "./told.js";

const LONGEST = 5 * 60_000, KEEP = 30 * 24 * 3600_000, SHOWN = 1000;

/** Seals a form (its fields as text) to the server and keeps it; from then on it can be read nowhere but there. `about` says in a word what it is,
 * `of` of what it is (an order), `slip` what an interim slip says; `savedAt` keeps the place of what it replaces. */
export async function add({ id, kind, shopId, shopName, user, about, of, slip, fields, savedAt = Date.now() }) {
  const server = await read("keys", "server");
  if (!server) throw new Error("no server key");
  const box = await sealToServer(server.key, fields, `${kind}:${id}:${shopId}:${user}`);
  await write("outbox", { id: `${kind}:${id}`, visit: id, kind, shopId, shopName, user, about, of, slip, box, savedAt, state: "waiting", tries: 0, nextAt: 0 });
  tell();
}

export const items = async () => (await readAll("outbox")).sort((a, b) => a.savedAt - b.savedAt);

export const find = (id) => read("outbox", id);

export async function discard(id) {
  await remove("outbox", id);
  tell();
}

/** Shops that the server has not taken: what was noted there finds no shop until they are put right. */
export const refusedShops = (all) => new Set(all.filter((item) => item.kind === "found" && item.state === "stuck").map((item) => item.shopId));

/** Sends what is due; with `now` also what waits for its next try. One tab at a time does it. Answers how long until the next is due, or null. */
export async function send({ now = false } = {}) {
  return navigator.locks.request("certify-outbox", async () => {
    const server = await known();
    await forget(server?.backedUpAt);
    const own = async () => (await items()).filter((i) => i.user === server?.user);
    let told = Date.now();
    const stopped = refusedShops(await own());
    for (const item of (await own()).filter((i) => i.state === "waiting")) {
      // What is refused or late holds back only the later ones of its own shop.
      if (stopped.has(item.shopId)) continue;
      if (!now && item.nextAt > Date.now()) stopped.add(item.shopId);
      else if (!(await sendOne(item))) stopped.add(item.shopId);
      // Whoever watches a long queue sees it shrink.
      if (Date.now() - told > SHOWN) {
        tell();
        told = Date.now();
      }
    }
    tell();
    // The first of each shop decides: the later ones wait for it.
    const left = await own(), refused = refusedShops(left), next = new Map();
    for (const item of left) if (item.state === "waiting" && !refused.has(item.shopId) && !next.has(item.shopId)) next.set(item.shopId, item.nextAt);
    return next.size ? Math.max(1000, Math.min(...next.values()) - Date.now()) : null;
  });
}

async function sendOne(item) {
  try {
    const body = JSON.stringify({ id: item.visit, kind: item.kind, shopId: item.shopId, sentAt: new Date().toISOString(), box: item.box });
    const response = await ask("/api/v1/visits/sealed", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const answer = await response.json().catch(() => ({}));
    if (response.status === 202) await remove("outbox", item.id);
    else if (response.ok) await write("outbox", { ...item, box: null, state: "sent", receivedAt: answer.receivedAt, receipt: answer.signed, outcome: answer.outcome });
    else if (response.status >= 500 || response.status === 429) return await later(item, "busy");
    else await write("outbox", { ...item, state: "stuck", problem: answer.title, faults: Object.values(answer.errors ?? {}), open: answer.open });
    return response.ok;
  } catch (failure) {
    return later(item, failure instanceof SignedOut ? "signedOut" : "noNetwork");
  }
}

/** Twice as long each time, up to five minutes, by chance a little sooner or later, so that laptops don't all come at once. */
async function later(item, why) {
  const wait = Math.min(LONGEST, 2000 * 2 ** item.tries) * (0.75 + Math.random() / 2);
  await write("outbox", { ...item, tries: item.tries + 1, nextAt: Date.now() + wait, why });
  return false;
}

/** What has arrived stays listed until a backup holds it, or for thirty days. */
async function forget(backedUpAt) {
  for (const item of (await items()).filter((i) => i.state === "sent"))
    if ((backedUpAt && new Date(item.receivedAt) < new Date(backedUpAt)) || Date.now() - item.savedAt > KEEP) await remove("outbox", item.id);
}

// Pinned keys and the last status lists, kept on the device with the time at which the issuer last confirmed them.
const CACHE = "check-data", CHECKED_AT = "x-checked-at", KEYS = "/.well-known/jwks.json";
const PATIENCE = 4000;

export async function keptKeys() {
  const kept = await read(KEYS);
  return kept && JSON.parse(kept.text);
}

export async function keptList(purpose, number) {
  const kept = await read(`/.well-known/badge-status/${purpose}/${number}`);
  return kept && { jwt: kept.text, checkedAt: kept.checkedAt };
}

/** Since when nothing has been renewed: the oldest of all that is kept. Null before everything was had once. */
export async function keptSince(newest) {
  const all = await Promise.all(addresses(newest).map(read));
  return all.every(Boolean) ? new Date(Math.min(...all.map((k) => +k.checkedAt))) : null;
}

/** Asks the issuer for keys and lists. What can't be had stays as it was. */
export async function renew(newest) {
  await Promise.all(addresses(newest).map(fetchOne));
}

/** The number of the newest list goes up with time: without a network the one that was last known counts. */
export function newestKnown(told) {
  const kept = Number(localStorage.getItem("check-newest") ?? 0);
  const newest = Math.max(told, kept);
  localStorage.setItem("check-newest", String(newest));
  return newest;
}

const addresses = (newest) => [KEYS, ...Array.from({ length: newest + 1 }, (_, n) => ["revocation", "suspension"].map((purpose) => `/.well-known/badge-status/${purpose}/${n}`)).flat()];

async function read(address) {
  const found = await (await caches.open(CACHE)).match(address);
  return found && { text: await found.text(), checkedAt: new Date(found.headers.get(CHECKED_AT)) };
}

async function fetchOne(address) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), PATIENCE);
  try {
    const response = await fetch(address, { cache: "no-cache", signal: limit.signal });
    if (!response.ok) return;
    const text = await response.text();
    await (await caches.open(CACHE)).put(address, new Response(text, { headers: { [CHECKED_AT]: new Date().toISOString() } }));
  } catch {
    // No network: the kept one stays.
  } finally {
    clearTimeout(timer);
  }
}

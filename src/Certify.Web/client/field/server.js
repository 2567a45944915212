// What the laptop knows of its server: whose it is, to which key visits are sealed, and until when a backup holds what has arrived.
import { read, write } from "./kept.js";

export class SignedOut extends Error {}

/** Asks anew where the network allows, else what was known last. Null: never asked on this laptop. */
export async function known() {
  try {
    await renew();
  } catch {
    // No network, or no session: what is kept will do for sealing.
  }
  return (await read("keys", "server")) ?? null;
}

export async function renew() {
  const response = await ask("/api/v1/sealing-key");
  if (!response.ok) throw new Error(`sealing key: ${response.status}`);
  await write("keys", { id: "server", ...(await response.json()) });
}

/** A request that gives up soon: on a bad network a late answer is none. */
export async function ask(address, options = {}) {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), 20_000);
  try {
    const response = await fetch(address, { credentials: "same-origin", cache: "no-store", ...options, signal: limit.signal });
    if (response.status === 401) throw new SignedOut();
    return response;
  } finally {
    clearTimeout(timer);
  }
}

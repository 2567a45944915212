// Keys and lists of an issuer over the network, for programs that have one. Nothing is said to the issuer about which badge is checked.
import { checkBadge } from "./answer.js";

/** Milliseconds for which the network is waited for where something is kept. */
const PATIENCE = 4000;

/**
 * A checker for one issuer. Keys and lists are fetched when they are needed and asked for again after `refresh` milliseconds;
 * where the issuer can't be reached, what was fetched last is used, and the answer says as of when.
 * @param {string} origin e.g. "https://certify.example"
 * @param {{fetch?: typeof fetch, refresh?: number}} [options]
 */
export function checkerFor(origin, { fetch: get = globalThis.fetch.bind(globalThis), refresh = 60_000 } = {}) {
  const kept = new Map();

  async function have(path) {
    const last = kept.get(path);
    if (last && Date.now() - last.checkedAt < refresh) return last;
    const limit = new AbortController();
    const timer = last && setTimeout(() => limit.abort(), PATIENCE);
    try {
      const response = await get(origin + path, { signal: limit.signal });
      if (response.ok) kept.set(path, { text: await response.text(), checkedAt: new Date() });
    } catch {
      // No network: what is kept must do.
    } finally {
      clearTimeout(timer);
    }
    return kept.get(path);
  }

  return async function check(scanned, now = new Date()) {
    const keys = await have("/.well-known/jwks.json");
    if (!keys) throw new Error(`the keys of ${origin} could not be fetched`);
    const list = async (purpose, number) => {
      const found = await have(`/.well-known/badge-status/${purpose}/${number}`);
      return found && { jwt: found.text, checkedAt: found.checkedAt };
    };
    return checkBadge(scanned, { keys: JSON.parse(keys.text), list, now });
  };
}

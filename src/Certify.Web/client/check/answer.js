// The answer to a scan without asking about the badge: signature against the issuer's keys, state against the last status lists.
import { readToken } from "./token.js";
import { readStatusList, holds, LIST_ENTRIES } from "./status.js";

/** A state that was last confirmed longer ago than this is not shown as valid, nor as suspended. */
export const FRESH_FOR = 24 * 60 * 60 * 1000;

/**
 * @typedef {object} Answer
 * @property {"valid"|"suspended"|"noLongerInForce"|"expired"|"forged"|"unreadable"|"unconfirmed"} status
 * @property {string|null} reason why it is unreadable, forged or unconfirmed; for programs
 * @property {Date|null} asOf the moment for which the state is known; null where nothing is known of a state
 * @property {string|null} kid key id that the token names, 8 bytes in hex
 * @property {{issuer: string, issuedAt: Date, expiresAt: Date, id: string, shopName: string, address: string, statusIndex: number}|null} badge what is signed; null if unreadable or forged
 */

/**
 * @param {string} scanned the QR code's address, its path or the bare token
 * @param {object} known
 * @param {{keys: object[]}} known.keys the issuer's JWK set
 * @param {(purpose: "revocation"|"suspension", number: number) => Promise<{jwt: string, checkedAt: Date}|null|undefined>} known.list
 *   the last list of that purpose and number, and when it was last had from the issuer
 * @param {Date} [known.now]
 * @returns {Promise<Answer>}
 */
export async function checkBadge(scanned, { keys, list, now = new Date() }) {
  const token = await readToken(scanned, keys);
  const said = { reason: token.reason, asOf: null, kid: token.kid ?? null, badge: token.claims ?? null };
  if (token.authenticity !== "authentic") return { ...said, status: token.authenticity };
  const badge = token.claims;
  const [revocation, suspension] = await Promise.all(["revocation", "suspension"].map((purpose) => find(purpose, badge, keys, list, now)));
  // Revoked and superseded are for good: however old the list is, this stays true.
  if (revocation?.set) return { ...said, status: "noLongerInForce", asOf: revocation.checkedAt };
  if (badge.expiresAt <= now) return { ...said, status: "expired", asOf: now };
  const asOf = latest(badge.issuedAt, revocation && suspension ? earliest(revocation.checkedAt, suspension.checkedAt) : null);
  const unconfirmed = (reason) => ({ ...said, status: "unconfirmed", reason, asOf });
  // Whoever stole the key can date a badge back; only the issuer's records tell such a one from an honest one.
  if (token.key.compromisedSince && new Date(token.key.compromisedSince) <= now) return unconfirmed("compromisedKey");
  if (!revocation || !suspension) return unconfirmed("noList");
  if (!revocation.holds || !suspension.holds || now - asOf > FRESH_FOR) return unconfirmed("oldList");
  return { ...said, status: suspension.set ? "suspended" : "valid", asOf };
}

/** What the list of that purpose says of the badge; null if there is none that can be trusted. */
async function find(purpose, badge, keys, list, now) {
  const number = Math.floor(badge.statusIndex / LIST_ENTRIES);
  try {
    const kept = await list(purpose, number);
    if (!kept) return null;
    const read = await readStatusList(kept.jwt, keys, purpose, number);
    return { set: read.has(badge.statusIndex), holds: holds(read, now), checkedAt: kept.checkedAt ?? read.validFrom };
  } catch {
    return null;
  }
}

const earliest = (a, b) => (a < b ? a : b);
const latest = (a, b) => (b && b > a ? b : a);

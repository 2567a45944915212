// Signed status lists: W3C Bitstring Status List 1.0 as JWT-secured credentials (VC-JOSE-COSE).
import { verifies } from "./token.js";

export const LIST_ENTRIES = 131072;
/** An honest list has 16 KB; more than this is not unpacked. */
const MAX_BYTES = 1 << 20;
const SKEW = 5 * 60 * 1000;

/** Address of the list that holds an index, below the issuer's address. */
export const listPath = (purpose, statusIndex) => `/.well-known/badge-status/${purpose}/${Math.floor(statusIndex / LIST_ENTRIES)}`;

/**
 * Verifies one list and unpacks it. Throws where it is not what it should be: a list that can't be trusted says nothing.
 * @param {string} jwt
 * @param {{keys: object[]}} keys
 * @param {"revocation"|"suspension"} purpose
 * @param {number} number which list, i.e. index ÷ 131,072
 * @returns {Promise<{validFrom: Date, validUntil: Date, has: (statusIndex: number) => boolean}>}
 */
export async function readStatusList(jwt, keys, purpose, number) {
  const parts = jwt.trim().split(".");
  if (parts.length !== 3) throw new Error("the list is not a JWT");
  const header = json(parts[0]);
  const key = keys.keys.find((k) => k.kid === header.kid);
  if (header.alg !== "ES256" || header.typ !== "vc+jwt") throw new Error("the list is signed in another way");
  if (!key) throw new Error("the list's key is not published");
  if (key.compromisedSince) throw new Error("the list's key is compromised");
  const signature = fromBase64url(parts[2]);
  if (signature.length !== 64 || !(await verifies(key, signature, new TextEncoder().encode(`${parts[0]}.${parts[1]}`)))) throw new Error("the list's signature does not hold");
  const list = json(parts[1]);
  const path = `/.well-known/badge-status/${purpose}/${number}`;
  const subject = list.credentialSubject;
  if (!list.type?.includes("BitstringStatusListCredential") || list.id !== list.issuer + path || subject?.type !== "BitstringStatusList" || subject.statusPurpose !== purpose) throw new Error("this is another list");
  const [validFrom, validUntil] = [new Date(list.validFrom), new Date(list.validUntil)];
  if (!(validUntil > validFrom)) throw new Error("the list's times make no sense");
  if (!subject.encodedList?.startsWith("u")) throw new Error("the list is encoded in another way");
  const bits = await gunzip(fromBase64url(subject.encodedList.slice(1)));
  if (bits.length * 8 < LIST_ENTRIES) throw new Error("the list is too short");
  return {
    validFrom,
    validUntil,
    has: (statusIndex) => ((bits[Math.floor((statusIndex % LIST_ENTRIES) / 8)] >> (7 - (statusIndex % 8))) & 1) === 1,
  };
}

/** Whether a list can be believed now: it has begun (give or take a wrong clock), and has not ended. */
export const holds = (list, now) => list.validFrom - SKEW <= now && now < list.validUntil;

const json = (part) => JSON.parse(new TextDecoder().decode(fromBase64url(part)));

function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  return Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
}

async function gunzip(bytes) {
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  const chunks = [];
  let length = 0;
  for (const reader = stream.getReader(); ; ) {
    const { done, value } = await reader.read();
    if (done) break;
    chunks.push(value);
    if ((length += value.length) > MAX_BYTES) {
      await reader.cancel();
      throw new Error("the list is too long");
    }
  }
  const whole = new Uint8Array(length);
  chunks.reduce((at, chunk) => (whole.set(chunk, at), at + chunk.length), 0);
  return whole;
}

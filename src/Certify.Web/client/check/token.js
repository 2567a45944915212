// The badge token: a CWT (RFC 8392) in a COSE_Sign1 (RFC 9052), ES256, in Base32. Read as strictly as the issuer reads it, with the same reasons.
import { decodeBase32, isBase32 } from "./base32.js";
import { CborReader, CborError, endsEarly } from "./cbor.js";

const MAX_CHARACTERS = 2048, MAX_NAME = 48, MAX_ADDRESS = 60;
const EARLIEST = -62135596800, LATEST = 253402300799;
/** Half the group order of P-256, rounded down: the largest low s. */
const HALF_ORDER = "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8";
const BLANK = "[\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000]+";
const BLANKS = new RegExp(`^${BLANK}|${BLANK}$`, "g");

class Unreadable extends Error {}

/** The token in what was scanned or typed: the whole address in any case, its path, or the bare token. Upper case. */
export function extractToken(scanned) {
  let text = (scanned ?? "").replace(BLANKS, "");
  const at = text.search(/\/v\//i);
  if (at >= 0) text = text.slice(at + 3);
  else if (/^v\//i.test(text)) text = text.slice(2);
  return text.replace(/[?#][^]*$/, "").replace(/\/+$/, "").slice(0, MAX_CHARACTERS + 1).replace(/[a-z]/g, (c) => c.toUpperCase());
}

/**
 * Reads what was scanned and verifies its signature.
 * @param {string} scanned
 * @param {{keys: object[]}} keys the issuer's JWK set, `/.well-known/jwks.json`
 * @returns {Promise<{authenticity: "unreadable"|"forged"|"authentic", reason: string|null, kid?: string, key?: object, claims?: object}>}
 */
export async function readToken(scanned, keys) {
  try {
    const envelope = readEnvelope(toBytes(extractToken(scanned)));
    const kid = hex(envelope.kid);
    const forged = (reason) => ({ authenticity: "forged", reason, kid });
    const key = keys.keys.find((k) => k.coseKid === kid);
    if (!key) return forged("unknownKey");
    if (hex(envelope.signature.subarray(32)) > HALF_ORDER) return forged("highS");
    if (!(await verifies(key, envelope.signature, toBeSigned(envelope)))) return forged("signature");
    const claims = readClaims(envelope.payload);
    if (key.compromisedSince && claims.issuedAt >= new Date(key.compromisedSince)) return forged("compromisedKey");
    return { authenticity: "authentic", reason: null, kid, key, claims };
  } catch (wrong) {
    if (wrong instanceof Unreadable) return { authenticity: "unreadable", reason: wrong.message };
    throw wrong;
  }
}

/** ES256 over P-256: r‖s, 64 bytes. */
export async function verifies(jwk, signature, data) {
  const key = await crypto.subtle.importKey("jwk", { kty: jwk.kty, crv: jwk.crv, x: jwk.x, y: jwk.y }, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, data);
}

function toBytes(text) {
  if (text.length === 0) throw new Unreadable("empty");
  if (text.length > MAX_CHARACTERS) throw new Unreadable("tooLong");
  const bytes = decodeBase32(text);
  // A cut can leave a number of characters that ends no byte: still letters of the alphabet, so not "not Base32".
  if (!bytes) throw new Unreadable(isBase32(text) ? "cutShort" : "notBase32");
  return bytes;
}

function readEnvelope(bytes) {
  try {
    const cbor = new CborReader(bytes);
    if (cbor.tag() !== 18 || cbor.array() !== 4) throw new Unreadable("notCose");
    const header = cbor.byteString();
    if (cbor.map() !== 0) throw new Unreadable("notCose");
    const payload = cbor.byteString();
    const signature = cbor.byteString();
    if (cbor.left > 0) throw new Unreadable("trailingBytes");
    const kid = readHeader(header);
    if (signature.length !== 64) throw new Unreadable("notCose");
    return { header, kid, payload, signature };
  } catch (wrong) {
    if (!(wrong instanceof CborError)) throw wrong;
    throw new Unreadable(bytes[0] === 0xd2 && bytes[1] === 0x84 && endsEarly(bytes) ? "cutShort" : "notCose");
  }
}

/** Protected header {1: -7, 4: kid}. */
function readHeader(bytes) {
  const cbor = new CborReader(bytes);
  const entries = cbor.map();
  if (entries < 1 || cbor.int32() !== 1) throw new Unreadable("notCose");
  if (!cbor.isInteger() || cbor.int32() !== -7) throw new Unreadable("algorithm");
  if (entries !== 2 || cbor.int32() !== 4) throw new Unreadable("notCose");
  const kid = cbor.byteString();
  if (cbor.left > 0 || kid.length !== 8) throw new Unreadable("notCose");
  return kid;
}

/** The claims of a payload whose signature held. */
function readClaims(bytes) {
  try {
    const cbor = new CborReader(bytes);
    if (cbor.map() !== 5) throw new Unreadable("claims");
    const issuer = (expect(cbor, 1), cbor.text());
    const expiresAt = (expect(cbor, 4), moment(cbor.integer()));
    const issuedAt = (expect(cbor, 6), moment(cbor.integer()));
    const id = (expect(cbor, 7), cbor.byteString());
    if (cbor.int32() !== -65537) throw new Unreadable("version");
    if (cbor.map() !== 3) throw new Unreadable("claims");
    const shopName = (expect(cbor, 1), cbor.text());
    const address = (expect(cbor, 2), cbor.text());
    const statusIndex = (expect(cbor, 3), cbor.integer());
    const fits = cbor.left === 0 && id.length === 16 && statusIndex >= 0 && expiresAt > issuedAt && short(shopName, MAX_NAME) && short(address, MAX_ADDRESS);
    if (!fits) throw new Unreadable("claims");
    return { issuer, issuedAt, expiresAt, id: hex(id), shopName, address, statusIndex };
  } catch (wrong) {
    throw wrong instanceof CborError ? new Unreadable("claims") : wrong;
  }
}

function expect(cbor, key) {
  if (cbor.int32() !== key) throw new CborError("a claim is missing or out of order");
}

function moment(seconds) {
  if (seconds < EARLIEST || seconds > LATEST) throw new CborError("no moment");
  return new Date(seconds * 1000);
}

const short = (text, bytes) => new TextEncoder().encode(text).length <= bytes && text.normalize("NFC") === text;

/** Sig_structure of RFC 9052 §4.4. */
function toBeSigned({ header, payload }) {
  const head = (bytes) => (bytes.length < 24 ? [0x40 | bytes.length] : bytes.length < 256 ? [0x58, bytes.length] : [0x59, bytes.length >> 8, bytes.length & 255]);
  return Uint8Array.of(0x84, 0x6a, ...new TextEncoder().encode("Signature1"), ...head(header), ...header, 0x40, ...head(payload), ...payload);
}

const hex = (bytes) => Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("");

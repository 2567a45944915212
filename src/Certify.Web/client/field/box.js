// Sealing. To the server: ECDH P-256 with a one-time key, HKDF-SHA-256, AES-256-GCM, so that this laptop can't read it any more (the server's VisitBox opens it).
// For the day: an AES-GCM key that can't be exported, kept until sign-out or twelve hours without use.
import { read, remove, write } from "./kept.js";

export const IDLE = 12 * 3600 * 1000;
const utf8 = new TextEncoder(), curve = { name: "ECDH", namedCurve: "P-256" };

export const base64url = (bytes) => btoa(Array.from(bytes, (b) => String.fromCharCode(b)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
export const fromBase64url = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

/** @param {string} serverKey 65 bytes in base64url @param {string} place what the box belongs to: another visit's box does not open */
export const sealToServer = async (serverKey, text, place) => base64url(await sealBytes(serverKey, utf8.encode(text), place));

/** The same for bytes, as bytes. */
export async function sealBytes(serverKey, bytes, place) {
  const server = fromBase64url(serverKey);
  const theirs = await crypto.subtle.importKey("raw", server, curve, false, []);
  const ours = await crypto.subtle.generateKey(curve, false, ["deriveBits"]);
  const point = new Uint8Array(await crypto.subtle.exportKey("raw", ours.publicKey));
  const secret = await crypto.subtle.importKey("raw", await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, ours.privateKey, 256), "HKDF", false, ["deriveKey"]);
  const info = join(utf8.encode("certify visit box 1"), point, server);
  const key = await crypto.subtle.deriveKey({ name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info }, secret, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const closed = new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: utf8.encode(place) }, key, bytes));
  return join(point, iv, closed);
}

/** The key of the day for this user, made where there is none. Each use puts off its end. */
export async function dayKey(user) {
  const kept = await read("keys", "day");
  const key = kept?.user === user ? kept.key : await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, ["encrypt", "decrypt"]);
  await write("keys", { id: "day", user, key, usedAt: Date.now() });
  return key;
}

/** Whose key of the day is kept here, and whether it should be gone by now. */
export async function dayKeyState() {
  const kept = await read("keys", "day");
  return kept ? { user: kept.user, key: kept.key, idle: Date.now() - kept.usedAt > IDLE } : null;
}

export const dropDayKey = () => remove("keys", "day");

export async function seal(key, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  return { iv, box: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, bytes) };
}

export const unseal = (key, { iv, box }) => crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, box);

function join(...parts) {
  const whole = new Uint8Array(parts.reduce((n, p) => n + p.length, 0));
  parts.reduce((at, part) => (whole.set(part, at), at + part.length), 0);
  return whole;
}

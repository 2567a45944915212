// Photos of visits: made small, sealed to the server, kept, and sent in pieces once their visit has arrived. One that broke off goes on where it was.
import { sealBytes } from "./box.js";
import { uuid7 } from "./fresh.js";
import { read, readAll, remove, write } from "./kept.js";
import { ask, SignedOut } from "./server.js";
import { shrink } from "./shrink.js";
import { tell } from "./told.js";

const PIECE = 64 * 1024, LONGEST = 5 * 60_000, KEEP = 30 * 24 * 3600_000;

/** Keeps a photo of a visit that may not have been sent yet. From then on it can be seen nowhere but at the server. @throws where it is no picture, or nothing can be kept */
export async function add({ visit, shopId, user, subject, file, takenAt }) {
  const server = await read("keys", "server");
  if (!server) throw new Error("no server key");
  const jpeg = await shrink(file);
  const id = uuid7();
  const box = await sealBytes(server.key, jpeg, `photo:${id}:${user}`);
  const sha256 = Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", box)), (b) => b.toString(16).padStart(2, "0")).join("");
  await write("boxes", { id, box });
  await write("photos", { id, visit, shopId, user, subject, takenAt, kilobytes: Math.ceil(jpeg.length / 1024), size: box.length, sha256, savedAt: Date.now(), state: "waiting", at: 0, tries: 0, nextAt: 0 });
  tell();
}

export const of = async (visit) => (await readAll("photos")).filter((photo) => photo.visit === visit).sort((a, b) => a.savedAt - b.savedAt);

/** Those that have arrived since this was asked last. */
export async function see(mine) {
  const fresh = mine.filter((photo) => photo.state === "sent" && !photo.seen);
  for (const photo of fresh) await write("photos", { ...photo, seen: true });
  return fresh;
}

export async function discard(id) {
  await remove("boxes", id);
  await remove("photos", id);
  tell();
}

/** Whether any of this user's is still to be sent. */
export const waits = async (user) => (await readAll("photos")).some((photo) => photo.user === user && photo.state === "waiting");

export async function discardOf(visit) {
  for (const photo of await of(visit)) await discard(photo.id);
}

/** Sends what is due, in order; with `now` also what waits for its next try. Answers how long until the next is due, or null. */
export async function send({ now = false } = {}) {
  return navigator.locks.request("certify-photos", async () => {
    const server = await read("keys", "server");
    const due = async () => {
      // A visit that is still being written, or lies in the outbox, has not arrived: its photos wait for it.
      const held = new Set([...(await readAll("outbox")).filter((item) => item.state !== "sent"), ...(await readAll("drafts"))].map((item) => item.visit));
      return (await readAll("photos")).filter((photo) => photo.state === "waiting" && photo.user === server?.user && !held.has(photo.visit)).sort((a, b) => a.savedAt - b.savedAt);
    };
    for (const photo of await due()) if ((now || photo.nextAt <= Date.now()) && !(await sendOne(photo))) break;
    await forget();
    const waiting = (await due()).map((photo) => photo.nextAt);
    return waiting.length ? Math.max(1000, Math.min(...waiting) - Date.now()) : null;
  });
}

/** False: the network is not there, so that trying the next one is of no use. */
async function sendOne(photo) {
  const address = `/api/v1/visits/${photo.visit}/photos/${photo.id}`;
  try {
    const { box } = await read("boxes", photo.id);
    const about = { subject: photo.subject, takenAt: photo.takenAt, sentAt: new Date().toISOString(), size: photo.size, sha256: photo.sha256, sealed: true };
    let answer = await asked(address, "PUT", "application/json", JSON.stringify(about));
    while (answer.done === false) {
      if (answer.offset !== photo.at) await note((photo = { ...photo, at: answer.offset }));
      answer = await asked(address, "PATCH", "application/octet-stream", box.subarray(answer.offset, answer.offset + PIECE), answer.offset);
    }
    if (answer.done) {
      await note({ ...photo, at: photo.size, state: "sent" });
      await remove("boxes", photo.id);
    } else if (answer.status === 404) await later(photo, "noVisit");
    // What was announced and what came don't fit together, or another tab was quicker: the next try asks anew.
    else if (answer.status >= 500 || answer.status === 429 || ["photos.hash", "photos.offset", "photos.not_begun"].includes(answer.code)) await later(photo, "busy");
    else await note({ ...photo, state: "stuck", problem: answer.title });
    return true;
  } catch (failure) {
    await later(photo, failure instanceof SignedOut ? "signedOut" : "noNetwork");
    return false;
  }
}

async function asked(address, method, type, body, offset) {
  const headers = { "Content-Type": type, ...(offset === undefined ? {} : { "Upload-Offset": String(offset) }) };
  const response = await ask(address, { method, headers, body });
  return { status: response.status, ...(await response.json().catch(() => ({}))) };
}

async function note(photo) {
  await write("photos", photo);
  tell();
}

const later = (photo, why) => note({ ...photo, tries: photo.tries + 1, why, nextAt: Date.now() + Math.min(LONGEST, 2000 * 2 ** photo.tries) * (0.75 + Math.random() / 2) });

/** What has arrived is named as long as its visit is listed; a photo whose visit never came goes after thirty days. */
async function forget() {
  const listed = new Set((await readAll("outbox")).map((item) => item.visit));
  for (const photo of await readAll("photos"))
    if ((photo.state === "sent" && !listed.has(photo.visit) && Date.now() - photo.savedAt > 3600_000) || Date.now() - photo.savedAt > KEEP) await discard(photo.id);
}

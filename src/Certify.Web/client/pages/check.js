// The page /check: camera, photo or text in, an answer out, with a network or without.
import { checkBadge, FRESH_FOR } from "../check/answer.js";
import { scan, readPhoto } from "../check/camera.js";
import { keptKeys, keptList, keptSince, newestKnown, renew } from "../check/kept.js";
import { moment, show } from "../check/show.js";
import { extractToken } from "../check/token.js";

const $ = (id) => document.getElementById(id);
const root = $("check");
const page = { language: document.documentElement.lang, zone: root.dataset.zone, keep: root.dataset.keep };
const say = (key, value = "") => root.dataset[key].replace("{0}", value);
const NUMBER = /^\s*[a-z]{2,8}[-‐‑–—\s]?[0-9oil]{4}[-‐‑–—\s]?[0-9oil]{6,9}[-‐‑–—\s]?[0-9a-z]{4}\s*$/i;
let newest = 0, camera = null, renewedAt = 0, opens = null;

async function start() {
  newest = newestKnown(Number(root.dataset.newest));
  // The style sheet has done so before the page was first painted, where the browser knows `scripting`.
  for (const plain of document.querySelectorAll("[data-plain]")) plain.hidden = true;
  $("open-camera").addEventListener("click", openCamera);
  $("stop-camera").addEventListener("click", closeCamera);
  $("again").addEventListener("click", again);
  $("photo").addEventListener("change", takePhoto);
  $("by-text").addEventListener("submit", takeText);
  addEventListener("online", refresh);
  document.addEventListener("visibilitychange", () => document.hidden || refresh());
  setInterval(() => document.hidden || refresh(), 60_000);
  await Promise.all([keepPage().then((kept) => (opens = kept)), refresh()]);
  await tellKept();
  const asked = new URLSearchParams(location.search).get("text");
  if (asked) await judge(asked);
}

/** Whether this page will open without a network. */
async function keepPage() {
  try {
    await navigator.serviceWorker.register("/check/worker.js", { scope: "/check" });
    await navigator.serviceWorker.ready;
    return true;
  } catch {
    return false;
  }
}

async function refresh() {
  await renew(newest);
  renewedAt = Date.now();
  await tellKept();
}

/** What the device has, and since when; and whether the page opens without a network, once that is known. */
async function tellKept() {
  const since = await keptSince(newest);
  const fresh = since && Date.now() - since < FRESH_FOR;
  root.dataset.state = since && opens ? "ready" : "preparing";
  if (!since) $("kept").textContent = say(navigator.onLine ? "preparing" : "notReady");
  else $("kept").textContent = fresh && opens === null ? say("preparing") : say(fresh ? (opens ? "ready" : "whileOpen") : "old", moment(since, page));
}

async function judge(scanned) {
  if (NUMBER.test(scanned)) return navigator.onLine ? location.assign(`/b/${encodeURIComponent(scanned.trim())}${page.keep}`) : complain("numberOffline");
  if (navigator.onLine && Date.now() - renewedAt > 20_000) await refresh();
  const keys = await keptKeys();
  if (!keys) return complain("notReady");
  const answer = await checkBadge(scanned, { keys, list: keptList });
  complain(null);
  show({ ...answer, token: extractToken(scanned) }, page, $("answer"));
  $("answer").querySelector("h1").focus();
  scrollTo(0, 0);
  [$("intro").hidden, $("again").hidden] = [true, false];
}

async function openCamera() {
  complain(null);
  $("camera").hidden = false;
  $("open-camera").hidden = true;
  const { signal } = (camera = new AbortController());
  try {
    await scan($("video"), (text) => (closeCamera(), judge(text)), signal);
  } catch (failure) {
    if (signal.aborted) return;
    closeCamera();
    complain(failure.name === "NotAllowedError" ? "denied" : "noCamera");
  }
}

function closeCamera() {
  camera?.abort();
  camera = null;
  $("camera").hidden = true;
  $("open-camera").hidden = false;
}

async function takePhoto() {
  const [file] = $("photo").files;
  if (!file) return;
  $("photo").value = "";
  let text;
  try {
    text = await readPhoto(file);
  } catch {
    return complain("noPicture");
  }
  return text ? judge(text) : complain("noCode");
}

async function takeText(event) {
  event.preventDefault();
  const text = $("text").value;
  await (text.trim() ? judge(text) : complain("nothing"));
}

function again() {
  $("answer").hidden = true;
  [$("intro").hidden, $("again").hidden] = [false, true];
  $("text").value = "";
  $("open-camera").focus();
}

/** Says what is wrong; an answer that was given before must not stand above it. */
function complain(key) {
  if (key) $("answer").hidden = true;
  $("complaint").textContent = key ? say(key) : "";
}

// A browser that can't check by itself keeps the plain form, which the server answers.
if (globalThis.crypto?.subtle && globalThis.caches && globalThis.DecompressionStream) start();

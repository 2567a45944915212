// The service worker of /check alone: the page and what it loads, so that it opens without a network. Keys and lists the page keeps by itself.
// A new worker waits until no page of the old one is open, and a page loads all that it needs when it opens: an update takes nothing away from an open page.
import { keep, openPart } from "./keep.js";

const CACHE = "check-pages";
const PATIENCE = 4000;

self.addEventListener("install", (event) => event.waitUntil(Promise.all(["/check", "/check?lang=zh-CN", "/check?lang=en"].map(async (address) => keep(CACHE, address, await fetch(address))))));

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (event.request.mode === "navigate" && url.pathname === "/check") event.respondWith(openPage(event, url));
  else if (url.pathname.startsWith("/dist/")) event.respondWith(openPart(CACHE, event.request));
});

/** The newest page where the network answers soon, else the kept one in the language asked for. */
async function openPage(event, url) {
  const language = url.searchParams.get("lang");
  const kept = await (await caches.open(CACHE)).match(language ? `/check?lang=${language.startsWith("en") ? "en" : "zh-CN"}` : "/check");
  const fresh = fetch(event.request);
  event.waitUntil(fresh.then((response) => renew(url, response.clone()), () => {}));
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.then((response) => (response.status < 500 ? response : kept), () => kept), late]);
}

/** Keeps a page that was opened plainly; one with a text in its address says what somebody checked. */
async function renew(url, response) {
  if (!url.searchParams.has("text")) await keep(CACHE, url.pathname + url.search, response);
}

// The service worker of the desk: where the network fails or is late, the visit form and the day's page open as they were kept. Neither holds a person: who works
// where comes from the field pack, which is sealed. A new worker waits until no page of the old one is open, so that an update never interrupts a form.
import { keep, openPart } from "./keep.js";

const CACHE = "desk-pages", PATIENCE = 6000;
const DAY = "/desk/field", VISIT = "/desk/visits/new?shell=true";

const renew = () => Promise.all([DAY, VISIT].map(async (address) => keep(CACHE, address, await fetch(address))));

self.addEventListener("install", (event) => event.waitUntil(renew()));
self.addEventListener("message", (event) => {
  if (event.data === "renew") event.waitUntil(renew().catch(() => {}));
  if (event.data === "forget") event.waitUntil(caches.delete(CACHE));
});

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/dist/")) event.respondWith(openPart(CACHE, event.request));
  else if (event.request.mode === "navigate") event.respondWith(openPage(event.request, url));
});

/** The server's page where it answers soon; else the form for that shop, or the day's page. A shop that the server lacks may have been found on this laptop. */
async function openPage(request, url) {
  const isVisit = url.pathname === "/desk/visits/new" && url.searchParams.has("shop") && !url.searchParams.has("corrects") && !url.searchParams.has("heldForm");
  const kept = await (await caches.open(CACHE)).match(isVisit ? VISIT : DAY);
  const fresh = fetch(request);
  if (!kept) return fresh;
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh.then((response) => ([502, 503, 504].includes(response.status) || (isVisit && response.status === 404) ? kept : response), () => kept), late]);
}

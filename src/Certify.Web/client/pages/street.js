// On every page of an inspector's desk: the service worker, the field pack on a good network, and the outbox.
import { begin } from "../field/day.js";
import { items, send } from "../field/outbox.js";
import { send as sendPhotos } from "../field/photos.js";
import { takeIfOld } from "../field/pack.js";
import { changed } from "../field/told.js";

const user = document.body.dataset.user;
const badge = document.getElementById("outbox-count");
let timer = 0;

async function run(now) {
  clearTimeout(timer);
  // Photos go once their visit has arrived.
  const waits = [await send({ now }), await sendPhotos({ now })].filter((wait) => wait !== null);
  if (waits.length) timer = setTimeout(run, Math.min(...waits), false);
}

async function count() {
  badge.textContent = (await items()).filter((item) => item.state !== "sent" && item.user === user).length || "";
}

async function start() {
  await begin(user);
  changed.addEventListener("change", count);
  addEventListener("online", () => run(true));
  await count();
  if (navigator.serviceWorker) {
    const registration = await navigator.serviceWorker.register("/desk/worker.js", { scope: "/desk" });
    if (navigator.onLine) registration.active?.postMessage("renew");
  }
  await run(false);
  await takeIfOld(user);
}

start().catch(() => {
  // No network, or a browser that keeps nothing: the pages work without.
});

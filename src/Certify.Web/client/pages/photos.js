// The result page of a visit, and its photos' page: photos are added here, sent at once, and shown when they have arrived.
import { of, see, send } from "../field/photos.js";
import { changed } from "../field/told.js";
import { pick } from "../visit/picker.js";

const part = document.getElementById("photo-picker");
const { visit, shop: shopId } = part?.dataset ?? {};
const user = document.body.dataset.user;

/** Once none is on its way any more the page shows what has come. */
async function arrived() {
  const mine = await of(visit);
  if (mine.some((photo) => photo.state === "waiting" && !photo.tries)) return;
  const fresh = await see(mine);
  if (fresh.some((photo) => !document.querySelector(`#photos a[href$="${photo.id}"]`))) location.reload();
}

async function start() {
  changed.addEventListener("change", arrived);
  await arrived();
  await pick(() => ({ visit, shopId, user }), () => send({ now: true }));
}

if (part && user)
  start().catch(() => {
    // A browser that keeps nothing: the form sends the photos.
  });

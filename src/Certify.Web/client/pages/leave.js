// Leaving a visit, and the day: the draft of a saved visit goes at once; at sign-out every draft is sealed to the server and the day's key goes.
import { end } from "../field/day.js";
import { drop } from "../field/drafts.js";
import { send } from "../field/outbox.js";

const saved = document.querySelector("[data-drop-draft]")?.dataset.dropDraft;
if (saved) drop(saved).catch(() => {});

// Only an inspector's laptop keeps anything.
const signOut = document.querySelector("body[data-user] form[action='/account/sign-out']");
signOut?.addEventListener("submit", async (event) => {
  event.preventDefault();
  await end().catch(() => {});
  // What a slow network doesn't take soon stays in the outbox, sealed, and goes when its inspector signs in again.
  await Promise.race([send({ now: true }).catch(() => {}), new Promise((resolve) => setTimeout(resolve, 10_000))]);
  sessionStorage.clear();
  navigator.serviceWorker?.controller?.postMessage("forget");
  signOut.submit();
});

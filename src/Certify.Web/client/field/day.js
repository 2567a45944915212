// The day on this laptop: its key goes at sign-out, with another user, and after twelve hours without use. Before it goes, every draft is sealed to the server,
// which gives it back to its inspector, so that nothing is lost.
import { dayKeyState, dropDayKey, unseal } from "./box.js";
import { clear, readAll, remove } from "./kept.js";
import * as outbox from "./outbox.js";

/** Ends a day that is over, or somebody else's. */
export async function begin(user) {
  const day = await dayKeyState();
  if (day && (day.idle || day.user !== user)) await end(day);
}

export async function end(day) {
  day ??= await dayKeyState();
  if (!day) return;
  for (const draft of await readAll("drafts")) {
    const text = await unseal(day.key, draft).catch(() => null);
    if (text) await outbox.add({ id: draft.visit, kind: "draft", shopId: draft.shopId, shopName: draft.shopName, user: draft.user, fields: new TextDecoder().decode(text) });
    await remove("drafts", draft.id);
  }
  await clear("pack");
  await clear("found");
  await dropDayKey();
}

// Saving a finished visit: sealed into the outbox first, then sent. Whatever happens to network, page or laptop after that, it arrives once.
import * as outbox from "./outbox.js";
import { read } from "./kept.js";
import { drop } from "./drafts.js";
import { fieldsOf } from "../visit/draft.js";

/**
 * Answers where to go: { sent: address }, { waits: true } when there is no network, or { form: true } when the form itself must be sent, because the server
 * refused something that it shows beside the field, asks for a sign-in, or this browser keeps nothing.
 */
export async function save(form) {
  const visit = form.elements["Input.Id"].value, id = `visit:${visit}`;
  try {
    await outbox.add({ id: visit, kind: "visit", shopId: form.dataset.shop, shopName: form.dataset.name, user: form.dataset.user, fields: fieldsOf(form) });
  } catch {
    return { form: true };
  }
  await outbox.send({ now: true });
  const item = await read("outbox", id);
  if (item?.state === "sent") {
    await drop(visit);
    return { sent: `/desk/visits/${visit}` };
  }
  if (item?.state === "waiting" && item.why !== "signedOut") {
    await drop(visit);
    return { waits: true };
  }
  await outbox.discard(id);
  return { form: true, held: new URL(item?.open ?? "/", location.href).searchParams.get("heldForm") };
}

// Saving a finished visit: sealed into the outbox first, then sent. Whatever happens to network, page or laptop after that, it arrives once.
import * as outbox from "./outbox.js";
import { read } from "./kept.js";
import { drop } from "./drafts.js";
import { localDay } from "./fresh.js";
import { open } from "./pack.js";
import { fieldsOf } from "../visit/draft.js";
import { earned } from "../visit/roster.js";

/**
 * Answers where to go: { sent: address }, { waits: true } when there is no network, or { form: true } when the form itself must be sent, because the server
 * refused something that it shows beside the field, asks for a sign-in, or this browser keeps nothing.
 */
export async function save(form) {
  const visit = form.elements["Input.Id"].value, id = `visit:${visit}`;
  try {
    await outbox.add({ id: visit, kind: "visit", shopId: form.dataset.shop, shopName: form.dataset.name, user: form.dataset.user, slip: await slipOf(form), fields: fieldsOf(form) });
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

/** What an interim slip needs to say, where the visit earns a badge that only the office can issue; it names no person of the shop. */
async function slipOf(form) {
  const shop = earned() ? (await open(form.dataset.user))?.shops.find((s) => s.id === form.dataset.shop) : null;
  return shop && !shop.noSlip ? { address: shop.address, on: localDay(new Date()) } : undefined;
}

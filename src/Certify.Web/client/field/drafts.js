import { readAll, remove } from "./kept.js";

/** The visit has been recorded, or lies in the outbox: what was typed need not be kept any longer. */
export async function drop(visit) {
  for (const draft of await readAll("drafts")) if (draft.visit === visit) await remove("drafts", draft.id);
}

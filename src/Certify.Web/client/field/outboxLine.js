// One line of the outbox: what it is, where it stands, and what can be done with it.
import { button, element } from "./element.js";
import { dropFound } from "./found.js";
import { discard } from "./outbox.js";
import { discardOf } from "./photos.js";
import { hasSlip, printSlip } from "./slip.js";
import { photosOf } from "../visit/picker.js";

const SEEN_AT = { visit: (item) => `/desk/visits/${item.visit}`, attempt: () => "/desk/attempts", found: (item) => `/desk/shops/${item.shopId}` };

/**
 * @param {object} item
 * @param {{say: Function, day: Function, clock: Function, mendShop: Function, refused: Set<string>, needed: Set<string>}} desk `refused`: shops that the server has
 *   not taken; `needed`: shops for which something else waits or is being typed
 */
export function outboxLine(item, desk) {
  const { say, day } = desk;
  const line = element("li", { className: "card" }, element("b", { textContent: item.shopName }), item.about && element("span", { textContent: ` · ${say("about_" + item.about)}` }), element("span", { className: "sub", textContent: ` ${say("saved_at", day(item.savedAt))}` }));
  line.dataset.id = item.id;
  line.append(element("p", { className: `state is-${item.state}`, textContent: stateOf(item, desk) }));
  for (const fault of item.faults ?? []) line.append(element("p", { className: "error", textContent: fault }));
  if (item.kind === "visit") line.append(photosOf(item));
  const actions = element("p", { className: "actions" });
  if (item.state === "sent" && SEEN_AT[item.kind]) actions.append(element("a", { className: "button quiet", href: SEEN_AT[item.kind](item), textContent: say("see") }));
  if (hasSlip(item)) actions.append(button(say("slip"), "button", () => printSlip(item)));
  if (item.state === "stuck" && item.open) actions.append(button(say("mend"), "button main", () => mend(item)));
  if (item.state === "stuck" && item.kind === "found") actions.append(button(say("mend"), "button main", () => desk.mendShop(item)));
  if (item.box) actions.append(button(say("export"), "button quiet", () => save(item)));
  // What was noted at a found shop would be about no shop without it.
  if (item.box && !(item.kind === "found" && desk.needed.has(item.shopId))) actions.append(button(say("discard"), "button quiet", () => confirm(say("discard_ask", item.shopName)) && discardWith(item)));
  if (actions.childElementCount) line.append(actions);
  return line;
}

function stateOf(item, { say, day, clock, refused }) {
  if (item.state === "sent") return say(item.receipt ? "sent_signed" : "sent", day(item.receivedAt));
  if (item.state === "stuck") return say("stuck", item.problem ?? "");
  if (refused.has(item.shopId)) return say("waiting_found");
  if (!item.tries) return say("waiting");
  return say(`waiting_${item.why}`, clock(item.nextAt));
}

/** A visit goes with its photos, a found shop from the list. */
async function discardWith(item) {
  if (item.kind === "found") await dropFound(item.shopId);
  await discard(item.id);
  if (item.kind === "visit") await discardOf(item.visit);
}

/** The server kept the form for its inspector: there it is put right, under the same id. */
async function mend(item) {
  await discard(item.id);
  location.assign(item.open);
}

/** As a file that a supervisor can load: still sealed to the server. */
function save(item) {
  const { visit: id, kind, shopId, box, user: from } = item;
  const link = element("a", { download: `${kind}-${id}.json`, href: URL.createObjectURL(new Blob([JSON.stringify({ id, kind, shopId, user: from, savedAt: new Date(item.savedAt).toISOString(), box })], { type: "application/json" })) });
  link.click();
  URL.revokeObjectURL(link.href);
}

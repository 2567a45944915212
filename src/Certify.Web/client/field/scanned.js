// The day's scan: a hanging badge opens its shop's line; one that hangs where it doesn't belong is reported through the outbox.
import { capture } from "../check/capture.js";
import { newestKnown, renew } from "../check/kept.js";
import { lookUp } from "./badge.js";
import { misplaced } from "./notes.js";

const $ = (id) => document.getElementById(id);
const form = $("scan");
let page, shown = null;

/** @param {{user: string, say: Function, tell: Function, shops: () => object[], line: (shop: object) => Element}} desk */
export function startScan(desk) {
  page = desk;
  capture(form, judge);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if ($("text").value.trim()) judge($("text").value);
  });
  $("elsewhere").addEventListener("submit", report);
  $("hangs-elsewhere").addEventListener("click", () => ask());
  renew(newestKnown(Number(form.dataset.newest))).catch(() => {});
}

/** What was noted of the shown shop meanwhile stands in its line. */
export function showAgain() {
  if (shown?.shop && !$("scanned").hidden && !$("scanned-shop").querySelector("details[open]")) $("scanned-shop").replaceChildren(page.line(shown.shop));
}

async function judge(text) {
  const found = await lookUp(text, page.shops());
  shown = { text, ...found };
  $("elsewhere").hidden = true;
  $("scanned").hidden = false;
  $("scanned-state").textContent = page.say(`scan_${found.status}`);
  $("scanned-state").className = `chip ${found.status === "valid" ? "good" : ["number", "unconfirmed", "noKeys"].includes(found.status) ? "" : "bad"}`;
  $("scanned-said").textContent = said(found);
  $("scanned-shop").replaceChildren(...(found.shop ? [page.line(found.shop)] : []));
  // A sign that can't be checked at all here can't be reported as what it is.
  $("hangs-elsewhere").hidden = found.status === "noKeys";
  $("hangs-elsewhere").textContent = page.say(found.shop || found.name ? "scan_not_here" : "scan_suspect");
  const first = $("scanned-shop").querySelector("a.button");
  if (first) first.focus();
  else if (!$("hangs-elsewhere").hidden) ask();
}

function said({ status, number, shop, name, address }) {
  if (shop) return page.say("scan_shop", shop.name, shop.address);
  if (name) return page.say("scan_other_shop", name, address);
  if (number) return page.say("scan_other_number");
  return page.say(status === "noKeys" ? "scan_keys_missing" : "scan_no_badge");
}

function ask() {
  $("elsewhere").hidden = false;
  $("place").focus();
}

async function report(event) {
  event.preventDefault();
  const place = $("place").value.trim();
  $("place-missing").hidden = !!place;
  if (!place) return $("place").focus();
  const what = { ...(shown.number ? { badge: shown.text.trim() } : { code: shown.text.trim() }), place, text: $("seen").value.trim() };
  let item;
  try {
    item = await misplaced({ id: shown.shop?.id ?? "00000000-0000-0000-0000-000000000000", name: shown.shop?.name ?? shown.name ?? page.say("scan_suspect_name") }, page.user, what);
  } catch {
    return page.tell(page.say("not_kept"));
  }
  $("elsewhere").reset();
  $("scanned").hidden = true;
  $("text").value = "";
  page.tell(page.say(item.state === "sent" ? "said_noted_sent" : item.state === "stuck" ? "said_stuck" : "said_noted", item.shopName, page.say("about_misplaced")));
}

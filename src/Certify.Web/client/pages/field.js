// The day's page: what waits to be sent, the round and the shops of the field pack, found by name, address, code or initials. The same with and without a network.
import { begin } from "../field/day.js";
import { button, element, redraw } from "../field/element.js";
import { mendShop, showFoundForm, startFound } from "../field/foundForm.js";
import { localDay } from "../field/fresh.js";
import { attempt, recheck } from "../field/notes.js";
import { items, refusedShops, send } from "../field/outbox.js";
import { readAll } from "../field/kept.js";
import { locate, metres, nearestFirst } from "../field/near.js";
import { send as sendPhotos, waits } from "../field/photos.js";
import { outboxLine } from "../field/outboxLine.js";
import { open, take } from "../field/pack.js";
import { showAgain, startScan } from "../field/scanned.js";
import { changed } from "../field/told.js";
import { pickForOutbox } from "../visit/picker.js";

const user = document.body.dataset.user;
const words = JSON.parse(document.getElementById("field-words").textContent);
const say = (key, ...args) => words[key].replace(/\{(\d)\}/g, (_, i) => args[+i]);
const $ = (id) => document.getElementById(id);
const clock = (time) => new Date(time).toTimeString().slice(0, 5);
const day = (time) => (new Date(time).toDateString() === new Date().toDateString() ? clock(time) : `${new Date(time).getMonth() + 1}-${new Date(time).getDate()} ${clock(time)}`);
const SHOWN = 60;
const ATTEMPTS = ["closed", "moved", "refused", "noStaff", "comeBack"];
let here = null, shops = [], packedAt = 0, done = new Map(), rechecked = new Set();

async function showOutbox() {
  const all = (await items()).filter((item) => item.user === user);
  const drafts = (await readAll("drafts")).filter((draft) => draft.user === user);
  const needed = new Set([...all.filter((item) => item.kind !== "found" && item.state !== "sent"), ...drafts].map((item) => item.shopId));
  const desk = { say, day, clock, mendShop, refused: refusedShops(all), needed };
  redraw($("outbox"), all.map((item) => outboxLine(item, desk)));
  $("outbox-none").hidden = all.length > 0;
  $("send-now").hidden = !all.some((item) => item.state === "waiting") && !(await waits(user));
  done = new Map(all.filter((item) => DEALT.includes(item.kind) && item.savedAt > packedAt).map((item) => [item.shopId, item.about ?? item.kind]));
  rechecked = new Set(all.filter((item) => item.kind === "recheck" && item.state !== "stuck").map((item) => item.of));
  $("drafts-part").hidden = !drafts.length;
  $("drafts").replaceChildren(...drafts.map((draft) => element("li", { className: "card" }, element("a", { className: "stop-name", href: `/desk/visits/new?shop=${draft.shopId}`, textContent: draft.shopName }), element("span", { className: "sub", textContent: ` ${say("draft_at", day(draft.at))}` }))));
}

const DEALT = ["visit", "attempt"];
function showShops() {
  const wanted = $("search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  // What was dealt with since the pack was fetched is no longer to go to.
  const found = (here ? nearestFirst(shops, here) : shops).filter((shop) => wanted.every((word) => shop.search.toLowerCase().includes(word)) && (wanted.length || ((shop.place || shop.isFound) && !done.has(shop.id))));
  redraw($("shops"), found.slice(0, SHOWN).map(shopLine));
  $("found").textContent = say(wanted.length ? "found" : "round", found.length);
}

function shopLine(shop, i) {
  const name = element("a", { className: "stop-name", href: `/desk/visits/new?shop=${shop.id}`, textContent: shop.name });
  if (i === 0) name.dataset.key = "n";
  const text = element("div", {}, name, element("p", { className: "sub", textContent: here && shop.at ? `${far(metres(here, shop.at))} · ${shop.line}` : shop.line }));
  if (shop.last) text.append(element("p", { className: "sub", textContent: shop.last }));
  for (const order of shop.orders ?? []) text.append(orderLine(shop, order));
  const was = done.get(shop.id);
  const chip = element("span", { className: `chip ${was ? "" : shop.why ? "warn" : (shop.tone ?? "")}`, textContent: was ? say("done", say("about_" + was)) : (shop.why ?? shop.state ?? say("new_state")) });
  const visit = element("a", { className: `button${i > 0 ? "" : " main"}`, href: `/desk/visits/new?shop=${shop.id}`, textContent: say("visit") });
  if (i === 0) visit.dataset.key = "v";
  const line = element("li", { className: i === 0 ? "card first" : "card" }, text, chip, visit, notVisited(shop, i === 0));
  line.dataset.id = shop.id;
  return line;
}

/** An open rectification, put right in one step. */
function orderLine(shop, order) {
  const line = element("p", { className: "sub order", textContent: `${order.text} ` });
  line.append(rechecked.has(order.id) ? element("span", { className: "chip good", textContent: say("rechecked") }) : button(say("recheck"), "button quiet", () => keep(shop, "recheck", () => recheck(shop, user, order.id))));
  return line;
}

/** As on the round: O opens the first shop's outcomes, 1 to 5 presses one. */
function notVisited(shop, first) {
  const back = element("input", { type: "date", value: localDay(new Date(), 1), min: localDay(new Date(), 1) });
  const note = element("input", { type: "text", maxLength: 300, autocomplete: "off" });
  const buttons = ATTEMPTS.map((kind, i) => {
    const press = button(say("about_" + kind.toLowerCase()), "button quiet", () => keepAttempt(shop, { kind, comeBackOn: back.value, note: note.value }));
    if (first) press.dataset.key = String(i + 1);
    return press;
  });
  const opens = element("summary", { className: "button quiet", textContent: say("not_visited") });
  if (first) opens.dataset.key = "o";
  const labelled = (text, input) => element("label", { className: "inline", textContent: `${text} ` }, input);
  return element("details", { className: "not-visited" }, opens, element("div", { className: "actions" }, ...buttons.slice(0, 4), labelled(say("come_back_on"), back), buttons[4], labelled(say("note"), note)));
}

const keepAttempt = (shop, what) => keep(shop, what.kind.toLowerCase(), () => attempt(shop, user, what));

/** Keeps and sends what was noted of a shop, and says so; false where nothing was kept. */
async function keep(shop, about, note) {
  for (const open of document.querySelectorAll(".stops details[open]")) open.open = false;
  let item;
  try {
    item = await note();
  } catch {
    tellNow(say("not_kept"));
    return false;
  }
  tellNow(say(item.state === "sent" ? "said_noted_sent" : item.state === "stuck" ? "said_stuck" : "said_noted", shop.name, say("about_" + about)));
  await show();
  $("shops").querySelector("a")?.focus();
  return true;
}

function tellNow(text) {
  $("said").textContent = text;
  $("said").hidden = false;
}

async function showPack() {
  const pack = await open(user);
  shops = pack?.shops ?? [];
  packedAt = pack?.takenAt ?? 0;
  showFoundForm(pack);
  const named = shops.filter((shop) => shop.people?.some((person) => person.cells)).length;
  $("pack").textContent = pack ? say("pack", shops.filter((shop) => !shop.isFound).length, day(pack.takenAt), Math.ceil(pack.size / 1024), named) : say("no_pack");
}

/** The pack first: the outbox tells what has been dealt with since. */
async function show() {
  await showPack();
  await showOutbox();
  // Whoever is typing into a shop's line keeps it.
  if (!$("shops").querySelector("details[open]")) showShops();
  showAgain();
}

async function askToKeep() {
  const kept = (await navigator.storage?.persisted?.()) || (await navigator.storage?.persist?.());
  $("persisted").textContent = say(kept ? "persisted" : "not_persisted");
}

async function renewPack() {
  $("pack").textContent = say("taking");
  try {
    await take(user);
  } catch {
    $("network").textContent = say("no_network");
    await show();
  }
}

const far = (metres) => (metres < 1000 ? say("near_m", Math.max(10, Math.round(metres / 10) * 10)) : say("near_km", (metres / 1000).toFixed(1)));

/** Orders by distance, or by street and door again. A browser that has no position says so, and the order stays. */
async function orderByDistance(wanted) {
  here = null;
  $("near-said").textContent = wanted ? say("near_looking") : "";
  if (wanted) here = await locate().catch(() => null);
  if (wanted) $("near-said").textContent = here ? say("near_at", clock(Date.now())) : say("near_unknown");
  $("near").setAttribute("aria-pressed", String(!!here));
  sessionStorage.setItem("near", here ? "1" : "");
  showShops();
}

const showNetwork = () => ($("network").textContent = navigator.onLine ? "" : say("no_network"));

async function start() {
  await begin(user);
  const asked = new URLSearchParams(location.search);
  if (asked.has("saved")) $("said").textContent = say("said_saved");
  if (asked.has("noted")) $("said").textContent = say("said_kept");
  if (asked.has("lacking")) $("said").textContent = say("said_lacking");
  if (location.pathname !== "/desk/field") $("said").textContent = say("said_elsewhere");
  $("said").hidden = !$("said").textContent;
  $("search").addEventListener("input", showShops);
  $("take").addEventListener("click", renewPack);
  $("send-now").addEventListener("click", () => send({ now: true }).then(() => sendPhotos({ now: true })));
  changed.addEventListener("change", show);
  addEventListener("online", showNetwork);
  addEventListener("offline", showNetwork);
  showNetwork();
  pickForOutbox();
  $("near-part").hidden = !navigator.geolocation;
  $("near").addEventListener("click", () => orderByDistance(!here));
  startFound({ user, say, keep });
  startScan({ user, say, tell: tellNow, shops: () => shops, line: (shop) => shopLine(shop, -1) });
  await show();
  $("field").hidden = false;
  if (sessionStorage.getItem("near")) orderByDistance(true);
  // Asked for by its own address, without a network.
  if (location.pathname === "/desk/shops/found") $("new-shop").open = true;
  await askToKeep();
}

start();

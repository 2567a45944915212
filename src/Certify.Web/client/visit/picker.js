// Photos on a page: taken or chosen, and what has become of each. Without this code the result page's form sends them.
import * as photos from "../field/photos.js";
import { changed } from "../field/told.js";

const part = document.getElementById("photo-picker");
const words = part ? JSON.parse(document.getElementById("photo-words").textContent) : {};
const say = (key, ...args) => words[key].replace(/\{(\d)\}/g, (_, i) => args[+i]);
const $ = (name) => part.querySelector(`[data-photo="${name}"]`);
let of = () => null, send = () => {};

/** @param {() => {visit, shopId, user}} visit whose photos they are now @param sendNow called after each that was kept */
export function pick(visit, sendNow = () => {}) {
  [of, send] = [visit, sendNow];
  if (!part || typeof createImageBitmap !== "function") return;
  for (const plain of part.querySelectorAll("[data-plain]")) plain.hidden = true;
  $("live").hidden = false;
  for (const way of ["take", "choose"]) {
    const input = $(`${way}-file`);
    $(way).addEventListener("click", () => input.click());
    input.addEventListener("change", () => keep([...input.files], way === "take").then(() => { input.value = ""; }));
  }
  changed.addEventListener("change", show);
  return show();
}

async function keep(files, justTaken) {
  const { visit, shopId, user } = of();
  $("said").textContent = say("shrinking");
  const problems = [];
  for (const file of files) {
    const there = +(part.dataset.there ?? 0) + (await photos.of(visit)).filter((photo) => photo.state !== "sent").length;
    if (there >= +part.dataset.most) { problems.push(say("many", part.dataset.most)); break; }
    try {
      await photos.add({ visit, shopId, user, subject: $("subject").value.replace(/^./, (first) => first.toLowerCase()), file, takenAt: justTaken ? new Date().toISOString() : null });
    } catch (failure) {
      problems.push(`${file.name}: ${say(failure?.name === "QuotaExceededError" ? "full" : failure?.message === "no server key" ? "not_kept" : "unreadable")}`);
    }
  }
  $("said").textContent = problems.length ? "" : say("kept");
  $("problem").textContent = problems.join(" ");
  send();
}

async function show() {
  const mine = of() ? await photos.of(of().visit) : [];
  $("waiting").replaceChildren(...mine.filter((photo) => photo.state !== "sent" || !part.dataset.album).map(line));
}

function line(photo) {
  const made = document.createElement("li");
  const state = Object.assign(document.createElement("span"), { className: `state is-${photo.state}`, textContent: stateOf(photo) });
  made.append(`${say("subject_" + photo.subject.toLowerCase())} · ${photo.kilobytes} KB · `, state);
  if (photo.state === "waiting" && photo.at > 0) made.append(Object.assign(document.createElement("progress"), { max: photo.size, value: photo.at, ariaLabel: stateOf(photo) }));
  if (photo.state !== "sent") made.append(" ", Object.assign(document.createElement("button"), { type: "button", className: "photo-remove", textContent: say("remove"), ariaLabel: say("remove_one", say("subject_" + photo.subject.toLowerCase())), onclick: () => photos.discard(photo.id) }));
  return made;
}

function stateOf(photo) {
  if (photo.state === "sent") return say("sent");
  if (photo.state === "stuck") return say("stuck", photo.problem ?? "");
  if (photo.why && photo.tries) return say(`waiting_${photo.why}`);
  return photo.at > 0 ? say("sending", Math.floor((100 * photo.at) / photo.size)) : say("waiting");
}

let chosen = null;

/** The day's page: photos of whichever visit of the outbox was chosen. */
export const pickForOutbox = () => pick(() => chosen, () => photos.send({ now: true }));

/** Of a visit in the outbox: what has become of its photos, and a way to add one. */
export function photosOf({ visit, shopId, shopName, user }) {
  const text = document.createElement("span");
  summary(visit).then((words) => { text.textContent = words ? `${words} ` : ""; });
  const add = Object.assign(document.createElement("button"), { type: "button", className: "photo-remove", textContent: say("add"), onclick: () => {
    chosen = { visit, shopId, user };
    document.getElementById("photo-shop").textContent = shopName;
    document.getElementById("photo-part").hidden = false;
    show();
    $("subject").focus();
  } });
  const line = Object.assign(document.createElement("p"), { className: "sub" });
  line.append(text, add);
  return line;
}

/** Of one visit in a few words, or null where it has none: "3 photos: 1 sent". */
async function summary(visit) {
  const mine = await photos.of(visit);
  const stuck = mine.find((photo) => photo.state === "stuck");
  if (!mine.length) return null;
  return say("sum", mine.length, mine.filter((photo) => photo.state === "sent").length) + (stuck ? ` ${stateOf(stuck)}` : "");
}

// "Not visited" on the round and on a shop's page: through the outbox, so that a network that fails just then loses nothing. Without this script it is a plain form.
import { attempt } from "../field/notes.js";

const SAID = "attempts:said";
const user = document.body.dataset.user;

for (const form of document.querySelectorAll("form[data-attempt]")) if (user) form.addEventListener("submit", (event) => keep(event, form));

async function keep(event, form) {
  if (!event.submitter?.dataset.kind || form.hasAttribute("aria-busy")) return;
  event.preventDefault();
  form.setAttribute("aria-busy", "true");
  const shop = { id: form.dataset.attempt, name: form.dataset.name };
  let item;
  try {
    item = await attempt(shop, user, { kind: event.submitter.dataset.kind, comeBackOn: form.elements["Input.ComeBackOn"].value });
  } catch {
    // This browser keeps nothing: the server takes it as it is.
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "Input.Kind", value: event.submitter.value }));
    return form.submit();
  }
  if (item?.state === "sent") {
    sessionStorage.setItem(SAID, form.dataset.saved.replace("{0}", shop.name).replace("{1}", event.submitter.textContent.trim()));
    location.assign("/desk");
  } else location.assign("/desk/field?noted=1");
}

const said = sessionStorage.getItem(SAID);
if (said) {
  sessionStorage.removeItem(SAID);
  const note = Object.assign(document.createElement("p"), { className: "note good", role: "status" });
  document.getElementById("content").prepend(note);
  note.textContent = said;
}

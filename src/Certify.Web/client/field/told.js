// What changed in the outbox or the pack, told to every script and every tab that shows it.
const channel = new BroadcastChannel("certify-field");
export const changed = new EventTarget();
channel.onmessage = () => changed.dispatchEvent(new Event("change"));

export function tell() {
  channel.postMessage("changed");
  changed.dispatchEvent(new Event("change"));
}

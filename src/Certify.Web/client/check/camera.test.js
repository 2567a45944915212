// The camera's light: whoever stops it before the browser's question is answered must not be filmed afterwards.
import assert from "node:assert/strict";
import test from "node:test";
import { scan } from "./camera.js";

/** A browser that asks, and a camera that says whether it runs. */
function asking() {
  const camera = { on: false };
  const stream = { getTracks: () => [{ stop: () => (camera.on = false) }] };
  const mediaDevices = { getUserMedia: () => new Promise((allow) => (camera.allow = () => ((camera.on = true), allow(stream)))) };
  Object.defineProperty(globalThis, "navigator", { value: { mediaDevices }, configurable: true });
  return camera;
}

test("a camera that is allowed only after it was stopped is put out at once and shown nowhere", async () => {
  const camera = asking();
  const video = { srcObject: null, play: () => assert.fail("shown") };
  const stopped = new AbortController();
  const scanning = scan(video, () => assert.fail("found"), stopped.signal);
  stopped.abort();
  camera.allow();
  await scanning;
  assert.deepEqual([camera.on, video.srcObject], [false, null]);
});

test("a camera that runs is put out when it is stopped", async () => {
  const camera = asking();
  const video = { srcObject: null, videoWidth: 0, play: async () => {} };
  const stopped = new AbortController();
  const scanning = scan(video, () => assert.fail("found"), stopped.signal);
  camera.allow();
  await scanning;
  assert.equal(camera.on, true);
  stopped.abort();
  assert.deepEqual([camera.on, video.srcObject], [false, null]);
});

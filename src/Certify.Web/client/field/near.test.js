import assert from "node:assert/strict";
import { test } from "node:test";
import { metres, nearestFirst } from "./near.js";

const here = [26.8934, 112.572];

test("a minute of latitude is a nautical mile, and one of longitude is shorter", () => {
  assert.ok(Math.abs(metres([26, 112], [26 + 1 / 60, 112]) - 1853) < 2);
  assert.ok(Math.abs(metres([60, 112], [60, 112 + 1 / 60]) - 927) < 2);
  assert.equal(metres(here, here), 0);
});

test("the nearest leads within its reason, and what is urgent before it", () => {
  const shops = [
    { name: "urgent, far", rank: 0, at: [26.99, 112.572] },
    { name: "unvisited, far", rank: 5, at: [26.91, 112.572] },
    { name: "unvisited, no place", rank: 5 },
    { name: "unvisited, no place either", rank: 5 },
    { name: "unvisited, near", rank: 5, at: [26.894, 112.572] },
    { name: "not in the round", at: here },
  ];
  assert.deepEqual(nearestFirst(shops, here).map((s) => s.name),
    ["urgent, far", "unvisited, near", "unvisited, far", "unvisited, no place", "unvisited, no place either", "not in the round"]);
  assert.equal(shops[1].name, "unvisited, far");
});

// Suggestions without a network are held to the same case files as the server's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { addressOf, alike, likeness, shared } from "./likeness.js";
import { parseUscc } from "./uscc.js";

const cases = (name) => JSON.parse(readFileSync(new URL(`../../../../tests/Certify.Tests/Vectors/${name}`, import.meta.url), "utf8"));
const { shared: pairs, addresses, like } = cases("likeness-cases.json");
// As the server's test has it: the signboard says something else than the registry.
const known = { code: "92430499MAQMDPGT2E", name: "老湘家", registered: "湘味土菜馆", address: "解放大道9号" };

for (const c of pairs) test(`shared ${c.one} ${c.other}`, () => assert.equal(shared(c.one, c.other), c.percent));

for (const c of addresses) test(`address ${c.text}`, () => assert.deepEqual(addressOf(c.text), { street: c.street, door: c.door }));

for (const c of like) test(`like ${c.name}, ${c.address}`, () => assert.equal(likeness(c, known), c.why));

test("the surest come first, of the grid or of the code", () => {
  const typed = { code: null, name: "湘味土菜馆", address: "解放大道9号" };
  const byName = { ...known, name: "湘味土菜馆", address: "蔡伦路1号" }, elsewhere = { ...byName, grid: 1 }, other = { ...known, name: "超市", registered: "超市", address: "别处" };
  assert.deepEqual(alike(typed, 0, [elsewhere, other, byName, known]).map((l) => [l.shop, l.why]), [[known, "address"], [byName, "name"]]);
  assert.deepEqual(alike({ ...typed, code: known.code }, 1, [known, { ...byName, code: undefined }]).map((l) => l.why), ["code"]);
});

const codes = cases("uscc.json");
for (const code of codes.valid) test(`code ${code}`, () => assert.equal(parseUscc(code).code, code));
for (const code of codes.invalid) test(`no code ${code}`, () => assert.ok(parseUscc(code).problem));
for (const [typed, code] of Object.entries(codes.fold_to_valid)) test(`typed code ${typed}`, () => assert.equal(parseUscc(typed).code, code));
test("a wrong code says what is wrong", () => {
  assert.deepEqual(parseUscc("91350100M000100Y4A"), { problem: "check", args: ["A", "3"] });
  assert.deepEqual(parseUscc("91350100M000100O43"), { problem: "letter", args: ["O", 16] });
});

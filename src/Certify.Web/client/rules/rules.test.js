// The browser's rules are held to the same case files as the server's.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { parseDay, showDay } from "./days.js";
import { failed } from "./checklist.js";
import { judge } from "./doses.js";
import { parseResidentId } from "./residentId.js";
import { findVaccine } from "./vaccines.js";

const root = new URL("../../../../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");
const cases = (name) => JSON.parse(read(`tests/Certify.Tests/Vectors/${name}`));

const number = (text) => (text ? Number(text) : undefined);
const vaccines = read("src/Certify/Staff/vaccines.csv").trim().split(/\r?\n/).slice(1).map((line) => {
  const c = line.split(",");
  return { code: c[0], name: c[1], nameEn: c[2], short: c[3], initials: "", platform: c[4], doses: Number(c[5]), schedule: number(c[6]) ?? 0, counting: number(c[7]) ?? 0, advised2: number(c[8]), advised3: number(c[9]), extra: number(c[10]) };
});

for (const c of cases("day-cases.json"))
  test(`day ${JSON.stringify(c.text)}`, () => assert.equal(parseDay(c.text, c.today), c.day));

for (const c of cases("dose-cases.json"))
  test(`doses: ${c.name}`, () => {
    const course = judge(c.doses.map(([vaccine, on]) => ({ vaccine, on })), c.today, vaccines);
    assert.equal(course.state, c.state);
    assert.deepEqual(course.numbers, c.numbers);
    assert.equal(course.nextFrom, c.nextFrom);
    assert.deepEqual(course.findings.map((f) => `${f.index} ${f.code} ${f.args.join(",")}`.trimEnd()), c.findings);
  });

for (const c of cases("checklist-cases.json"))
  test(`checklist: ${c.name}`, () => assert.deepEqual(failed(c.items.map(([key, required]) => ({ key, required })), c.passed, c.letOff), c.failed));

const ids = cases("resident_id.json");
for (const id of ids.valid) test(`id ${id}`, () => assert.equal(parseResidentId(id, "2021-08-09").number, id));
for (const id of ids.invalid) test(`no id ${id}`, () => assert.ok(parseResidentId(id, "2021-08-09").code));
for (const [old, now] of Object.entries(ids.upgrade_15_to_18)) test(`old id ${old}`, () => assert.equal(parseResidentId(old, "2021-08-09").number, now));
test("wrong check digit says which was expected", () => assert.deepEqual(parseResidentId("110105194912310021", "2021-08-09"), { code: "id.check", args: ["X", "1"] }));

test("a vaccine is found by a part that only one has", () => {
  assert.equal(findVaccine("科兴", vaccines).code, "SINOVAC");
  assert.equal(findVaccine("智飞", vaccines).code, "ZF2001");
  assert.equal(findVaccine("生物", vaccines), null);
});

test("a day is shown as the language writes it", () => {
  assert.equal(showDay("2021-06-01", "2021-08-09", "zh-CN"), "6月1日");
  assert.equal(showDay("2020-12-31", "2021-08-09", "zh-CN"), "2020年12月31日");
  assert.equal(showDay("2021-06-01", "2021-08-09", "en"), "1 Jun");
});

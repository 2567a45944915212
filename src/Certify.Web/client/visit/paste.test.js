import assert from "node:assert/strict";
import test from "node:test";
import { readCells, readRows } from "./paste.js";

const vaccines = [{ code: "SINOVAC", short: "科兴中维", name: "", nameEn: "Sinovac", initials: "KXZW" }, { code: "BIBP", short: "北京生物", name: "", nameEn: "", initials: "BJSW" }];
const read = (text) => readRows(text, "2021-08-09", vaccines);

test("columns without a header are told by what they hold", () => {
  assert.deepEqual(read("1\t陈桂英\t11010519491231002X\t19000005423\t店长\t科兴中维\t5.6\t6.1\r\n2\t李文斌\t440524188001010014\t19000005424\t厨师\t北京生物\t5月20日\t\r\n"), [
    { Name: "陈桂英", IdNumber: "11010519491231002X", Phone: "19000005423", Position: "店长", Vaccine: "科兴中维", Dose1: "5.6", Dose2: "6.1" },
    { Name: "李文斌", IdNumber: "440524188001010014", Phone: "19000005424", Position: "厨师", Vaccine: "北京生物", Dose1: "5月20日", Dose2: "" },
  ]);
});

test("a header names the columns in any order, unknown ones are passed over", () => {
  assert.deepEqual(read("序号\t身份证号\t姓名\t备注\t第一剂\t第二剂\t疫苗\n7\t11010519491231002X\t陈桂英\tx\t5.6\t6.1\t科兴\n"), [
    { IdNumber: "11010519491231002X", Name: "陈桂英", Dose1: "5.6", Dose2: "6.1", Vaccine: "科兴" },
  ]);
});

test("quoted cells hold line ends and quotes", () => {
  assert.deepEqual(readCells('"a ""b""\nc"\td\n'), [['a "b" c', "d"]]);
  assert.deepEqual(readCells(""), []);
});

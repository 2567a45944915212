// Rows copied from Excel: any order of columns, with or without a header; a leading running number is passed over.
import { parseDay } from "../rules/days.js";
import { fold } from "../rules/residentId.js";
import { findVaccine } from "../rules/vaccines.js";

const heads = [
  ["Name", /^(姓名|名字|员工姓名|从业人员|name)$/i],
  ["IdNumber", /(证件号|身份证|id\s*number|^id$)/i],
  ["Phone", /(电话|手机|联系方式|phone|mobile)/i],
  ["Position", /(岗位|职务|工种|职位|position|job)/i],
  ["Vaccine", /^(疫苗|疫苗名称|疫苗种类|疫苗厂家|生产企业|vaccine|product)$/i],
  ["Dose1", /(第?[1一]\s*[剂针]|dose\s*1|first dose)/i],
  ["Dose2", /(第?[2二]\s*[剂针]|dose\s*2|second dose)/i],
  ["Dose3", /(第?[3三]\s*[剂针]|dose\s*3|third dose)/i],
  ["Reason", /(原因|reason)/i],
  ["Exemption", /(禁忌|exempt)/i],
];

/** Tab-separated cells; a cell in quotes may hold tabs and line ends. */
export function readCells(text) {
  const rows = [[]];
  const cell = /"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*)/y;
  let at = 0;
  while (at <= text.length) {
    cell.lastIndex = at;
    const m = cell.exec(text);
    rows[rows.length - 1].push((m[1] !== undefined ? m[1].replaceAll('""', '"') : m[2]).replace(/\s+/g, " ").trim());
    at = cell.lastIndex;
    if (text[at] === "\t") at++;
    else if (text[at] === "\r" || text[at] === "\n") { at += text.startsWith("\r\n", at) ? 2 : 1; rows.push([]); }
    else break;
  }
  return rows.filter((row) => row.some((c) => c));
}

/** Rows as { Name, IdNumber, … } for the table's fields. */
export function readRows(text, today, vaccines) {
  const cells = readCells(text);
  if (!cells.length) return [];
  const named = byHeader(cells[0]);
  const columns = named ?? byContent(cells, today, vaccines);
  return (named ? cells.slice(1) : cells).map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i] ?? ""]).filter(([name]) => name)));
}

function byHeader(row) {
  const columns = row.map((text) => heads.find(([, head]) => head.test(text.replace(/\s/g, "")) || head.test(text))?.[0] ?? null);
  return columns.filter(Boolean).length >= 2 ? columns : null;
}

/** Each column is what most of its cells look like; of the plain texts the first is the name, the second the position. */
function byContent(cells, today, vaccines) {
  const width = Math.max(...cells.map((row) => row.length));
  const columns = [];
  let dose = 1;
  for (let i = 0; i < width; i++) {
    const column = cells.map((row) => row[i] ?? "").filter(Boolean);
    const most = (test) => column.length > 0 && column.filter(test).length * 2 > column.length;
    if (most((c) => /^\d{17}[\dX]$|^\d{15}$/.test(fold(c)))) columns.push("IdNumber");
    else if (most((c) => /^1\d{10}$/.test(fold(c)))) columns.push("Phone");
    else if (most((c) => findVaccine(c, vaccines) && !/^\d/.test(c))) columns.push("Vaccine");
    else if (i === 0 && most((c) => /^\d{1,3}$/.test(c))) columns.push(null);
    else if (most((c) => parseDay(c, today) || /^[-–—]$/.test(c))) columns.push(dose <= 3 ? `Dose${dose++}` : null);
    else columns.push(!columns.includes("Name") ? "Name" : !columns.includes("Position") && column.length ? "Position" : null);
  }
  return columns;
}

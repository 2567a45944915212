// What the bench does in the page, beside the program's own modules for keeping and sealing.
const text = () => new URLSearchParams(new FormData(document.querySelector("#visit")));

/** Rows as somebody copies them out of a sheet. */
function paste(count) {
  const rows = Array.from({ length: count }, (_, i) => `王小${i}\t\t1900000${String(1000 + i)}\t服务员\t北京生物\t2021/5/6\t2021/6/1`);
  const data = new DataTransfer();
  data.setData("text/plain", ["姓名\t身份证号\t联系电话\t岗位\t疫苗\t第1剂\t第2剂", ...rows].join("\r\n"));
  document.querySelector("[name$='.Name']").focus();
  document.activeElement.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}

/** From a key going down to the frame after the one that shows it. */
function watchKeys() {
  window.keyTimes = [];
  addEventListener("keydown", () => {
    const from = performance.now();
    requestAnimationFrame(() => setTimeout(() => window.keyTimes.push(performance.now() - from)));
  }, true);
}

/** RFC 9562, version 7. */
function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  Date.now().toString(16).padStart(12, "0").match(/../g).forEach((pair, i) => (bytes[i] = parseInt(pair, 16)));
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return Array.from(bytes, (b) => b.toString(16).padStart(2, "0")).join("").replace(/(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** A visit to each of so many shops, one person each. */
async function queue(count) {
  const form = document.querySelector("#visit"), user = form.dataset.user, server = await read("keys", "server");
  const shops = (await (await fetch("/api/v1/field-pack")).blob().then((b) => new Response(b.stream().pipeThrough(new DecompressionStream("gzip"))).json())).shops;
  const rest = [...text().entries()].filter(([name]) => !/Rows|Token/.test(name));
  for (let i = 0; i < count; i++) {
    const id = uuid7(), shop = shops[shops.length - 1 - (i % shops.length)];
    const row = { Name: "王小明", IdType: "Passport", IdNumber: `G${10_000_000 + i}`, Phone: "19000005423", Position: "服务员", Vaccine: "北京生物", Dose1: "2021-05-06", Dose2: "2021-06-01", Proof: "HealthCode", Status: "Working" };
    const fields = new URLSearchParams([...rest, ...Object.entries(row).map(([name, value]) => [`Input.Rows[0].${name}`, value])]);
    fields.set("Input.Id", id);
    fields.set("Input.Notice", "Duty");
    fields.set("Input.FinishedAt", new Date().toISOString());
    const box = await sealToServer(server.key, fields.toString(), `visit:${id}:${shop.id}:${user}`);
    await write("outbox", { id: `visit:${id}`, visit: id, kind: "visit", shopId: shop.id, shopName: shop.name, user, box, savedAt: Date.now(), state: "waiting", tries: 0, nextAt: Date.now() + 3_600_000 });
  }
}

/** Seconds from "send now" until each has its receipt. */
async function drain(count) {
  const from = performance.now();
  document.querySelector("#send-now").click();
  for (;;) {
    const items = await readAll("outbox");
    const stuck = items.find((item) => item.state === "stuck");
    if (stuck) throw new Error(`${stuck.problem} ${stuck.faults}`);
    if (items.filter((item) => item.state === "sent").length === count) return (performance.now() - from) / 1000;
    await new Promise((next) => setTimeout(next, 200));
  }
}

// Checks a copy of the public log in a folder, written from the C2SP documents (signed-note, tlog-checkpoint, tlog-tiles, tlog-proof) and RFC 6962 alone:
//   node tlog.mjs FOLDER
// FOLDER holds vkey, checkpoint, tile/… as they are served, and *.tlog-proof. Prints what it found; ends with 1 and a sentence at the first thing that is wrong.
import { createHash, createPublicKey, verify } from "node:crypto";
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

const folder = process.argv[2];
const sha = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash("sha256")).digest();
const leafHash = (entry) => sha(Buffer.of(0), entry);
const nodeHash = (left, right) => sha(Buffer.of(1), left, right);
const fail = (sentence) => { console.error(sentence); process.exit(1); };

/** name+id+key: the id must be that of name and key. */
function readKey(line) {
  const [name, id, ...rest] = line.trimEnd().split("+");
  const raw = Buffer.from(rest.join("+"), "base64");
  if (raw[0] !== 1 || raw.length !== 33) fail("vkey: not an Ed25519 key");
  if (sha(`${name}\n`, raw).subarray(0, 4).toString("hex") !== id) fail("vkey: the id is not that of the key");
  const der = Buffer.concat([Buffer.from("302a300506032b6570032100", "hex"), raw.subarray(1)]);
  return { name, id, key: createPublicKey({ key: der, format: "der", type: "spki" }) };
}

/** Origin, size and root of a checkpoint that this key has signed. */
function readCheckpoint(note, trusted) {
  const gap = note.lastIndexOf("\n\n");
  const text = note.slice(0, gap + 1);
  const lines = note.slice(gap + 2).split("\n").filter((line) => line.startsWith(`— ${trusted.name} `));
  const signed = lines.some((line) => {
    const signature = Buffer.from(line.split(" ")[2], "base64");
    return signature.subarray(0, 4).toString("hex") === trusted.id && verify(null, Buffer.from(text, "utf8"), trusted.key, signature.subarray(4));
  });
  if (!signed) fail("checkpoint: not signed by the log");
  const [origin, size, root] = text.split("\n");
  if (origin !== trusted.name) fail("checkpoint: another origin");
  return { size: Number(size), root: Buffer.from(root, "base64") };
}

const place = (number) => {
  const digits = String(number).padStart(Math.ceil(String(number).length / 3) * 3, "0").match(/.{3}/g);
  return digits.map((three, i) => (i < digits.length - 1 ? "x" : "") + three).join("/");
};
const piece = (kind, number, width) => readFileSync(join(folder, "tile", String(kind), place(number) + (width < 256 ? `.p/${width}` : "")));

function readEntries(size) {
  const entries = [];
  for (let n = 0; n * 256 < size; n++) {
    const width = Math.min(256, size - n * 256);
    const bundle = piece("entries", n, width);
    let at = 0;
    for (let i = 0; i < width; i++) {
      const length = bundle.readUInt16BE(at);
      entries.push(bundle.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
    if (at !== bundle.length) fail(`entries ${n}: bytes are left over`);
  }
  return entries;
}

/** All hashes of each height, bottom up: an odd one at the end is carried up as it is. That is the tree of RFC 6962, made without recursion. */
function rows(leaves) {
  const all = [leaves];
  while (all.at(-1).length > 1) {
    const below = all.at(-1);
    const row = [];
    for (let i = 0; i < below.length; i += 2) row.push(i + 1 < below.length ? nodeHash(below[i], below[i + 1]) : below[i]);
    all.push(row);
  }
  return all;
}

function checkTiles(leaves, size) {
  let tiles = 0;
  let level = leaves;
  for (let l = 0; level.length > 0; l++) {
    const above = [];
    for (let n = 0; n * 256 < level.length; n++) {
      const hashes = level.slice(n * 256, n * 256 + 256);
      if (!piece(l, n, hashes.length).equals(Buffer.concat(hashes))) fail(`tile ${l}/${place(n)}: not the hashes of the entries`);
      tiles++;
      if (hashes.length === 256) above.push(rows(hashes).at(-1)[0]);
    }
    level = above;
  }
  return tiles;
}

/** Walks up with the index alone: whoever is an odd one at the end of a row has no sibling there. */
function checkProof(text, trusted) {
  const gap = text.indexOf("\n\n");
  const [magic, extra, index, ...hashes] = text.slice(0, gap).split("\n");
  if (magic !== "c2sp.org/tlog-proof@v1" || !extra.startsWith("extra ") || !index.startsWith("index ")) fail("proof: not a tlog-proof");
  const head = readCheckpoint(text.slice(gap + 2), trusted);
  const entry = Buffer.from(extra.slice(6), "base64");
  let at = Number(index.slice(6));
  let last = head.size - 1;
  let hash = leafHash(entry);
  const path = hashes.map((line) => Buffer.from(line, "base64"));
  for (; last > 0; at >>= 1, last >>= 1) {
    if (at % 2 === 1) hash = nodeHash(path.shift(), hash);
    else if (at < last) hash = nodeHash(hash, path.shift());
  }
  if (path.length > 0 || !hash.equals(head.root)) fail("proof: does not lead to the root");
  return JSON.parse(entry.toString("utf8"));
}

const trusted = readKey(readFileSync(join(folder, "vkey"), "utf8"));
const head = readCheckpoint(readFileSync(join(folder, "checkpoint"), "utf8"), trusted);
const entries = readEntries(head.size);
const leaves = entries.map(leafHash);
const root = leaves.length === 0 ? sha("") : rows(leaves).at(-1)[0];
if (!root.equals(head.root)) fail("checkpoint: its root is not that of the entries");
const tiles = checkTiles(leaves, head.size);
const types = {};
for (const entry of entries) {
  const { type } = JSON.parse(entry.toString("utf8"));
  types[type] = (types[type] ?? 0) + 1;
}
const proofs = readdirSync(folder).filter((name) => name.endsWith(".tlog-proof")).map((name) => checkProof(readFileSync(join(folder, name), "utf8"), trusted));
console.log(JSON.stringify({ size: head.size, tiles, types, proofs }));

// The browser's check against the same files as the server's reader: the published test badges, the odd tokens, an independent program's vectors.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import test from "node:test";
import { checkBadge, checkerFor, describe, extractToken, listPath, readStatusList, readToken } from "./index.js";

const root = new URL("../../../../", import.meta.url);
const read = (path) => JSON.parse(readFileSync(new URL(path, root), "utf8"));
const published = read("src/Certify.Web/Developers/test-badges.json");
const vectors = read("tests/Certify.Tests/Vectors/badge_token.json");
const now = new Date("2021-08-20T06:00:00Z");
const badge = (name) => published.badges.find((b) => b.name === name).text;
const lists = (checkedAt = now) => async (purpose, number) => published.lists[`${purpose}/${number}`] && { jwt: published.lists[`${purpose}/${number}`], checkedAt };
const check = (text, known = {}) => checkBadge(text, { keys: published.keys, list: lists(), now, ...known });

for (const b of published.badges)
  test(`test badge: ${b.name}`, async () => {
    const answer = await check(b.text);
    assert.deepEqual([answer.status, answer.reason], [b.offline, b.offlineReason]);
  });

for (const [i, odd] of read("tests/Certify.Tests/Vectors/odd_tokens.json").entries())
  test(`odd token ${i}`, async () => {
    const answer = await readToken(odd.text, published.keys);
    assert.deepEqual([answer.authenticity, answer.reason], [odd.authenticity, odd.reason]);
  });

const theirs = { keys: [{ ...vectors.jwk, coseKid: "a1fb6234d6524a85" }] };
const reasons = {
  "payload changed": "signature", "signature changed": "signature", "signed by another key under the same kid": "signature", "unknown kid": "unknownKey",
  "alg none": "algorithm", "trailing byte": "trailingBytes", "cut short": "cutShort", "not base32": "notBase32", empty: "empty",
};

test("the independent program's valid token gives its claims", async () => {
  const { authenticity, claims } = await readToken(`HTTPS://CERTIFY.EXAMPLE/V/${vectors.valid}`, theirs);
  assert.equal(authenticity, "authentic");
  assert.deepEqual({ iss: claims.issuer, exp: +claims.expiresAt / 1000, iat: +claims.issuedAt / 1000, cti_hex: claims.id, name: claims.shopName, address: claims.address, status_index: claims.statusIndex }, vectors.claims);
});

for (const [name, text] of Object.entries(vectors.invalid))
  test(`the independent program's ${name}`, async () => assert.equal((await readToken(text, theirs)).reason, reasons[name]));

for (const form of ["HTTPS://CERTIFY.EXAMPLE/V/{0}", "https://certify.example/v/{0}", "https://certify.example/V/{0}?lang=en#top", "/v/{0}/", "v/{0}", " {0}\r\n"])
  test(`the token in ${JSON.stringify(form)}`, () => assert.equal(extractToken(form.replace("{0}", vectors.valid.toLowerCase())), vectors.valid));

test("a state is shown for a day after it was confirmed, then unconfirmed as of that time; what is revoked stays so", async () => {
  const yesterday = new Date(now - 24 * 3600 * 1000 - 1);
  const old = { list: lists(yesterday), now: new Date(+now + 1) };
  assert.equal((await check(badge("valid"), { list: lists(new Date(now - 24 * 3600 * 1000)) })).status, "valid");
  const later = { list: lists(now), now: new Date(+now + 24 * 3600 * 1000 + 1) };
  for (const name of ["valid", "suspended"]) {
    const answer = await check(badge(name), later);
    assert.deepEqual([answer.status, answer.reason, answer.asOf], ["unconfirmed", "oldList", now]);
  }
  assert.equal((await check(badge("revoked"), later)).status, "noLongerInForce");
  assert.equal((await check(badge("expired"), old)).status, "expired");
});

test("without a list an authentic badge is unconfirmed as of its issue, and an expired one expired", async () => {
  const none = { list: async () => null };
  const answer = await check(badge("valid"), none);
  assert.deepEqual([answer.status, answer.reason, answer.asOf], ["unconfirmed", "noList", answer.badge.issuedAt]);
  assert.equal((await check(badge("expired"), none)).status, "expired");
});

test("a key that is compromised only from a later moment on counts until then", async () => {
  const keys = (since) => ({ keys: published.keys.keys.map((k) => ({ ...k, compromisedSince: since })) });
  const list = async (purpose, number) => ({ ...(await lists()(purpose, number)) });
  const at = (since) => checkBadge(badge("dated before its key was compromised"), { keys: { keys: [published.keys.keys[0], { ...published.keys.keys[1], compromisedSince: since }] }, list, now });
  assert.equal((await at("2021-08-20T05:59:59Z")).status, "unconfirmed");
  assert.equal((await at("2021-08-20T06:00:01Z")).status, "valid");
  assert.equal((await check(badge("valid"), { keys: keys("2021-08-09T01:00:00Z") })).status, "forged");
});

test("one second before its end a badge is valid, at its end it is expired", async () => {
  const { badge: { expiresAt } } = await check(badge("valid"));
  const at = (ms) => ({ now: new Date(+expiresAt + ms), list: lists(new Date(+expiresAt + ms)) });
  assert.equal((await check(badge("valid"), at(-1000))).status, "valid");
  assert.equal((await check(badge("valid"), at(0))).status, "expired");
});

const jwt = published.lists["revocation/0"];
const refused = {
  "a changed bit": [jwt.replace(/\.(.)/, (_, c) => "." + (c === "e" ? "f" : "e")), published.keys, "revocation", 0],
  "a changed signature": [jwt.slice(0, -8) + "AAAAAAAA", published.keys, "revocation", 0],
  "the list of another purpose": [jwt, published.keys, "suspension", 0],
  "the list of another number": [jwt, published.keys, "revocation", 1],
  "an unpublished key": [jwt, { keys: [] }, "revocation", 0],
  "a compromised key": [jwt, { keys: published.keys.keys.map((k) => ({ ...k, compromisedSince: "2030-01-01T00:00:00Z" })) }, "revocation", 0],
  "no JWT": ["x", published.keys, "revocation", 0],
};
for (const [name, args] of Object.entries(refused))
  test(`a list with ${name} is refused`, () => assert.rejects(readStatusList(...args)));

test("a list that can't be trusted leaves a badge unconfirmed, never valid", async () => {
  const list = async (purpose) => ({ jwt: published.lists[`${purpose}/0`].slice(0, -8) + "AAAAAAAA", checkedAt: now });
  assert.equal((await check(badge("valid"), { list })).status, "unconfirmed");
  assert.equal((await check(badge("revoked"), { list })).status, "unconfirmed");
});

test("a list that has ended confirms nothing", async () => {
  const after = new Date("2099-01-01T00:00:00Z");
  const keys = published.keys;
  const { validUntil } = await readStatusList(jwt, keys, "revocation", 0);
  assert.ok(after >= validUntil);
  const answer = await checkBadge(badge("suspended"), { keys, list: lists(after), now: after });
  assert.notEqual(answer.status, "valid");
});

test("a checker fetches keys and lists once, goes on with them where the network ends, and never tells which badge it checks", async () => {
  const asked = [];
  let online = true;
  const fetch = async (url) => {
    asked.push(url);
    if (!online) throw new TypeError("no network");
    const path = url.replace("https://test.invalid", "");
    const text = path.endsWith("jwks.json") ? JSON.stringify(published.keys) : published.lists[path.replace("/.well-known/badge-status/", "")];
    return new Response(text ?? "", { status: text ? 200 : 404 });
  };
  const checker = checkerFor("https://test.invalid", { fetch, refresh: 0 });
  assert.equal((await checker(badge("valid"))).status, "valid");
  assert.equal((await checker(badge("revoked"))).status, "noLongerInForce");
  online = false;
  assert.equal((await checker(badge("suspended"))).status, "suspended");
  assert.deepEqual([...new Set(asked)].sort(), ["/.well-known/badge-status/revocation/0", "/.well-known/badge-status/suspension/0", "/.well-known/jwks.json"].map((p) => "https://test.invalid" + p));
  await assert.rejects(checkerFor("https://test.invalid", { fetch })(badge("valid")), /keys/);
});

test("where something is kept a network that never answers is waited for four seconds, not for ever", async (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  let silent = false, asked = 0;
  const fetch = (url, { signal } = {}) => {
    const path = url.replace("https://test.invalid", "");
    if (!silent) return Promise.resolve(new Response(path.endsWith("jwks.json") ? JSON.stringify(published.keys) : published.lists[path.replace("/.well-known/badge-status/", "")]));
    asked++;
    return new Promise((_, fail) => signal?.addEventListener("abort", () => fail(signal.reason)));
  };
  const checker = checkerFor("https://test.invalid", { fetch, refresh: 0 });
  assert.equal((await checker(badge("valid"))).status, "valid");
  silent = true;
  const answer = checker(badge("suspended"));
  let answered = false;
  answer.then(() => (answered = true));
  // Until it answers; how many turns the cryptography takes is the machine's affair.
  for (const end = performance.now() + 60_000; !answered && performance.now() < end; ) {
    await new Promise(setImmediate);
    t.mock.timers.tick(4000);
  }
  assert.ok(answered && asked > 0, "still waiting");
  assert.equal((await answer).status, "suspended");
});

test("sentences are those of the issuer's pages", () => {
  const [zh, en] = ["zh-CN", "en"].map((language) => read(`src/Certify.Web/Text/${language}.json`));
  for (const status of ["valid", "suspended", "noLongerInForce", "expired", "forged", "unreadable", "unconfirmed"])
    for (const language of ["zh-CN", "en"]) assert.ok(describe(status, language).title && describe(status, language).next, `${status} ${language}`);
  assert.equal(describe("valid").title, zh["scan.valid"]);
  assert.equal(describe("forged", "en").next, en["scan.forged_next"]);
  assert.equal(describe("forged", "zh-CN", "compromisedKey").next, zh["scan.forged_key_next"]);
  assert.equal(describe("unconfirmed", "en", "compromisedKey").next, en["check.unconfirmed_next"]);
});

test("the list of an index", () => assert.equal(listPath("revocation", 131072 + 5), "/.well-known/badge-status/revocation/1"));

// Checks a badge without asking about it: node javascript.mjs https://certify.example 'HTTPS://CERTIFY.EXAMPLE/V/2KCE…'
// In a page one line is enough:  import { checkerFor, describe } from "https://certify.example/check/badge-check.js";
const [issuer, scanned] = process.argv.slice(2);
const source = await (await fetch(new URL("/check/badge-check.js", issuer))).text();
const { checkerFor, describe } = await import("data:text/javascript," + encodeURIComponent(source));

const check = checkerFor(issuer); // fetches keys and status lists, and goes on with them without a network
const answer = await check(scanned);
console.log(answer.status, answer.badge?.shopName ?? answer.reason);
console.log(describe(answer.status, "en").title);
if (answer.asOf) console.log("as of", answer.asOf.toISOString());

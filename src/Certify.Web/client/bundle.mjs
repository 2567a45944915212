// Bundles the browser code into wwwroot/dist: one script a page that needs one, one stylesheet a side of the house; the badge check, which others load too,
// and the service workers of /check and /desk.
import { build } from "esbuild";
import { copyFileSync, readdirSync, readFileSync } from "node:fs";

const entries = readdirSync("pages").filter((f) => /\.(js|css)$/.test(f)).map((f) => `pages/${f}`);
const common = { bundle: true, format: "esm", target: ["es2020", "safari14", "chrome80"], logLevel: "warning" };

/** Of the files of sentences, only what the badge check says. */
const sentences = {
  name: "sentences",
  setup: (made) => made.onLoad({ filter: /\/Text\/[\w-]+\.json$/ }, ({ path }) => ({
    contents: JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(readFileSync(path, "utf8"))).filter(([key]) => /^scan\.(valid|suspended|ended|expired|forged|unreadable|unconfirmed)(_next)?$|^scan\.forged_key_next$|^check\.unconfirmed_next$/.test(key)))),
    loader: "json",
  })),
};

await build({ ...common, entryPoints: entries, outdir: "../wwwroot/dist", minify: true, plugins: [sentences] });
// Readable: whoever uses it should see what it does.
await build({ ...common, entryPoints: { "badge-check": "check/index.js" }, outdir: "../wwwroot/dist", plugins: [sentences] });
await build({ ...common, entryPoints: { "check-worker": "worker/check.js", "desk-worker": "worker/desk.js" }, outdir: "../wwwroot/dist", format: "iife", minify: true });
copyFileSync("icons/desk.svg", "../wwwroot/dist/desk.svg");

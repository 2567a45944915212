// Bundles the browser code into wwwroot/dist: one script a page that needs one, one stylesheet a side of the house.
import { build } from "esbuild";
import { readdirSync } from "node:fs";

const entries = readdirSync("pages").filter((f) => /\.(js|css)$/.test(f)).map((f) => `pages/${f}`);

await build({
  entryPoints: entries,
  outdir: "../wwwroot/dist",
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2020", "safari14", "chrome80"],
  logLevel: "warning",
});

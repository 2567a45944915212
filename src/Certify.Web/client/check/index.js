// Badge check: reads and verifies a badge of fully vaccinated premises without asking about it. No dependencies; browsers and Node 20.
//
//   import { checkerFor, describe } from "https://HOST/check/badge-check.js";
//   const answer = await checkerFor("https://HOST")(scanned);
//   describe(answer.status, "en").title
export { checkBadge, FRESH_FOR } from "./answer.js";
export { checkerFor } from "./issuer.js";
export { readStatusList, listPath, LIST_ENTRIES } from "./status.js";
export { extractToken, readToken } from "./token.js";
export { describe } from "./words.js";

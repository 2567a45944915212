// The same sentences as on the issuer's own pages, from the same files.
import zh from "../../Text/zh-CN.json" with { type: "json" };
import en from "../../Text/en.json" with { type: "json" };

const KEYS = { valid: "valid", suspended: "suspended", noLongerInForce: "ended", expired: "expired", forged: "forged", unreadable: "unreadable", unconfirmed: "unconfirmed" };

/**
 * Title and advice of a status for a reader.
 * @param {string} status
 * @param {"zh-CN"|"en"} [language]
 * @param {string|null} [reason] the answer's; a badge whose key was revoked need not be a copy, and has advice of its own
 * @returns {{title: string, next: string}}
 */
export function describe(status, language = "zh-CN", reason = null) {
  const texts = language.startsWith("en") ? en : zh;
  const key = "scan." + KEYS[status];
  const own = status === "unconfirmed" ? "check.unconfirmed_next" : status === "forged" && reason === "compromisedKey" ? "scan.forged_key_next" : null;
  return { title: texts[key], next: texts[own ?? key + "_next"] };
}

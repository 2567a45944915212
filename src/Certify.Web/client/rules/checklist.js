/** What of a list still stands between a visit and a badge: required, not let off by the policy, not passed. Keys, as the list reads. */
export const failed = (items, passed, letOff) => items.filter((item) => item.required && !letOff.includes(item.key) && !passed.includes(item.key)).map((item) => item.key);

// What a laptop makes by itself: ids, and today.

/** RFC 9562, version 7: milliseconds, then chance. */
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let time = Date.now();
  for (let i = 5; i >= 0; i--, time = Math.floor(time / 256)) bytes[i] = time % 256;
  bytes[6] = 0x70 | (bytes[6] & 15);
  bytes[8] = 0x80 | (bytes[8] & 63);
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("").replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** "2021-08-09" by the laptop's clock and zone, some days on. */
export const localDay = (now, days = 0) => new Date(+now - now.getTimezoneOffset() * 60_000 + days * 86_400_000).toISOString().slice(0, 10);

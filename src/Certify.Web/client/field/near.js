// Where the laptop is, if it knows: for the order of the round. The position stays in this page; nobody is told.
const EARTH = 6_371_000, MINUTE = 60_000;

/** Metres between two places, each [latitude, longitude] in degrees of WGS-84, on a sphere (haversine formula). */
export function metres([fromLatitude, fromLongitude], [toLatitude, toLongitude]) {
  const radians = (degrees) => (degrees * Math.PI) / 180;
  const half = (degrees) => Math.sin(radians(degrees) / 2) ** 2;
  const a = half(toLatitude - fromLatitude) + Math.cos(radians(fromLatitude)) * Math.cos(radians(toLatitude)) * half(toLongitude - fromLongitude);
  return 2 * EARTH * Math.asin(Math.sqrt(a));
}

/** What is urgent stays first: within each reason to go there the nearest leads. Shops whose place nobody knows follow in the order that they had. */
export function nearestFirst(shops, here) {
  const away = new Map(shops.map((shop) => [shop, shop.at ? metres(here, shop.at) : Infinity]));
  const rank = (shop) => shop.rank ?? Infinity;
  return [...shops].sort((a, b) => compare(rank(a), rank(b)) || compare(away.get(a), away.get(b)));
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** [latitude, longitude]. Rejects where the browser has none, or may not say. */
export const locate = () => new Promise((resolve, reject) =>
  navigator.geolocation.getCurrentPosition(({ coords }) => resolve([coords.latitude, coords.longitude]), reject, { enableHighAccuracy: true, maximumAge: MINUTE, timeout: 10_000 }));

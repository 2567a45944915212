// Pages that open without a network, for both service workers. Parts first, then the page: a kept page always finds what it names.

/** Keeps a page and all that it loads from /dist/; what fails to load leaves the page that was kept before. */
export async function keep(cacheName, address, response) {
  if (!response.ok || response.redirected || response.type !== "basic") return;
  const cache = await caches.open(cacheName);
  const html = await response.clone().text();
  for (const [, part] of html.matchAll(/(?:href|src)="(\/dist\/[^"]+)"/g)) {
    const name = part.replace(/&amp;/g, "&");
    if (await cache.match(name)) continue;
    const found = await fetch(name);
    if (!found.ok) return;
    await cache.put(name, found);
  }
  await cache.put(address, response);
}

/** An address with a version names one content for ever. */
export async function openPart(cacheName, request) {
  return (await (await caches.open(cacheName)).match(request.url)) ?? fetch(request);
}

// Progress that renews itself while somebody looks; without it the page is the same, and one reloads it.
const live = document.getElementById("live");

async function renew() {
  if (document.hidden || live.contains(document.activeElement)) return;
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const fresh = answer.ok && !answer.redirected && new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("live");
    if (fresh) live.replaceChildren(...fresh.childNodes);
  } catch {
    // No network: what stands here says of what moment it is.
  }
}

if (live) {
  document.getElementById("renews").hidden = false;
  setInterval(renew, Number(live.dataset.every) * 1000);
}

// Follows an import without reloading: the progress card is fetched each second; once there is none, the page shows what came of it.
const card = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = page.querySelector("[data-progress]");
    if (!next) return location.reload();
    card.replaceChildren(...next.childNodes);
  } catch {
    // The network is away: the work goes on without us; look again later.
  }
  setTimeout(look, 1000);
}

if (card) setTimeout(look, 1000);

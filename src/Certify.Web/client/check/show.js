// Puts an answer into the page, out of the templates that the server wrote in the reader's language.
const HOLE = /\[\[(\w+)\]\]/g;

/** @param {object} page language and time zone of the page */
export function show(answer, page, place) {
  const badge = answer.badge;
  const values = badge ? {
    shopName: badge.shopName, address: badge.address,
    issuedOn: day(badge.issuedAt, page), validUntil: day(new Date(badge.expiresAt - 1000), page),
    asOf: answer.asOf ? moment(answer.asOf, page) : "",
  } : {};
  const template = document.getElementById(`answer-${answer.status}-${answer.reason}`) ?? document.getElementById(`answer-${answer.status}`);
  const shown = template.content.cloneNode(true);
  fill(shown, values);
  for (const part of shown.querySelectorAll("[data-if]")) part.hidden = !({ asOf: answer.asOf && badge, online: navigator.onLine && badge })[part.dataset.if];
  const record = shown.querySelector("a[data-record]");
  if (record) record.href = "/V/" + answer.token + page.keep;
  place.replaceChildren(shown);
  place.hidden = false;
}

/** 14:05 of today, or with its day. */
export function moment(date, page) {
  const time = new Intl.DateTimeFormat("en-GB", { timeZone: page.zone, hour: "2-digit", minute: "2-digit" }).format(date);
  return day(date, page) === day(new Date(), page) ? time : `${day(date, page)} ${time}`;
}

/** As the server writes days: 2021年8月9日, 9 August 2021. */
function day(date, page) {
  return page.language === "en"
    ? new Intl.DateTimeFormat("en-GB", { timeZone: page.zone, day: "numeric", month: "long", year: "numeric" }).format(date)
    : new Intl.DateTimeFormat("zh-CN", { timeZone: page.zone, day: "numeric", month: "long", year: "numeric" }).format(date);
}

function fill(node, values) {
  const texts = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replace(HOLE, (_, name) => values[name] ?? "");
}

// The server's sentences and data, as they stand in the page.
import { showDay } from "../rules/days.js";

export const data = JSON.parse(document.getElementById("visit-data").textContent);

/** A sentence of the text files; days are written as the language does, measures and vaccines by their names. */
export function say(key, ...args) {
  return (data.words[key] ?? key).replace(/\{(\d+)\}/g, (_, i) => show(args[+i]));
}

const show = (value) => (/^\d{4}-\d\d-\d\d$/.test(value) ? showDay(value, data.today, data.language) : (value ?? ""));

// The measures on the page. Without a network they come from the field pack, and a draft brings the list that it was made with.
import { failed } from "../rules/checklist.js";
import { data, say } from "./words.js";

const boxes = () => [...document.querySelectorAll("[data-measure]")];
const textOf = (box) => box.parentElement.querySelector(".text").textContent;

export const passAll = () => boxes().forEach((box) => (box.checked = true));

/** Texts of the measures that a badge still needs. */
export function failedTexts() {
  const all = boxes();
  const keys = failed(all.map((box) => ({ key: box.dataset.measure, required: "required" in box.dataset })), all.filter((box) => box.checked).map((box) => box.dataset.measure), data.terms.letOff);
  return all.filter((box) => keys.includes(box.dataset.measure)).map(textOf);
}

/** The list as it stands on the page, to be kept with a draft. */
export const listOf = (form) => ({
  number: form.elements["Input.ChecklistVersion"].value,
  name: document.getElementById("list-name").textContent,
  items: boxes().map((box) => ({ key: box.dataset.measure, text: textOf(box), required: "required" in box.dataset })),
});

export function showList(form, list) {
  form.elements["Input.ChecklistVersion"].value = list.number;
  document.getElementById("list-name").textContent = list.name;
  document.getElementById("measures").replaceChildren(...list.items.map(({ key, text, required }) => {
    const box = Object.assign(document.createElement("input"), { type: "checkbox", name: `Input.Passed[${key}]`, value: "true" });
    box.dataset.measure = key;
    if (required) box.dataset.required = "1";
    const note = span(required ? "due" : "sub advice", required ? say("visits.due", data.due) : say("visits.advice"));
    const words = document.createElement("span");
    words.append(span("text", text), " ", note);
    const label = Object.assign(document.createElement("label"), { className: "choice measure" });
    label.append(box, words);
    return label;
  }));
}

const span = (className, textContent) => Object.assign(document.createElement("span"), { className, textContent });

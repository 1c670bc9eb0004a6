// Writing a question: texts are shown as students will see them, and rows come and go without a new page.
// Every button works without this file, too.

import { watchFormulas } from "./formulas.js";

const PAUSE_MS = 400;

const form = document.querySelector("[data-authoring]");

/** @param {FormData} data @returns {Promise<string>} */
async function send(data) {
  const answer = await fetch(location.href, { method: "POST", body: data, headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  return answer.text();
}

/** What stands on the page, without the files: they are sent when a button is pressed. @returns {FormData} */
function textsOnly() {
  const data = new FormData(form);
  for (const field of form.querySelectorAll("input[type=file]")) data.delete(field.name);
  return data;
}

/** @type {Map<string, number>} */
const waiting = new Map();
/** @type {Map<string, number>} */
const newest = new Map();

/** @param {HTMLTextAreaElement} field */
async function render(field) {
  const place = form.querySelector(`[data-rendered="${CSS.escape(field.name)}"]`);
  if (!place) return;
  const turn = (newest.get(field.name) ?? 0) + 1;
  newest.set(field.name, turn);
  if (!field.value.trim()) {
    place.replaceChildren();
    return;
  }
  const data = textsOnly();
  data.set("act", `render:${field.name}`);
  try {
    const html = await send(data);
    if (newest.get(field.name) !== turn) return;
    place.innerHTML = html.trim();
    watchFormulas(place);
  } catch {
    // The server cannot be asked now: what was shown before stays.
  }
}

/** @param {HTMLTextAreaElement} field */
function renderSoon(field) {
  clearTimeout(waiting.get(field.name));
  waiting.set(field.name, setTimeout(() => render(field), PAUSE_MS));
}

/** Swaps the form for the one that the server answers, and keeps the keyboard where it was.
 * @param {HTMLButtonElement} button */
async function press(button) {
  const data = new FormData(form);
  data.set("act", button.value);
  const anchor = button.getAttribute("formaction")?.slice(1) ?? "";
  form.setAttribute("aria-busy", "true");
  try {
    const page = new DOMParser().parseFromString(await send(data), "text/html");
    const next = page.querySelector("[data-authoring]");
    if (!next) throw new Error("no form");
    const open = [...form.querySelectorAll("details[open][id]")].map((part) => part.id);
    form.replaceChildren(...next.childNodes);
    for (const id of open) document.getElementById(id)?.setAttribute("open", "");
    prepare();
    focusOn(button.value, anchor);
  } catch {
    form.removeAttribute("aria-busy");
    form.removeEventListener("submit", onSubmit);
    form.requestSubmit(button);
    return;
  }
  form.removeAttribute("aria-busy");
}

/** @param {string} act @param {string} anchor */
function focusOn(act, anchor) {
  const place = document.getElementById(anchor) ?? form;
  const rows = place.querySelectorAll(":scope > .authoring-row, :scope > .authoring-blank");
  const isNewRow = act.startsWith("add:") && rows.length > 0;
  const within = isNewRow ? rows[rows.length - 1] : place;
  const wanted = act === "refresh" ? "[name$='-kind']" : "input:not([type=hidden]), select, textarea";
  const target = within.querySelector(wanted) ?? within.querySelector("button");
  if (target instanceof HTMLElement) target.focus({ preventScroll: true });
  within.scrollIntoView({ block: "nearest" });
}

/** @param {SubmitEvent} event */
function onSubmit(event) {
  const button = event.submitter;
  if (!(button instanceof HTMLButtonElement) || button.name !== "act") return;
  event.preventDefault();
  press(button);
}

/** What has just come onto the page: formulas in reach of the keyboard, previews as high as what they show. */
function prepare() {
  watchFormulas(form);
  for (const frame of form.querySelectorAll("iframe")) {
    frame.addEventListener("load", () => {
      const height = frame.contentDocument?.documentElement.scrollHeight;
      if (height) frame.style.height = `${height + 4}px`;
    });
  }
}

if (form instanceof HTMLFormElement) {
  form.dataset.ready = "yes";
  prepare();
  form.addEventListener("submit", onSubmit);
  form.addEventListener("input", (event) => {
    if (event.target instanceof HTMLTextAreaElement) renderSoon(event.target);
  });
  form.addEventListener("change", (event) => {
    const chosen = event.target;
    if (!(chosen instanceof HTMLSelectElement) || !chosen.name.endsWith("-kind")) return;
    chosen.closest("fieldset")?.querySelector("[data-after-kind]")?.click();
  });
}

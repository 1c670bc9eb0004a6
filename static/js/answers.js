// Reading answers from the page and writing them back. The shape is what the server stores: {v: 1, parts: {...}}.

/**
 * @typedef {{text: string, notation: "plain", locale: string} | {choice: string[]} | {match: Record<string, string>} | {blanks: Record<string, string>, notation: "plain", locale: string}} PartAnswer
 * @typedef {{v: 1, parts: Record<string, PartAnswer>}} Answer
 */

/**
 * The fields of a question, grouped by part.
 * @param {HTMLElement} section
 * @returns {Map<string, (HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement)[]>}
 */
export function fieldsByPart(section) {
  const parts = new Map();
  for (const field of section.querySelectorAll("input[data-part], textarea[data-part], select[data-part]")) {
    const part = field.getAttribute("data-part");
    parts.set(part, [...(parts.get(part) ?? []), field]);
  }
  return parts;
}

/** @param {HTMLElement} field */
const isChoice = (field) => field.type === "radio" || field.type === "checkbox";

/** @param {HTMLElement} field */
const isStem = (field) => field.dataset.stem !== undefined;

/** @param {HTMLElement} field */
const isBlank = (field) => field.dataset.blank !== undefined;

/**
 * What stands in the blanks of a text; an empty one is left out.
 * @param {HTMLInputElement[]} fields
 * @param {"value" | "defaultValue"} text
 * @returns {Record<string, string>}
 */
function blanksOf(fields, text) {
  return Object.fromEntries(fields.filter((field) => field[text]).map((field) => [field.dataset.blank, field[text]]));
}

/**
 * The options given to the stems of a matching part; a stem without one is left out.
 * @param {HTMLSelectElement[]} fields
 * @param {"selected" | "defaultSelected"} chosen
 * @returns {Record<string, string>}
 */
function pairsOf(fields, chosen) {
  const pairs = fields.map((field) => [field.dataset.stem, [...field.options].find((option) => option[chosen])?.value]);
  return Object.fromEntries(pairs.filter(([, option]) => option));
}

/**
 * @param {HTMLElement} section
 * @param {string} locale
 * @param {"value" | "defaultValue"} text
 * @param {"checked" | "defaultChecked"} chosen
 * @returns {Answer}
 */
function collect(section, locale, text, chosen) {
  /** @type {Record<string, PartAnswer>} */
  const parts = {};
  for (const [part, fields] of fieldsByPart(section)) {
    if (isStem(fields[0])) parts[part] = { match: pairsOf(fields, chosen === "checked" ? "selected" : "defaultSelected") };
    else if (isBlank(fields[0])) parts[part] = { blanks: blanksOf(fields, text), notation: "plain", locale };
    else if (isChoice(fields[0])) parts[part] = { choice: fields.filter((field) => field[chosen]).map((field) => field.value) };
    else parts[part] = { text: fields[0][text], notation: "plain", locale };
  }
  return { v: 1, parts };
}

/**
 * What the student has given for one question, every part included, empty ones too.
 * @param {HTMLElement} section
 * @param {string} locale
 * @returns {Answer}
 */
export const readAnswer = (section, locale) => collect(section, locale, "value", "checked");

/**
 * What the server wrote into the page. Not always what stands there: people type before this script has loaded.
 * @param {HTMLElement} section
 * @param {string} locale
 * @returns {Answer}
 */
export const readServedAnswer = (section, locale) => collect(section, locale, "defaultValue", "defaultChecked");

/**
 * Put a stored answer into the fields; parts it does not name become empty.
 * @param {HTMLElement} section
 * @param {Answer | null} answer
 */
export function writeAnswer(section, answer) {
  for (const [part, fields] of fieldsByPart(section)) {
    const given = answer?.parts?.[part] ?? {};
    for (const field of fields) {
      if (isStem(field)) field.value = given.match?.[field.dataset.stem] ?? "";
      else if (isBlank(field)) field.value = given.blanks?.[field.dataset.blank] ?? "";
      else if (isChoice(field)) field.checked = (given.choice ?? []).includes(field.value);
      else field.value = given.text ?? "";
    }
    // Each blank is read by itself; of other fields the first speaks for all.
    const speaking = isBlank(fields[0]) ? fields : [fields[0]];
    for (const field of speaking) field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/** @param {PartAnswer} value @returns {string | string[]} */
function comparable(value) {
  if ("choice" in value) return [...value.choice].sort();
  if ("match" in value) return Object.entries(value.match).map(([stem, option]) => `${stem}=${option}`).sort();
  if ("blanks" in value) return Object.entries(value.blanks).map(([blank, text]) => `${blank}=${text}`).sort();
  return value.text ?? "";
}

/**
 * One line that tells two answers apart: the same line, the same answer.
 * @param {Answer | null | undefined} answer
 * @returns {string}
 */
export function fingerprint(answer) {
  const given = Object.entries(answer?.parts ?? {})
    .map(([part, value]) => [part, comparable(value)])
    .filter(([, value]) => value.length > 0);
  return JSON.stringify(given.sort(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * Whether any part of the question has something in it.
 * @param {HTMLElement} section
 * @returns {boolean}
 */
export function isAnswered(section) {
  return fingerprint(readAnswer(section, "")) !== "[]";
}

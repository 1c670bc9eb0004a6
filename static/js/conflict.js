// An answer that was changed on another device: both stand below the question, and the student chooses.

import { fieldsByPart, readAnswer } from "./answers.js";

/** @param {import("./desk.js").Desk} desk */
export function showConflicts(desk) {
  /** @type {WeakMap<Element, import("./saving.js").QuestionSaver>} */
  const savers = new WeakMap();
  desk.hear("state", (saver) => {
    savers.set(saver.section, saver);
    const shown = saver.section.querySelector("[data-conflict]");
    if (saver.state !== "conflict") takeAway(shown, saver.section);
    else if (shown) fill(shown, saver);
    else saver.section.append(fill(makeCard(desk.form, saver.position), saver));
  });
  // Who types on sees what "keep what is here" would keep.
  desk.form.addEventListener("input", ({ target }) => {
    const section = target instanceof Element ? target.closest("[data-question]") : null;
    const shown = section?.querySelector("[data-conflict]");
    if (shown) fill(shown, savers.get(section));
  });
  desk.form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-choose]") : null;
    const section = button?.closest("[data-question]");
    if (section) savers.get(section)?.choose(button.dataset.choose);
  });
}

/** @param {HTMLFormElement} form @param {number} position */
function makeCard(form, position) {
  const card = form.querySelector('template[data-template="conflict"]').content.cloneNode(true).firstElementChild;
  const title = card.querySelector("[data-title]");
  title.id = `conflict-${position}`;
  card.setAttribute("aria-labelledby", title.id);
  return card;
}

/** @param {Element} card @param {import("./saving.js").QuestionSaver} saver */
function fill(card, saver) {
  card.querySelector("[data-mine]").replaceChildren(...describe(saver.section, readAnswer(saver.section, "")));
  card.querySelector("[data-theirs]").replaceChildren(...describe(saver.section, saver.theirs));
  return card;
}

/** The focus leaves for the heading first: else it is lost, and its leaving asks for all this again. */
function takeAway(card, section) {
  if (card?.contains(document.activeElement)) section.querySelector("h2, h1")?.focus({ preventScroll: true });
  card?.remove();
}

/**
 * An answer as a student reads it: what was typed as it was typed, options as they stand in the question.
 * @param {HTMLElement} section @param {import("./answers.js").Answer | null} answer
 * @returns {HTMLElement[]}
 */
function describe(section, answer) {
  const fields = fieldsByPart(section);
  const lines = Object.entries(answer?.parts ?? {}).flatMap(([part, value]) => {
    const of = (name, id) => (fields.get(part) ?? []).find((field) => (name ? field.dataset[name] : field.value) === id);
    if ("choice" in value) return value.choice.map((option) => line(...copyOf(of("", option)?.closest("label"), option)));
    if ("match" in value) return Object.entries(value.match).map(([stem, option]) => describePair(of("stem", stem), option));
    if ("blanks" in value) return Object.entries(value.blanks).map(([blank, text]) => line(...copyOf(of("blank", blank)?.labels[0], blank), ` ${text}`));
    return value.text ? [line(value.text)] : [];
  });
  return lines.length > 0 ? lines : [line("–")];
}

/** @param {HTMLSelectElement | undefined} field @param {string} option */
function describePair(field, option) {
  const words = [...(field?.options ?? [])].find((candidate) => candidate.value === option)?.textContent ?? option;
  return line(...copyOf(field?.labels[0], ""), ` – ${words.trim()}`);
}

/** @param {...(Node | string)} contents */
function line(...contents) {
  const element = document.createElement("p");
  element.append(...contents);
  return element;
}

/** What stands in a label, formulas too, without its field. @param {Element | null | undefined} label @param {string} otherwise */
function copyOf(label, otherwise) {
  const copies = [...(label?.children ?? [])].filter((child) => !child.matches("input")).map((child) => child.cloneNode(true));
  return copies.length > 0 ? copies : [label?.textContent?.trim() || otherwise];
}

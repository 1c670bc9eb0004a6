// The exam page: ties questions, map, bar and what happens meanwhile together. Without this file the form posts one
// question a page.

import { Desk } from "./desk.js";
import { QuestionMap } from "./map.js";
import { keepWhatIsTyped } from "./keeping.js";
import "./ordering.js";
import { Outbox } from "./outbox.js";
import { QuestionSaver } from "./saving.js";
import { superviseExam } from "./supervision.js";
import { Tab } from "./tabs.js";
import { showIf } from "./unsent-file.js";

const TYPING_PAUSE_MS = 600;
const ONLINE_SPREAD_MS = 1000;
const MOST_FLUSH_ROUNDS = 50;
const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const WAITING_STATES = new Set(["kept", "paused", "signin"]); // they look like "waiting"
const SPOKEN_STATES = new Set(["conflict", "closed", "refused"]);

/** @typedef {Map<Element, QuestionSaver>} Savers */

/** @param {HTMLFormElement} form */
function setUpExam(form) {
  const attempt = form.dataset.attempt ?? "";
  const keeping = form.querySelector("[data-outbox]");
  const outbox = new Outbox(keeping?.dataset.user ?? "", attempt);
  const tab = new Tab(attempt);
  const desk = new Desk(form, tab.device);
  const map = new QuestionMap(form);
  /** @type {Savers} */
  const savers = new Map();
  desk.countUnsent = () => [...savers.values()].filter((saver) => saver.isWaiting).length;
  desk.hear("state", (saver) => {
    showState(form, saver, keeping?.dataset ?? {});
    if (saver.state === "saved") showStuck(keeping, undefined, form);
    map.mark(saver.position, { answered: saver.isAnswered, writing: saver.isUnsent });
  });
  desk.hear("withdrawn", (position) => map.mark(position, { withdrawn: true }));
  for (const section of form.querySelectorAll("[data-question]")) {
    savers.set(section, new QuestionSaver(section, desk, outbox));
  }

  listenToAnswers(form, savers);
  listenToButtons(form, map, savers, keeping);
  listenToLeaving(form, savers, outbox);
  listenToDesk(desk, savers);
  superviseExam(desk);
  if (keeping instanceof HTMLElement) keepWhatIsTyped(keeping, desk, tab, outbox, [...savers.values()]);
}

/** @param {Desk} desk @param {Savers} savers */
function listenToDesk(desk, savers) {
  const all = (act) => () => savers.forEach(act);
  const goOn = all((saver) => saver.goOn());
  for (const event of ["signedin", "resumed", "active"]) desk.hear(event, goOn);
  for (const event of ["paused", "over"]) desk.hear(event, all((saver) => saver.send()));
  desk.hear("reply", ({ isOld, state, paused, server_time: now, deadline_at: deadline }) => {
    const hasTime = !isOld && state === "in_progress" && !paused && Date.parse(deadline) > Date.parse(now);
    if (hasTime) savers.forEach((saver) => saver.reopen());
  });
  // A class whose network comes back does not come back in one moment.
  const retry = all((saver) => saver.state !== "paused" && saver.goOn());
  window.addEventListener("online", () => setTimeout(retry, Math.random() * ONLINE_SPREAD_MS));
}

/** @param {Element} target @param {Savers} savers */
const saverOf = (target, savers) => savers.get(target.closest("[data-question]"));

/** @param {HTMLFormElement} form @param {Savers} savers */
function listenToAnswers(form, savers) {
  form.addEventListener("input", (event) => saverOf(event.target, savers)?.change(TYPING_PAUSE_MS));
  form.addEventListener("change", (event) => saverOf(event.target, savers)?.change(0));
  form.addEventListener("focusout", (event) => {
    const saver = saverOf(event.target, savers);
    if (saver?.state === "typing") saver.send();
  });
  form.addEventListener("keydown", (event) => {
    const isAnswer = event.target instanceof HTMLInputElement && event.target.hasAttribute("data-part");
    if (event.key === "Enter" && isAnswer) event.preventDefault();
  });
  for (const button of form.querySelectorAll("[data-clear]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const section = button.closest("[data-question]");
      const part = CSS.escape(button.dataset.clear);
      for (const field of section.querySelectorAll(`input[data-part="${part}"]`)) field.checked = false;
      savers.get(section)?.change(0);
    });
  }
}

/** @param {HTMLFormElement} form @param {QuestionMap} map @param {Savers} savers @param {HTMLElement | null} keeping */
function listenToButtons(form, map, savers, keeping) {
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-go], [data-flag], [data-finish]");
    if (!button) return;
    const { go, finish } = button.dataset;
    if (button.hasAttribute("data-flag")) return map.toggleFlag();
    if (go && !map.has(go)) return;
    event.preventDefault();
    if (go) return map.go(go);
    const stuck = await flush([...savers.values()]);
    showStuck(keeping, stuck, form);
    if (stuck) return map.go(String(stuck.position));
    return window.location.assign(finish || button.href);
  });
  document.addEventListener("keydown", (event) => {
    const movesByWord = IS_APPLE && event.target instanceof HTMLInputElement;
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || movesByWord) return;
    const go = { ArrowLeft: "previous", ArrowRight: "next" }[event.key];
    if (!go) return;
    event.preventDefault();
    if (map.has(go)) map.go(go);
  });
}

/**
 * Send everything, and wait for the replies while they come.
 * @param {QuestionSaver[]} savers
 * @returns {Promise<QuestionSaver | undefined>} the first that could not be sent; one that was refused only once
 */
async function flush(savers) {
  for (let round = 0; round < MOST_FLUSH_ROUNDS; round += 1) {
    // One that failed before is tried once more: the network may just be back.
    for (const saver of savers) if (round === 0 || saver.failures === 0) saver.send();
    const refused = savers.find((saver) => saver.state === "refused" && !saver.isToldRefused);
    if (refused) refused.isToldRefused = true;
    const stuck = savers.find((saver) => isOpen(saver) && isStuck(saver));
    if (refused || stuck || !savers.some(isOpen)) return refused ?? stuck;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return savers.find(isOpen);
}

/** @param {QuestionSaver} saver */
const isStuck = (saver) => (saver.failures > 0 && !saver.inFlight) || saver.isStopped || saver.state === "paused";

/** @param {QuestionSaver} saver */
const isOpen = (saver) => saver.isWaiting && saver.state !== "refused";

/** Says why handing in has to wait, there where the student is taken. */
function showStuck(keeping, stuck, form) {
  const place = keeping?.querySelector("[data-stuck]");
  if (!place) return;
  showIf(place, stuck !== undefined);
  place.textContent = stuck ? `${keeping.dataset.textStuck} ${stateWords(form, stuck, keeping.dataset)}` : "";
}

/** @param {HTMLFormElement} form @param {Savers} savers @param {Outbox} outbox */
function listenToLeaving(form, savers, outbox) {
  const sendAll = () => savers.forEach((saver) => saver.leave());
  window.addEventListener("pagehide", sendAll);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendAll();
  });
  let isPosting = false;
  form.addEventListener("submit", () => (isPosting = true));
  window.addEventListener("beforeunload", (event) => {
    if (!isPosting && !outbox.survives && [...savers.values()].some(isOpen)) event.preventDefault();
  });
}

/** @param {HTMLFormElement} form @param {QuestionSaver} saver @param {DOMStringMap} more */
function showState(form, saver, more) {
  const element = saver.section.querySelector("[data-state]");
  if (!element) return;
  const words = stateWords(form, saver, more);
  element.setAttribute("data-state", WAITING_STATES.has(saver.state) ? "waiting" : saver.state);
  if (element.textContent !== words) element.textContent = words;
  const voice = form.querySelector("[data-announce]");
  if (voice && SPOKEN_STATES.has(saver.state) && voice.textContent !== words) voice.textContent = words;
}

/** @param {HTMLFormElement} form @param {QuestionSaver} saver @param {DOMStringMap} more */
function stateWords(form, saver, more) {
  const name = `text${saver.state[0].toUpperCase()}${saver.state.slice(1)}`;
  const words = form.dataset[name] ?? more[name] ?? "";
  if (saver.state === "saved") return words.replace("{time}", clockTime(saver.savedAt, form.dataset.timeZone));
  if (saver.state === "refused" || saver.state === "closed") return saver.message || words;
  return words;
}

/** 10:42:07 in the time zone of the page, as the server writes it. @param {string} iso @param {string} [timeZone] */
function clockTime(iso, timeZone) {
  const at = new Date(iso);
  if (Number.isNaN(at.getTime())) return "";
  const parts = { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23", timeZone };
  return new Intl.DateTimeFormat("en-GB", parts).format(at);
}

for (const form of document.querySelectorAll("form[data-exam]")) setUpExam(form);

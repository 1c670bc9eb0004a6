// The exam page: ties questions, map, bar and clock together. Without this file the form posts one question a page.

import { Clock } from "./clock.js";
import "./ordering.js";
import { deviceName } from "./device.js";
import { QuestionMap } from "./map.js";
import { QuestionSaver } from "./saving.js";

const TYPING_PAUSE_MS = 600;
const MOST_FLUSH_ROUNDS = 50;
const IS_APPLE = /Mac|iPhone|iPad/.test(navigator.platform);
const SPOKEN_STATES = new Set(["waiting", "conflict", "closed", "refused", "signin"]);

/** @param {HTMLFormElement} form */
function setUpExam(form) {
  const clockElement = form.querySelector("[data-clock]");
  const clock = clockElement instanceof HTMLElement ? new Clock(clockElement) : null;
  const map = new QuestionMap(form);
  /** @type {import("./saving.js").Desk} */
  const desk = {
    form,
    device: deviceName(form.dataset.deviceKey || "mathtest:device"),
    onReply: (reply) => clock?.correct(reply.server_time, reply.deadline_at),
    onState: (saver) => {
      showState(form, saver);
      map.mark(saver.position, { answered: saver.isAnswered, writing: saver.isUnsent });
    },
  };
  const savers = new Map();
  for (const section of form.querySelectorAll("[data-question]")) {
    savers.set(section, new QuestionSaver(section, desk));
  }

  listenToAnswers(form, savers);
  listenToButtons(form, map, savers);
  listenToLeaving(form, savers);
  for (const saver of savers.values()) if (saver.isUnsent) saver.change(0);
}

/** @param {Element} target @param {Map<Element, QuestionSaver>} savers */
const saverOf = (target, savers) => savers.get(target.closest("[data-question]"));

/** @param {HTMLFormElement} form @param {Map<Element, QuestionSaver>} savers */
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

/** @param {HTMLFormElement} form @param {QuestionMap} map @param {Map<Element, QuestionSaver>} savers */
function listenToButtons(form, map, savers) {
  form.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-go], [data-flag], [data-finish], [data-choose]");
    if (!button) return;
    const { go, finish, choose } = button.dataset;
    if (choose) return saverOf(button, savers)?.choose(choose);
    if (button.hasAttribute("data-flag")) return map.toggleFlag();
    if (go && !map.has(go)) return;
    event.preventDefault();
    if (go) return map.go(go);
    const stuck = await flush([...savers.values()]);
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
 * @returns {Promise<QuestionSaver | undefined>} the first that could not be sent
 */
async function flush(savers) {
  for (let round = 0; round < MOST_FLUSH_ROUNDS; round += 1) {
    await Promise.all(savers.map((saver) => saver.send()));
    const stuck = savers.find((saver) => isWaiting(saver) && (saver.failures > 0 || saver.isStopped));
    if (stuck || !savers.some(isWaiting)) return stuck;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  return savers.find(isWaiting);
}

/** @param {QuestionSaver} saver */
const isWaiting = (saver) => saver.isUnsent && saver.state !== "closed";

/** @param {HTMLFormElement} form @param {Map<Element, QuestionSaver>} savers */
function listenToLeaving(form, savers) {
  const sendAll = () => savers.forEach((saver) => saver.send({ leaving: true }));
  window.addEventListener("pagehide", sendAll);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") sendAll();
  });
  window.addEventListener("online", () => savers.forEach((saver) => saver.send()));
  let isPosting = false;
  form.addEventListener("submit", () => (isPosting = true));
  window.addEventListener("beforeunload", (event) => {
    if (!isPosting && [...savers.values()].some(isWaiting)) event.preventDefault();
  });
}

/** @param {HTMLFormElement} form @param {QuestionSaver} saver */
function showState(form, saver) {
  const element = saver.section.querySelector("[data-state]");
  if (!element) return;
  const words = stateWords(form, saver);
  element.setAttribute("data-state", saver.state === "signin" ? "waiting" : saver.state);
  if (element.textContent !== words) element.textContent = words;
  const voice = form.querySelector("[data-announce]");
  if (voice && SPOKEN_STATES.has(saver.state) && voice.textContent !== words) voice.textContent = words;
  showConflict(form, saver);
}

/** @param {HTMLFormElement} form @param {QuestionSaver} saver */
function stateWords(form, saver) {
  const name = `text${saver.state[0].toUpperCase()}${saver.state.slice(1)}`;
  const words = form.dataset[name] ?? "";
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

/** @param {HTMLFormElement} form @param {QuestionSaver} saver */
function showConflict(form, saver) {
  const shown = saver.section.querySelector("[data-conflict]");
  if (saver.state !== "conflict") return takeAway(shown, saver.section);
  const template = form.querySelector("template[data-conflict-template]");
  if (!(template instanceof HTMLTemplateElement)) return;
  const box = document.createElement("div");
  box.setAttribute("data-conflict", "");
  box.append(template.content.cloneNode(true));
  const theirs = box.querySelector("[data-theirs]");
  if (theirs) theirs.textContent = saver.theirWords;
  takeAway(shown, saver.section);
  saver.section.append(box);
}

/** The focus leaves for the heading first: else it is lost, and its leaving asks for all this again. */
function takeAway(box, section) {
  if (box?.contains(document.activeElement)) section.querySelector("h2, h1")?.focus({ preventScroll: true });
  box?.remove();
}

for (const form of document.querySelectorAll("form[data-exam]")) setUpExam(form);

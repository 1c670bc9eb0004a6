// What keeps a student from typing: a pause covers the questions; another device in charge, or the end, leaves them to read.

import { loadAgain } from "./notices.js";

const ASK_EVERY_MS = 5000;

/**
 * @param {import("./desk.js").Desk} desk
 * @param {import("./pulse.js").Pulse} pulse
 * @param {import("./clock.js").Clock | null} clock
 */
export function watchHalts(desk, pulse, clock) {
  const { form } = desk;
  /** @type {Set<string>} "paused", "passive", "over" */
  const reasons = new Set(pulse.isPaused ? ["paused"] : []);
  const put = (reason, isOn) => {
    if (reasons.has(reason) === isOn) return;
    if (isOn) reasons.add(reason);
    else reasons.delete(reason);
    for (const card of form.querySelectorAll("[data-halt]")) {
      card.hidden = !reasons.has(card.dataset.halt);
      // The card of a pause takes the focus, which says it.
      if (isOn && reason !== "paused" && card.dataset.halt === reason) speak(form, card.querySelector("h2")?.textContent);
    }
    freeze(form, reasons.has("passive") || reasons.has("over"));
  };

  const cover = makeCover(form);
  if (pulse.isPaused) cover(true);
  const pause = (isPaused) => {
    clock?.pause(isPaused);
    if (isPaused) put("paused", true);
    cover(isPaused); // while the card is shown: it takes the focus, and gives it back
    put("paused", isPaused);
    if (!isPaused) speak(form, form.dataset.textResumed);
  };
  desk.hear("paused", () => pause(true));
  desk.hear("resumed", () => pause(false));

  desk.hear("passive", () => put("passive", true));
  let isTaking = false;
  desk.hear("active", () => {
    put("passive", false);
    // The other device may have changed what stands here: the page is loaded as it is now.
    if (isTaking) loadAgain(form, form.dataset.inView);
  });
  form.querySelector("[data-take-over]")?.addEventListener("click", () => {
    isTaking = true;
    pulse.takeOver();
  });

  watchEnd(desk, pulse, clock, put);
}

/** At the end everything is sent, then the server is asked, and the receipt follows when it has it all. */
function watchEnd(desk, pulse, clock, put) {
  const { form } = desk;
  const said = form.querySelector("[data-end-text]");
  const receipt = form.querySelector("[data-receipt]");
  let isEnded = false;
  let isLate = false;
  let timer = 0;
  /** @type {Set<number>} waiting changes nothing: both answers are on the server, or it refuses this one */
  const settled = new Set();
  desk.hear("state", (saver) => {
    isLate ||= saver.state === "closed";
    if (saver.state === "conflict" || saver.state === "refused") settled.add(saver.position);
    else settled.delete(saver.position);
  });

  const draw = (state) => {
    const { textOver, textHandedIn, textUnsent, textLate } = form.dataset;
    const unsent = desk.countUnsent() - settled.size;
    const isUnsent = unsent > 0;
    const words = isUnsent ? textUnsent?.replace("{n}", String(unsent)) : isLate ? textLate : state === "submitted" ? textHandedIn : textOver;
    if (said && words && said.textContent !== words) said.textContent = words;
    if (receipt) receipt.hidden = !isEnded;
    return isEnded && !isUnsent && !isLate;
  };
  const follow = (state) => {
    clearInterval(timer);
    const look = () => {
      if (!draw(state)) return;
      clearInterval(timer);
      window.location.assign(state === "void" ? form.action : receipt.href);
    };
    const title = form.querySelector("[data-end-title]");
    if (title && state !== "expired") title.textContent = form.dataset.textClosed ?? "";
    put("over", true);
    timer = setInterval(look, 1000);
    look();
  };
  desk.hear("ended", (state) => {
    if (isEnded) return;
    isEnded = true;
    follow(state);
  });
  if (!clock) return;
  clock.onDoubt = () => pulse.beat();
  clock.onOver = (isOver) => {
    if (isEnded) return;
    put("over", isOver);
    clearInterval(timer);
    if (!isOver) return;
    desk.tell("over");
    draw("");
    pulse.beat();
    timer = setInterval(() => pulse.beat(), ASK_EVERY_MS);
  };
}

/** Covers the questions and takes them out of reach; afterwards the focus is where it was. @param {HTMLFormElement} form */
function makeCover(form) {
  const card = form.querySelector('[data-halt="paused"]');
  let focused = document.body;
  return (isPaused) => {
    if (isPaused && document.activeElement instanceof HTMLElement) focused = document.activeElement;
    const hadFocus = isPaused ? [...form.querySelectorAll("[data-still]")].some((part) => part.contains(focused)) : card?.contains(document.activeElement);
    form.toggleAttribute("data-paused", isPaused);
    for (const part of form.querySelectorAll("[data-still]")) part.inert = isPaused;
    if (!hadFocus && !(isPaused && focused === document.body)) return;
    if (isPaused) card?.focus();
    else focused.focus({ preventScroll: true });
  };
}

/** Readable and out of use. What was out of use before stays so. @param {HTMLFormElement} form @param {boolean} isFrozen */
function freeze(form, isFrozen) {
  for (const field of form.querySelectorAll(".exam-questions :is(input, textarea, select, button:not([data-choose]))")) {
    const use = field.matches("textarea, input:not([type=radio], [type=checkbox])") ? "readOnly" : "disabled";
    if (isFrozen && !field[use]) [field[use], field.dataset.frozen] = [true, ""];
    else if (!isFrozen && field.dataset.frozen !== undefined) {
      field[use] = false;
      delete field.dataset.frozen;
    }
  }
}

/** Said to those who do not see it. @param {HTMLFormElement} form @param {string} [words] */
export function speak(form, words) {
  const voice = form.querySelector("[data-announce]");
  // The same words once more are heard only when the text changes.
  if (voice && words) voice.textContent = voice.textContent === words ? `${words}\u00a0` : words;
}

// The clock of an exam: minutes, from the server's time; every reply puts it right again.

import { recall, remember } from "./device.js";

const MINUTE_MS = 60000;
const ANNOUNCED_MINUTES = [10, 5, 1];
const NOTED_MINUTES = [5, 1];
const NEAR_MINUTES = 5;
const NOTE_MS = 30000;
const MOST_DRIFT_MS = 2000;
const LONGEST_SLEEP_MS = 6 * 60 * MINUTE_MS;
const ASK_EVERY_MS = 10000;

/**
 * How long ago the server spoke. A device that slept has stopped the steady clock; one whose time was set has moved
 * the other. Up to some hours it was sleep, and the longer one counts; beyond that only the steady one can be believed.
 */
function makeStopwatch() {
  const started = { steady: performance.now(), wall: Date.now() };
  return () => {
    const steady = performance.now() - started.steady;
    const wall = Date.now() - started.wall;
    const elapsed = wall - steady > LONGEST_SLEEP_MS ? steady : Math.max(steady, wall);
    return { elapsed, isSure: Math.abs(wall - steady) < MOST_DRIFT_MS };
  };
}

/** Shows the time left, says it at 10, 5 and 1 minutes, and asks when in doubt. */
export class Clock {
  /** @param {HTMLElement} element @param {{isPaused?: boolean}} [how] */
  constructor(element, { isPaused = false } = {}) {
    this.element = element;
    this.text = element.querySelector("[data-clock-text]");
    this.voice = element.querySelector("[data-clock-announce]");
    this.note = document.querySelector("[data-clock-note]");
    this.isPaused = isPaused;
    this.isOver = false;
    this.said = Infinity;
    this.deadline = NaN;
    this.askedAt = -Infinity;
    /** @type {() => void} the server is wanted: the two clocks of this device disagree */
    this.onDoubt = () => {};
    /** @type {(isOver: boolean) => void} the time is up, or is no longer */
    this.onOver = () => {};
    this.attempt = element.closest("[data-attempt]")?.getAttribute("data-attempt") ?? "";
    this.isGuess = false;
    this.begin(element.dataset.serverTime ?? "", element.dataset.deadlineAt ?? "");
    this.setUpToggle();
    setInterval(() => this.draw(), 1000);
    document.addEventListener("visibilitychange", () => this.draw());
  }

  get key() {
    return `mathtest:clock:${this.attempt}`;
  }

  /**
   * A page that was loaded from its copy is older than the server's last word, which this device remembers with its
   * own time. That much may have passed; nothing ends by it before the server has spoken.
   * @param {string} serverTime of the page @param {string} deadlineAt
   */
  begin(serverTime, deadlineAt) {
    const [said = 0, deadline = 0, heardAt = 0] = (recall(this.key) ?? "").split(",").map(Number);
    if (!(said > 0 && said >= Date.parse(serverTime))) return this.correct(serverTime, deadlineAt);
    const away = Date.now() - heardAt;
    this.isGuess = true;
    this.set(said + (away > 0 && away < LONGEST_SLEEP_MS ? away : 0), deadline);
  }

  /** Take the server's word. @param {string} serverTime ISO 8601 @param {string} deadlineAt ISO 8601 */
  correct(serverTime, deadlineAt) {
    const now = Date.parse(serverTime);
    const deadline = Date.parse(deadlineAt);
    if (Number.isNaN(now) || Number.isNaN(deadline)) return;
    this.isGuess = false;
    remember(this.key, [now, deadline, Date.now()].join());
    this.set(now, deadline);
  }

  /** @param {number} now the time of the server @param {number} deadline both in milliseconds */
  set(now, deadline) {
    const isMoved = deadline !== this.deadline;
    this.deadline = deadline;
    this.leftThen = deadline - now;
    this.watch = makeStopwatch();
    // What was said for the old end of the exam may be due once more for the new one.
    if (isMoved) [this.said, this.askedAt] = [Math.ceil(this.left / MINUTE_MS), -Infinity];
    this.draw();
  }

  /** @param {boolean} isPaused */
  pause(isPaused) {
    this.isPaused = isPaused;
    this.draw();
  }

  /** Milliseconds left; negative when over, infinite while unknown. */
  get left() {
    return this.watch ? this.leftThen - this.watch().elapsed : Infinity;
  }

  draw() {
    if (!this.text || !Number.isFinite(this.left)) return;
    const minutes = Math.ceil(this.left / MINUTE_MS);
    const words = this.isPaused ? (this.element.dataset.textPaused ?? "") : this.words(minutes);
    if (this.text.textContent !== words) this.text.textContent = words;
    this.element.toggleAttribute("data-near", !this.isPaused && minutes <= NEAR_MINUTES);
    if (this.isPaused) return;
    this.announce(minutes);
    const { isSure } = this.watch();
    if (!isSure && performance.now() - this.askedAt > ASK_EVERY_MS) {
      this.askedAt = performance.now();
      this.onDoubt();
    }
    const isOver = this.left <= 0 && (this.isOver || (isSure && !this.isGuess));
    if (isOver === this.isOver) return;
    this.isOver = isOver;
    this.onOver(isOver);
  }

  /** @param {number} minutes */
  words(minutes) {
    const { textOver, textLast, textHours, textMinutes } = this.element.dataset;
    if (this.left <= 0) return textOver ?? "";
    if (minutes <= 1) return textLast ?? "";
    if (minutes <= 90 || !textHours) return (textMinutes ?? "{n}").replace("{n}", String(minutes));
    return textHours.replace("{h}", String(Math.floor(minutes / 60))).replace("{n}", String(minutes % 60));
  }

  /** Said once each, also when the words are hidden; the last of them are shown for a while, too. @param {number} minutes */
  announce(minutes) {
    const due = ANNOUNCED_MINUTES.filter((mark) => minutes <= mark && mark < this.said);
    this.said = Math.min(this.said, minutes);
    if (due.length === 0 || this.left <= 0) return;
    const words = minutes <= 1 ? (this.element.dataset.textLast ?? "") : this.announcement(minutes);
    if (this.voice) this.voice.textContent = words;
    if (this.note instanceof HTMLElement && due.some((mark) => NOTED_MINUTES.includes(mark))) this.showNote(this.note, words);
  }

  /** @param {HTMLElement} note @param {string} words */
  showNote(note, words) {
    note.textContent = words;
    note.hidden = false;
    clearTimeout(this.noteTimer);
    this.noteTimer = setTimeout(() => (note.hidden = true), NOTE_MS);
  }

  /** @param {number} minutes */
  announcement(minutes) {
    return (this.element.dataset.textAnnounce ?? "{n}").replace("{n}", String(minutes));
  }

  /** Begins as the person likes it; what is chosen here holds for this attempt on this device. */
  setUpToggle() {
    const button = this.element.querySelector("[data-clock-toggle]");
    if (!(button instanceof HTMLButtonElement)) return;
    const key = `mathtest:clock-hidden:${this.attempt}`;
    const show = (isHidden) => {
      this.element.toggleAttribute("data-hide", isHidden);
      button.firstChild.textContent = (isHidden ? button.dataset.textShow : button.dataset.textHide) ?? "";
    };
    const chosen = recall(key);
    if (chosen !== null) show(chosen === "1");
    button.addEventListener("click", () => {
      const isHidden = !this.element.hasAttribute("data-hide");
      remember(key, isHidden ? "1" : "0");
      show(isHidden);
    });
  }
}

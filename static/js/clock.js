// The clock of an exam: minutes, from the server's time; every save puts it right again.

import { recall, remember } from "./device.js";

const MINUTE_MS = 60000;
const ANNOUNCED_MINUTES = [10, 5, 1];
const NEAR_MINUTES = 5;

/** How long the page has been here. A sleeping device stops one of the two clocks, so the longer one counts. */
function makeStopwatch() {
  const started = { steady: performance.now(), wall: Date.now() };
  return () => Math.max(performance.now() - started.steady, Date.now() - started.wall);
}

/** Shows the time left and says it at 10, 5 and 1 minutes. */
export class Clock {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.text = element.querySelector("[data-clock-text]");
    this.voice = element.querySelector("[data-clock-announce]");
    this.said = Infinity;
    this.correct(element.dataset.serverTime ?? "", element.dataset.deadlineAt ?? "");
    this.said = Math.ceil(this.left / MINUTE_MS);
    this.setUpToggle();
    setInterval(() => this.draw(), 1000);
    document.addEventListener("visibilitychange", () => this.draw());
  }

  /** Take the server's word. @param {string} serverTime ISO 8601 @param {string} deadlineAt ISO 8601 */
  correct(serverTime, deadlineAt) {
    const now = Date.parse(serverTime);
    const deadline = Date.parse(deadlineAt);
    if (Number.isNaN(now) || Number.isNaN(deadline)) return;
    this.leftThen = deadline - now;
    this.elapsed = makeStopwatch();
    this.draw();
  }

  /** Milliseconds left; negative when over, infinite while unknown. */
  get left() {
    return this.elapsed ? this.leftThen - this.elapsed() : Infinity;
  }

  draw() {
    if (!this.text || !Number.isFinite(this.left)) return;
    const minutes = Math.ceil(this.left / MINUTE_MS);
    const words = this.words(minutes);
    if (this.text.textContent !== words) this.text.textContent = words;
    this.element.toggleAttribute("data-near", minutes <= NEAR_MINUTES);
    this.announce(minutes);
  }

  /** @param {number} minutes */
  words(minutes) {
    const { textOver, textLast, textHours, textMinutes } = this.element.dataset;
    if (this.left <= 0) return textOver ?? "";
    if (minutes <= 1) return textLast ?? "";
    if (minutes <= 90 || !textHours) return (textMinutes ?? "{n}").replace("{n}", String(minutes));
    return textHours.replace("{h}", String(Math.floor(minutes / 60))).replace("{n}", String(minutes % 60));
  }

  /** Said once each, also when the words are hidden. @param {number} minutes */
  announce(minutes) {
    const due = ANNOUNCED_MINUTES.filter((mark) => minutes <= mark && mark < this.said);
    if (due.length > 0 && this.voice && this.left > 0) {
      this.voice.textContent = minutes <= 1 ? (this.element.dataset.textLast ?? "") : this.announcement(minutes);
    }
    this.said = Math.min(this.said, minutes);
  }

  /** @param {number} minutes */
  announcement(minutes) {
    return (this.element.dataset.textAnnounce ?? "{n}").replace("{n}", String(minutes));
  }

  /** Begins as the person likes it; what is chosen here holds for this attempt on this device. */
  setUpToggle() {
    const button = this.element.querySelector("[data-clock-toggle]");
    if (!(button instanceof HTMLButtonElement)) return;
    const key = `mathtest:clock-hidden:${this.element.closest("[data-attempt]")?.getAttribute("data-attempt") ?? ""}`;
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

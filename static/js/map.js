// Which question is in view, and the marks on the map: answered, being written, flagged, current.

import { recall, remember } from "./device.js";

/** Moves between the questions of one exam form. */
export class QuestionMap {
  /** @param {HTMLFormElement} form */
  constructor(form) {
    this.form = form;
    /** @type {HTMLElement[]} */
    this.sections = [...form.querySelectorAll("[data-question]")];
    this.flagKey = `mathtest:flags:${form.dataset.attempt ?? ""}`;
    this.flags = new Set((recall(this.flagKey) ?? "").split(",").filter(Boolean));
    this.flagButton = form.querySelector("[data-flag]");
    this.map = form.querySelector("[data-map]");
    this.toggle = form.querySelector("[data-map-toggle]");
    this.toggle?.addEventListener("click", () => this.open(!this.isOpen));
    for (const section of this.sections) this.mark(section.dataset.position, {});
    this.show(this.sections.find((section) => !section.hidden) ?? this.sections[0]);
  }

  get position() {
    return this.current?.dataset.position ?? "";
  }

  /** The section a button means. @param {string} go "previous", "next" or a position */
  find(go) {
    const step = { previous: -1, next: 1 }[go];
    if (step) return this.sections[this.sections.indexOf(this.current) + step];
    return this.sections.find((section) => section.dataset.position === go);
  }

  /** Whether the page holds that question; if not, the server shows it. @param {string} go */
  has(go) {
    return this.find(go) !== undefined;
  }

  get isOpen() {
    return this.toggle?.getAttribute("aria-expanded") === "true";
  }

  /** All questions at once on a small screen, or one line of them. @param {boolean} isOpen */
  open(isOpen) {
    this.toggle?.setAttribute("aria-expanded", String(isOpen));
    this.map?.toggleAttribute("data-open", isOpen);
    if (!isOpen) this.revealCurrent();
  }

  /** Bring a question into view and the focus to its heading. @param {string} go */
  go(go) {
    this.show(this.find(go));
    if (this.isOpen) this.open(false);
    window.scrollTo({ top: 0 });
    this.current.querySelector("h2, h1")?.focus({ preventScroll: true });
  }

  /** @param {HTMLElement} section */
  show(section) {
    this.current = section;
    this.form.dataset.inView = this.position;
    for (const other of this.sections) other.hidden = other !== section;
    for (const entry of this.form.querySelectorAll(".map-go[data-go]")) {
      const isCurrent = entry.dataset.go === this.position;
      if (isCurrent) entry.setAttribute("aria-current", "true");
      else entry.removeAttribute("aria-current");
    }
    this.revealCurrent();
    this.drawWhere();
    if (this.sections.length > 1) this.drawEnds();
    this.drawFlag();
  }

  revealCurrent() {
    const entry = this.form.querySelector(".map-go[aria-current]");
    if (entry) this.reveal(entry);
  }

  /** "3 of 30", and how many of those that ask something, and still do, are answered. */
  drawWhere() {
    const numbered = [...this.form.querySelectorAll(".map-go[data-number]")];
    const current = this.form.querySelector(".map-go[aria-current]");
    const asked = numbered.filter((entry) => !entry.hasAttribute("data-withdrawn"));
    const answered = asked.filter((entry) => entry.hasAttribute("data-answered")).length;
    const { textWhere, textCount } = this.map?.dataset ?? {};
    this.write("[data-map-where]", textWhere, current?.dataset.number ?? "–", numbered.length);
    this.write("[data-map-count]", textCount, answered, asked.length);
  }

  /** @param {string} place @param {string | undefined} words @param {string | number} n @param {number} all */
  write(place, words, n, all) {
    const element = this.form.querySelector(place);
    const text = (words ?? "").replace("{n}", String(n)).replace("{all}", String(all));
    if (element && element.textContent !== text) element.textContent = text;
  }

  /** Scroll the strip of the map, and only it, until the entry is in its middle. @param {HTMLElement} entry */
  reveal(entry) {
    const strip = entry.closest(".map");
    const box = entry.getBoundingClientRect();
    const frame = strip?.getBoundingClientRect();
    if (frame) strip.scrollLeft += box.left + box.width / 2 - frame.left - frame.width / 2;
  }

  drawEnds() {
    for (const go of ["previous", "next"]) {
      const button = this.form.querySelector(`[data-go="${go}"]`);
      if (button) button.disabled = !this.has(go);
    }
  }

  toggleFlag() {
    if (!this.flags.delete(this.position)) this.flags.add(this.position);
    remember(this.flagKey, [...this.flags].join(","));
    this.mark(this.position, {});
    this.drawFlag();
  }

  drawFlag() {
    this.flagButton?.setAttribute("aria-pressed", String(this.flags.has(this.position)));
  }

  /**
   * Keep the marks of one entry, and their words for those who do not see them.
   * @param {string | number | undefined} position
   * @param {{answered?: boolean, writing?: boolean, withdrawn?: boolean}} marks those not named stay as they are
   */
  mark(position, marks) {
    const entry = this.form.querySelector(`.map-go[data-go="${position}"]`);
    if (!entry) return;
    entry.toggleAttribute("data-flagged", this.flags.has(String(position)));
    for (const [name, on] of Object.entries(marks)) entry.toggleAttribute(`data-${name}`, on);
    const { textAnswered, textFlagged, textWithdrawn, textWriting } = this.form.dataset;
    const is = (name) => entry.hasAttribute(`data-${name}`);
    const stands = is("withdrawn") ? textWithdrawn : is("writing") ? textWriting : is("answered") ? textAnswered : "";
    const words = [stands, is("flagged") ? textFlagged : ""].filter(Boolean);
    const place = entry.querySelector("[data-map-words]");
    if (place) place.textContent = words.map((word) => `, ${word}`).join("");
    this.drawWhere();
  }
}

// Sending answers: one request in flight a question, the latest answer wins, a lost reply is asked for again.

import { describeAnswer, fingerprint, isAnswered, readAnswer, readServedAnswer, writeAnswer } from "./answers.js";
import { nextSequence } from "./device.js";

const NEXT_SAVE_MS = 600;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30000;

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {{device: string, seq: number, base_revision: number, response: Answer}} Save
 * @typedef {{outcome: string, revision: number, saved_at: string, server_time: string, deadline_at: string, value: Answer, newest_seq: number}} Reply
 * @typedef {"idle"|"typing"|"saved"|"waiting"|"conflict"|"closed"|"refused"|"signin"} State
 * @typedef {{form: HTMLFormElement, device: string, onReply: (reply: Reply) => void, onState: (saver: QuestionSaver) => void}} Desk
 */

/** @param {string} name */
function readCookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** @param {Response} response */
const isJson = (response) => (response.headers.get("Content-Type") ?? "").includes("json");

/** A page where an answer in JSON was due: the sign-in page, or the refusal of an old CSRF cookie. @param {Response} response */
const isSignedOut = (response) =>
  response.status === 401 || response.redirected || (!isJson(response) && (response.ok || response.status === 403));

/** The saving of one question. */
export class QuestionSaver {
  /** @param {HTMLElement} section @param {Desk} desk */
  constructor(section, desk) {
    this.section = section;
    this.desk = desk;
    this.position = Number(section.dataset.position);
    this.revision = Number(section.dataset.revision);
    this.url = desk.form.dataset.saveUrlTemplate.replace("__position__", String(this.position));
    /** @type {State} */
    this.state = "idle";
    this.savedAt = section.dataset.savedAt ?? "";
    this.message = "";
    /** @type {Answer | null} */
    this.theirs = null;
    this.acknowledged = fingerprint(readServedAnswer(section, this.locale));
    /** @type {Save | null} what is on its way, or was and got no reply */
    this.pending = null;
    this.inFlight = false;
    this.failures = 0;
    this.timer = 0;
  }

  get locale() {
    return this.desk.form.dataset.locale ?? "";
  }

  answer() {
    return readAnswer(this.section, this.locale);
  }

  get isUnsent() {
    return this.pending !== null || fingerprint(this.answer()) !== this.acknowledged;
  }

  get isStopped() {
    return this.state === "closed" || this.state === "conflict";
  }

  /** Something changed: save after `delay` milliseconds without another change. @param {number} delay */
  change(delay) {
    if (this.isStopped || this.failures > 0) return;
    if (!this.inFlight) this.show("typing");
    this.schedule(delay);
  }

  /** @param {number} delay */
  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  /** Send what is not sent yet, now. @param {{leaving?: boolean}} [how] */
  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.isStopped || (this.inFlight && !leaving)) return;
    if (!this.isUnsent) {
      if (this.state === "typing") this.show(this.savedAt ? "saved" : "idle");
      return;
    }
    const isNewer = this.pending !== null && fingerprint(this.pending.response) !== fingerprint(this.answer());
    if (this.inFlight && !isNewer) return;
    if (this.pending === null || (leaving && isNewer)) this.pending = this.nextSave();
    await this.request(this.pending);
  }

  /** @returns {Save} */
  nextSave() {
    const seq = nextSequence(this.desk.form.dataset.attempt ?? this.url, Number(this.section.dataset.seq));
    return { device: this.desk.device, seq, base_revision: this.revision, response: this.answer() };
  }

  /** @param {Save} save */
  async request(save) {
    this.inFlight = true;
    const response = await this.put(save).catch(() => null);
    const body = response && isJson(response) ? await response.json().catch(() => null) : null;
    this.inFlight = false;
    if (response === null) this.retry("waiting", 0);
    else this.settle(save, response, body);
    if (this.isUnsent && !this.isStopped && this.failures === 0) this.schedule(NEXT_SAVE_MS);
  }

  /** The request outlives the page; the cookie is read now, because signing in again changes it. @param {Save} save */
  put(save) {
    return fetch(this.url, {
      method: "PUT",
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": readCookie(this.desk.form.dataset.csrfCookie || "csrftoken"),
      },
      body: JSON.stringify(save),
      credentials: "same-origin",
      keepalive: true,
    });
  }

  /** @param {Save} save @param {Response} response @param {any} body */
  settle(save, response, body) {
    if (response.ok && body?.outcome) return this.accept(save, body);
    const isCutOff = response.ok && isJson(response);
    if (isCutOff || response.status === 429 || response.status >= 500) {
      return this.retry("waiting", 1000 * (Number(response.headers.get("Retry-After")) || 0));
    }
    if (isSignedOut(response)) return this.retry("signin", 0);
    this.pending = null;
    this.failures = 0;
    if (body?.error === "reused_seq") return this.renumber(body.details?.newest_seq);
    this.message = body?.message ?? "";
    this.acknowledged = fingerprint(save.response);
    return this.show(response.status === 403 || response.status === 409 ? "closed" : "refused");
  }

  /** This browser forgot how far it had counted: go on after `newest`, and send again. @param {number} [newest] */
  renumber(newest) {
    this.section.dataset.seq = String(Math.max(Number(this.section.dataset.seq), newest ?? 0));
    return this.show("typing");
  }

  /** @param {Save} save @param {Reply} reply */
  accept(save, reply) {
    if (this.pending === save) this.pending = null;
    this.failures = 0;
    this.revision = Math.max(this.revision, reply.revision ?? 0);
    this.desk.onReply(reply);
    if (reply.outcome === "superseded") this.renumber(reply.newest_seq);
    if (reply.outcome === "late") return this.show("closed");
    const stored = fingerprint(reply.value ?? save.response);
    const isOurs = reply.outcome === "accepted" || stored === fingerprint(save.response);
    if (!isOurs && stored !== fingerprint(this.answer())) {
      this.theirs = reply.value;
      return this.show("conflict");
    }
    this.acknowledged = isOurs ? fingerprint(save.response) : stored;
    this.savedAt = reply.saved_at ?? reply.server_time;
    return this.show(this.isUnsent ? "typing" : "saved");
  }

  /** @param {State} state @param {number} atLeast milliseconds the server asked us to wait */
  retry(state, atLeast) {
    this.failures += 1;
    const backoff = Math.min(FIRST_RETRY_MS * 2 ** (this.failures - 1), LONGEST_RETRY_MS);
    this.show(state);
    this.schedule(Math.max(atLeast, backoff * (0.5 + Math.random())));
  }

  /** The student has chosen between two answers. @param {"mine" | "theirs"} side */
  choose(side) {
    const theirs = this.theirs;
    this.theirs = null;
    this.acknowledged = fingerprint(theirs);
    this.show("typing");
    if (side === "theirs") writeAnswer(this.section, theirs);
    this.schedule(0);
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.desk.onState(this);
  }

  get theirWords() {
    return describeAnswer(this.section, this.theirs);
  }

  get isAnswered() {
    return isAnswered(this.section);
  }
}

// Sending answers: kept on this device first, then one request in flight a question until each has its reply.

import { fingerprint, isAnswered, readAnswer, readServedAnswer, writeAnswer } from "./answers.js";
import { isJson, isSignedOut } from "./desk.js";
import { nextSequence, reserveSequence } from "./device.js";
import { numberAll } from "./outbox.js";

const NEXT_SAVE_MS = 600;
const FIRST_RETRY_MS = 1000;
const LONGEST_RETRY_MS = 30000;
const PAUSE_CHECK_MS = 60000;

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {import("./desk.js").Desk} Desk
 * @typedef {import("./outbox.js").Entry} Entry
 * @typedef {import("./outbox.js").Message} Message
 * @typedef {{outcome: string, revision: number, saved_at: string, server_time: string, deadline_at: string, value: Answer, newest_seq: number, paused: boolean, notice: number}} Reply
 * @typedef {"idle"|"typing"|"saved"|"waiting"|"kept"|"paused"|"conflict"|"closed"|"refused"|"signin"} State
 */

/** The saving of one question. */
export class QuestionSaver {
  /** @param {HTMLElement} section @param {Desk} desk @param {import("./outbox.js").Outbox} outbox */
  constructor(section, desk, outbox) {
    this.section = section;
    this.desk = desk;
    this.outbox = outbox;
    this.position = Number(section.dataset.position);
    this.revision = Number(section.dataset.revision);
    this.url = desk.form.dataset.saveUrlTemplate.replace("__position__", String(this.position));
    /** @type {State} */
    this.state = "idle";
    this.savedAt = section.dataset.savedAt ?? "";
    this.message = "";
    /** @type {Answer | null} */
    this.theirs = null;
    this.theirRevision = 0;
    // What a plain form could not save is served with the page, and is not saved yet.
    this.acknowledged = section.hasAttribute("data-held") ? "" : fingerprint(readServedAnswer(section, this.locale));
    /** Refused by the server, so not worth another try. */
    this.refused = "";
    this.isToldRefused = false;
    this.seq = 0;
    /** @type {Message[]} numbered, on their way or without a reply, oldest first */
    this.messages = [];
    this.inFlight = false;
    this.isReady = false;
    this.failures = 0;
    this.timer = 0;
    this.unsentSince = this.isUnsent ? Date.now() : 0;
  }

  get locale() {
    return this.desk.form.dataset.locale ?? "";
  }

  answer() {
    return readAnswer(this.section, this.locale);
  }

  get isUnsent() {
    return this.messages.length > 0 || fingerprint(this.answer()) !== this.acknowledged;
  }

  /** Something here has no number yet. */
  get isNewer() {
    const newest = this.messages.length > 0 ? fingerprint(this.messages.at(-1).response) : this.acknowledged;
    return fingerprint(this.answer()) !== newest;
  }

  get isStopped() {
    return this.state === "closed" || this.state === "conflict";
  }

  /** Whether handing in has to wait for it. */
  get isWaiting() {
    return this.isUnsent && this.state !== "closed";
  }

  /** @returns {Entry} what the outbox keeps of this question; also what is acknowledged, for a reload without network */
  get entry() {
    return {
      key: this.outbox.key(this.position, this.desk.device),
      position: this.position,
      device: this.desk.device,
      at: Date.now(),
      seq: this.seq,
      answer: this.answer(),
      base: this.revision,
      sent: this.acknowledged,
      saved_at: this.savedAt,
      messages: this.messages.map((message) => ({ ...message })),
    };
  }

  /** Write down what is so now. @returns {Promise<void>} when it is written */
  keep() {
    const entry = this.entry;
    this.unsentSince = this.isUnsent ? this.unsentSince || Date.now() : 0;
    return this.outbox.put(entry.key, entry);
  }

  /**
   * Take over what this device kept when the page or the browser was closed, oldest first. The newest comes into the
   * fields, unless something was typed there since; the others are sent for the history. Each goes as what it was: the
   * server, which knows what came from where, says whether it collides with something newer.
   * @param {Entry[]} entries
   */
  restore(entries) {
    const newest = entries.at(-1);
    if (!newest) return;
    const isTouched = this.messages.length > 0 || fingerprint(this.answer()) !== this.acknowledged;
    for (const entry of entries) {
      const messages = numberAll(entry, this.desk.attempt);
      this.messages.push(...messages.map((message) => ({ ...message, tries: (message.tries ?? 0) + 1 })));
      const isNews = messages.length > 0 || entry.base > this.revision;
      if (entry !== newest || isTouched || !isNews) continue;
      writeAnswer(this.section, entry.answer);
      this.revision = entry.base;
      if (messages.length === 0) {
        this.acknowledged = fingerprint(entry.answer);
        this.savedAt = entry.saved_at;
      }
    }
    this.keep();
    this.show(this.isUnsent ? "typing" : this.savedAt ? "saved" : "idle");
  }

  /** Something changed: it is kept at once, and sent after `delay` milliseconds without another change. @param {number} delay */
  change(delay) {
    this.keep();
    if (this.isStopped || this.failures > 0 || !this.isReady || this.state === "paused") return;
    if (!this.inFlight) this.show("typing");
    this.schedule(delay);
  }

  /** @param {number} delay */
  schedule(delay) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), delay);
  }

  /** From now on it may send: this tab has its own name, and knows what was kept. */
  begin() {
    this.isReady = true;
    if (this.isUnsent) this.schedule(0);
  }

  /** What held it back is over: try at once. */
  goOn() {
    this.failures = 0;
    if (["paused", "waiting", "kept", "signin"].includes(this.state)) this.show("typing");
    this.send();
  }

  get isHeld() {
    return !this.isReady || this.isStopped || this.state === "paused";
  }

  /** What stands here was refused, and nothing else waits. */
  get isRefused() {
    return this.messages.length === 0 && fingerprint(this.answer()) === this.refused;
  }

  /** The page may be gone in a moment: what is unsent is sent without waiting, and kept without waiting. */
  leave() {
    if (!this.isUnsent) return;
    const isDue = !this.isHeld && !this.isRefused && (this.isNewer || !this.inFlight);
    const message = isDue && this.isNewer ? this.number() : this.messages.at(-1);
    this.outbox.putNow(this.entry);
    if (!isDue) return;
    clearTimeout(this.timer);
    this.request(message);
  }

  /** Send what is not sent yet, now. */
  async send() {
    if (this.isHeld) return;
    clearTimeout(this.timer);
    if (this.inFlight) return;
    if (!this.isUnsent || this.isRefused) {
      if (this.state === "typing") this.show(this.isUnsent ? "refused" : this.savedAt ? "saved" : "idle");
      return;
    }
    const message = this.messages[0] ?? this.number();
    this.inFlight = true;
    await this.keep();
    await this.desk.inTurn(() => this.request(message));
  }

  /** Give what stands here a number: from now on it is this message, on every way it goes. @returns {Message} */
  number() {
    this.seq = nextSequence(this.desk.attempt, this.desk.device);
    const message = { device: this.desk.device, seq: this.seq, base_revision: this.revision, response: this.answer() };
    this.messages.push({ ...message, typed_at: new Date().toISOString() });
    this.keep();
    return this.messages.at(-1);
  }

  /** @param {Message} message */
  async request(message) {
    this.inFlight = true;
    const { device, seq, base_revision, response: given } = message;
    message.tries = (message.tries ?? 0) + 1;
    const response = await this.desk.ask("PUT", this.url, { device, seq, base_revision, response: given });
    const body = response && isJson(response) ? await response.json().catch(() => null) : null;
    this.inFlight = false;
    // When a later message had its reply first, that one spoke for this one, too.
    if (this.messages.includes(message)) {
      if (response === null) this.retry(navigator.onLine || !this.outbox.survives ? "waiting" : "kept", 0);
      else this.settle(message, response, body);
    }
    this.keep();
    if (body?.server_time) this.desk.tellReply(body);
    if (this.isUnsent && !this.isStopped && this.failures === 0 && this.state !== "paused") {
      this.schedule(this.messages.length > 0 ? 0 : NEXT_SAVE_MS);
    }
  }

  /** @param {Message} message @param {Response} response @param {any} body */
  settle(message, response, body) {
    const isCutOff = response.ok && isJson(response) && !body?.outcome;
    const isForgery = response.status === 403 && String(body?.error).startsWith("csrf");
    if (response.ok && body?.outcome) return this.accept(message, body);
    if (isCutOff || response.status === 429 || response.status >= 500) {
      return this.retry("waiting", 1000 * (Number(response.headers.get("Retry-After")) || 0));
    }
    if (isSignedOut(response) || isForgery || (response.status === 404 && body?.error)) {
      if (!isSignedOut(response)) this.desk.tell("signedout", isForgery ? null : "foreign");
      return this.retry("signin", 0);
    }
    // Not a word of ours: something between here and the server has spoken. Too large stays too large.
    if (!body?.error && response.status !== 413) return this.retry("waiting", 0);
    this.failures = 0;
    this.message = body?.message ?? "";
    if (response.status === 409 && body?.error !== "attempt_paused") return this.show("closed");
    this.messages = this.messages.filter((other) => other !== message);
    if (body?.error === "attempt_paused") {
      // It came in a pause that is over by now: what stands here goes out at once, as a new message.
      return body.paused === false || this.desk.isOutrun(body) ? this.show("typing") : this.hold();
    }
    if (body?.error === "reused_seq") {
      this.renumber(message, body.details?.newest_seq);
      // What stands in the fields gets its new number when it is sent; what another tab left stands nowhere else.
      if (message.device === this.desk.device || fingerprint(message.response) === fingerprint(this.answer())) return;
      this.messages.unshift({ ...message, seq: nextSequence(this.desk.attempt, message.device) });
      return;
    }
    this.refused = fingerprint(message.response);
    this.isToldRefused = false;
    return this.show("refused");
  }

  /** It goes on with a new message when the teacher lets the exam go on. */
  hold() {
    this.show("paused");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.goOn(), PAUSE_CHECK_MS);
  }

  /** It had ended for this question, and there is time again: what the server refused goes out anew. */
  reopen() {
    if (this.state !== "closed") return;
    this.messages = [];
    this.show("typing");
    this.goOn();
  }

  /** This browser forgot how far it had counted: go on after `newest`, and send again. @param {Message} message @param {number} [newest] */
  renumber(message, newest) {
    reserveSequence(this.desk.attempt, message.device, newest ?? 0);
    return this.show("typing");
  }

  /** @param {Message} message @param {Reply} reply */
  accept(message, reply) {
    const isDone = (other) => other.device === message.device && other.seq <= message.seq;
    this.messages = this.messages.filter((other) => !isDone(other));
    this.failures = 0;
    if (reply.outcome === "superseded") this.renumber(message, reply.newest_seq);
    const given = fingerprint(message.response);
    const stored = fingerprint(reply.value ?? message.response);
    const isOurs = stored === given || (reply.outcome === "accepted" && message.tries === 1);
    // After a reply that was lost, what stands there may be of a later message of this device, or another's.
    const isLaterOfOurs = reply.outcome !== "conflict" && reply.newest_seq > message.seq;
    // An older message, left by a closed tab, collides with what this page has saved itself: nothing to choose.
    const isKnown = reply.revision === this.revision && stored === this.acknowledged;
    if (!isOurs && !isLaterOfOurs && !isKnown && stored !== fingerprint(this.answer())) {
      this.theirs = reply.value;
      this.theirRevision = reply.revision;
      return this.show("conflict");
    }
    this.revision = Math.max(this.revision, reply.revision ?? 0);
    this.acknowledged = isOurs ? given : stored;
    this.savedAt = reply.saved_at ?? reply.server_time;
    this.unsentSince = this.isUnsent ? Date.now() : 0; // what was typed meanwhile has not waited before
    return this.show(this.isUnsent ? "typing" : "saved");
  }

  /** Full jitter: devices that lost the server together do not come back together. @param {State} state @param {number} atLeast milliseconds the server asked us to wait */
  retry(state, atLeast) {
    this.failures += 1;
    const longest = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS);
    this.show(state);
    this.schedule(atLeast + FIRST_RETRY_MS + Math.random() * (longest - FIRST_RETRY_MS));
  }

  /** The student has chosen between two answers. @param {"mine" | "theirs"} side */
  choose(side) {
    const theirs = this.theirs;
    this.theirs = null;
    this.revision = Math.max(this.revision, this.theirRevision);
    this.acknowledged = fingerprint(theirs);
    // One numbered for a file meanwhile was written over what no longer stands there, and would collide again.
    this.messages = this.messages.filter((message) => message.device !== this.desk.device);
    this.show("typing");
    if (side === "theirs") writeAnswer(this.section, theirs);
    this.keep();
    this.schedule(0);
  }

  /** @param {State} state */
  show(state) {
    this.state = state;
    this.desk.tell("state", this);
  }

  get isAnswered() {
    return isAnswered(this.section);
  }
}

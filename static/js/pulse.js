// A sign of life every twenty seconds: says where the student is, and hears what has changed for them.

import { isJson } from "./desk.js";

const EVERY_MS = 20000;
const LONGEST_MS = 60000;

/** Beats while the page is seen. It tells the desk: `reply`, `notices`, `paused`, `resumed`, `passive`, `active`, `signedin`, `ended`. */
export class Pulse {
  /** @param {import("./desk.js").Desk} desk */
  constructor(desk) {
    this.desk = desk;
    this.since = Number(desk.form.dataset.notice) || 0;
    this.isPaused = desk.form.hasAttribute("data-paused");
    this.isInCharge = true;
    this.isSignedOut = false;
    this.claim = true;
    this.claimedAs = "";
    /** @type {Set<number>} notices the student has seen, of which the server does not know yet */
    this.seen = new Set();
    this.failures = 0;
    this.timer = 0;
    desk.hear("reply", (reply) => this.hear(reply));
    desk.hear("signedout", () => (this.isSignedOut = true));
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.beat());
    window.addEventListener("online", () => this.beat());
    this.beat();
  }

  /** Make this device the one in charge. */
  takeOver() {
    this.claim = true;
    return this.beat();
  }

  /** @param {number} notice */
  acknowledge(notice) {
    this.seen.add(notice);
    this.beat();
  }

  /** One pulse now, and the next when it is due. It never stops for good. */
  async beat() {
    clearTimeout(this.timer);
    this.isWanted = this.isInFlight === true;
    if (this.isWanted) return;
    this.isInFlight = true;
    const sent = this.message();
    const response = await this.desk.ask("POST", this.desk.form.dataset.pulseUrl ?? "", sent);
    const body = response && isJson(response) ? await response.json().catch(() => null) : null;
    this.isInFlight = false;
    if (response?.ok && body?.server_time) this.settle(sent, body);
    else this.fail(response);
    if (this.isWanted) this.beat();
    else if (document.visibilityState === "visible") this.schedule(Number(response?.headers.get("Retry-After")) || 0);
  }

  message() {
    const { device, form } = this.desk;
    const position = Number(form.dataset.inView) || null;
    // A tab that finds its name taken goes on under another one, and stays in charge.
    const claim = this.claim || (this.isInCharge && this.claimedAs !== device);
    const unsent = Math.min(this.desk.countUnsent(), 999);
    return { device, position, unsent, claim, since: this.since, acknowledged: [...this.seen].slice(0, 50) };
  }

  /** @param {number} atLeastS seconds the server asked us to wait */
  schedule(atLeastS) {
    clearTimeout(this.timer);
    const due = Math.min(EVERY_MS * 2 ** Math.max(0, this.failures - 1), LONGEST_MS) * (0.75 + 0.25 * Math.random());
    this.timer = setTimeout(() => this.beat(), Math.max(due, 1000 * atLeastS));
  }

  /** @param {Response | null} response */
  fail(response) {
    this.failures += 1;
    if (response?.status === 404) this.desk.tell("signedout", "foreign");
  }

  /** @param {ReturnType<Pulse["message"]>} sent @param {any} body */
  settle(sent, body) {
    this.failures = 0;
    if (sent.claim) [this.claim, this.claimedAs] = [false, sent.device];
    for (const notice of sent.acknowledged) this.seen.delete(notice);
    this.since = Math.max(this.since, body.notice, ...body.notices.map((notice) => notice.id));
    this.desk.tellReply(body);
    if (body.notices.length > 0) this.desk.tell("notices", body.notices);
    if (body.in_charge !== this.isInCharge) {
      this.isInCharge = body.in_charge;
      this.desk.tell(body.in_charge ? "active" : "passive");
    }
    if (body.state !== "in_progress") this.desk.tell("ended", body.state);
  }

  /** What any reply says, a save's too: signed in again, paused, and whether there is something newer to hear. @param {any} reply */
  hear(reply) {
    if (this.isSignedOut) {
      this.isSignedOut = false;
      this.desk.tell("signedin");
    }
    if (!reply.isOld && typeof reply.paused === "boolean" && reply.paused !== this.isPaused) {
      this.isPaused = reply.paused;
      this.desk.tell(reply.paused ? "paused" : "resumed");
    }
    if (reply.notice > this.since) this.beat();
  }
}

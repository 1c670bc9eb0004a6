// What happens to a student while the exam runs: time, notices, a pause, another device, a lost sign-in.

import { Clock } from "./clock.js";
import { showConflicts } from "./conflict.js";
import { watchHalts } from "./halts.js";
import { showNotices } from "./notices.js";
import { Pulse } from "./pulse.js";
import { offerSignIn } from "./signin.js";
import { showStanding } from "./standing.js";

/** Called when the savers of the page are there. @param {import("./desk.js").Desk} desk */
export function superviseExam(desk) {
  const element = desk.form.querySelector("[data-clock]");
  const isPaused = desk.form.hasAttribute("data-paused");
  const clock = element instanceof HTMLElement ? new Clock(element, { isPaused }) : null;
  desk.hear("reply", (reply) => reply.isOld || clock?.correct(reply.server_time, reply.deadline_at));
  showConflicts(desk);
  showStanding(desk);
  const pulse = new Pulse(desk);
  showNotices(desk, pulse);
  offerSignIn(desk, pulse);
  watchHalts(desk, pulse, clock);
}

// After the end: what this device still holds of the attempt can be saved as a file; what has arrived is forgotten.

import { Outbox, isUnsent, numberAll } from "./outbox.js";
import { download, offer } from "./unsent-file.js";

/** @param {HTMLElement} box */
async function offerLeftovers(box) {
  const { user = "", attempt = "", name = "", exam = "" } = box.dataset;
  const outbox = new Outbox(user, attempt);
  const kept = await outbox.opened;
  for (const entry of kept.filter((one) => !isUnsent(one))) outbox.put(entry.key, null);
  // With their numbers written down, the same answer is the same message in every file that is made of it.
  const left = kept.filter(isUnsent).map((entry) => ({ ...entry, messages: numberAll(entry, attempt) }));
  for (const entry of left) outbox.put(entry.key, entry);
  const offered = box.querySelector("[data-unsent]");
  if (!(offered instanceof HTMLElement)) return;
  offer(offered, new Set(left.map((entry) => entry.position)).size, "ended");
  offered.querySelector("[data-unsent-save]")?.addEventListener("click", () => download({ attempt, name, exam }, left));
}

for (const box of document.querySelectorAll("[data-outbox]")) offerLeftovers(box);

// What did not reach the server, as a file that a student can hand to the teacher.

import { isUnsent } from "./outbox.js";

/** @typedef {{attempt: string, name: string, exam: string}} Whose */

/** @param {Whose} whose @param {import("./outbox.js").Entry[]} entries all their messages numbered @param {Date} at */
export function makeFile({ attempt, name, exam }, entries, at) {
  const messages = entries.filter(isUnsent).flatMap((entry) =>
    entry.messages.map(({ device, seq, base_revision, response, typed_at }) => ({
      ...{ position: entry.position, device, seq, base_revision, response, typed_at },
    })),
  );
  return { mathtest: "unsent answers", v: 1, attempt, name, exam, made_at: at.toISOString(), messages };
}

/** @param {Whose} whose @param {import("./outbox.js").Entry[]} entries */
export function download(whose, entries) {
  const at = new Date();
  const two = (number) => String(number).padStart(2, "0");
  const day = `${at.getFullYear()}${two(at.getMonth() + 1)}${two(at.getDate())}`;
  const link = document.createElement("a");
  const text = JSON.stringify(makeFile(whose, entries, at), null, 1);
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = `mathtest-unsent-${whose.attempt.slice(0, 8)}-${day}-${two(at.getHours())}${two(at.getMinutes())}.json`;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

/**
 * Offer the file in its box, or take the offer away.
 * @param {HTMLElement} box with the words in its data
 * @param {number} count how many questions have something unsent
 * @param {"waiting" | "ended"} reason
 */
export function offer(box, count, reason) {
  const words = (reason === "ended" ? box.dataset.textEnded : box.dataset.textWaiting) ?? "";
  const text = words.replace("{n}", String(count));
  const place = box.querySelector("[data-unsent-words]");
  if (place && count > 0 && place.textContent !== text) place.textContent = text;
  showIf(box, count > 0);
}

/** Show a part of the place for what is kept here, or take it away; the place is there while one of its parts is. @param {HTMLElement} part @param {boolean} isShown */
export function showIf(part, isShown) {
  part.hidden = !isShown;
  const place = part.closest("[data-outbox]");
  if (place instanceof HTMLElement) place.hidden = [...place.children].every((child) => child.hidden);
}

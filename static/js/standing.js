// How it stands with all answers together: one line while something waits, said once when it begins and when it ends.

import { speak } from "./halts.js";

const STEADY_MS = 2000;

/** @param {import("./desk.js").Desk} desk */
export function showStanding(desk) {
  const line = desk.form.querySelector("[data-standing]");
  if (!(line instanceof HTMLElement)) return;
  /** @type {Map<number, boolean>} */
  const waiting = new Map();
  /** @type {Map<number, string>} what the questions are called that have two answers */
  const doubled = new Map();
  let isSaid = false;
  let timer = 0;

  const draw = () => {
    const { textOffline, textOne, textMany, textOfflineOne, textOfflineMany, textConflict } = line.dataset;
    const count = [...waiting.values()].filter(Boolean).length;
    const [none, one, many] = navigator.onLine ? ["", textOne, textMany] : [textOffline, textOfflineOne, textOfflineMany];
    const [question] = doubled.values();
    const choose = question ? textConflict?.replace("{question}", question) : "";
    const words = (count > 1 ? many : count === 1 ? one : none)?.replace("{n}", String(count)) || choose || "";
    if (line.textContent !== words) line.textContent = words;
    line.hidden = words === "";
    clearTimeout(timer);
    timer = setTimeout(() => say(words === choose ? "" : words), STEADY_MS); // a conflict is said by its question
  };
  const say = (words) => {
    if (isSaid === (words !== "")) return;
    isSaid = words !== "";
    speak(desk.form, words || line.dataset.textAgain);
  };
  desk.hear("state", (saver) => {
    waiting.set(saver.position, saver.isUnsent && (saver.state === "waiting" || saver.state === "kept"));
    if (saver.state === "conflict") doubled.set(saver.position, saver.section.querySelector("h2")?.firstChild?.textContent?.trim() ?? "");
    else doubled.delete(saver.position);
    draw();
  });
  window.addEventListener("online", draw);
  window.addEventListener("offline", draw);
  draw();
}

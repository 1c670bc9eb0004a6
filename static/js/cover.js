// Before an exam starts: whether this browser can keep what is typed, said while there is time to do something about it.

import { startWorker } from "./offline.js";
import { Shelf } from "./storage.js";

const LEAST_ROOM_BYTES = 5 * 1024 * 1024;

/** @returns {Promise<"" | "refused" | "full">} what is wrong with keeping something here */
async function findTrouble() {
  const shelf = await Shelf.open();
  if (!shelf.survives) return "refused";
  const { quota, usage = 0 } = (await navigator.storage?.estimate?.().catch(() => null)) ?? {};
  return quota !== undefined && quota - usage < LEAST_ROOM_BYTES ? "full" : "";
}

for (const place of document.querySelectorAll("[data-storage-check]")) {
  findTrouble().then((trouble) => {
    if (trouble) place.querySelector(`[data-trouble="${trouble}"]`)?.removeAttribute("hidden");
  });
  // From now on the browser asks less easily for the room back; where it asks the student, it does so here.
  place.closest("form")?.addEventListener("submit", () => navigator.storage?.persist?.().catch(() => false));
  startWorker();
}

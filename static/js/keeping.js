// What this device keeps of an exam: brings back what was kept, says when nothing is, and offers it as a file.

import { recall, remember } from "./device.js";
import { canReloadOffline, keepPage, startWorker } from "./offline.js";
import { download, offer, showIf } from "./unsent-file.js";

const LOOK_MS = 5000;
const OFFERED_AFTER_MS = 60000;
const LEFT_MS = 8000; // a tab that loads again says goodbye, too; its network may be slow
const WORKER_DELAY_MS = 1000;

/**
 * @param {HTMLElement} box the place for it, with its words
 * @param {import("./desk.js").Desk} desk
 * @param {import("./tabs.js").Tab} tab
 * @param {import("./outbox.js").Outbox} outbox
 * @param {import("./saving.js").QuestionSaver[]} savers
 */
export async function keepWhatIsTyped(box, desk, tab, outbox, savers) {
  watchUnsent(box, desk, outbox, savers);
  tellOfReloading(box, desk);
  try {
    const kept = await outbox.opened;
    bringBack(kept.filter((entry) => entry.device === tab.device), savers);
    await adopt(kept, desk, tab, outbox, savers);
  } finally {
    // Whatever could not be brought back: what is typed now is sent.
    for (const saver of savers) saver.begin();
  }
  // Another tab of this browser was closed: what it had not sent is sent from here.
  tab.onLeft = () => setTimeout(async () => adopt(await outbox.entries(), desk, tab, outbox, savers), LEFT_MS);
}

/** @param {import("./outbox.js").Entry[]} entries @param {import("./saving.js").QuestionSaver[]} savers */
function bringBack(entries, savers) {
  const byAge = [...entries].sort((one, other) => one.at - other.at);
  for (const saver of savers) saver.restore(byAge.filter((entry) => entry.position === saver.position));
}

/** Take over what tabs have left that are no longer there. */
async function adopt(entries, desk, tab, outbox, savers) {
  const others = await tab.callRoll();
  desk.device = tab.device;
  const left = entries.filter(({ device }) => device !== tab.device && !others.has(device));
  bringBack(left, savers);
  for (const saver of savers) {
    const taken = left.filter((entry) => entry.position === saver.position);
    if (taken.length === 0) continue;
    await saver.keep();
    // What lies safe is not given up for what only this page remembers.
    if (outbox.survives) for (const entry of taken) outbox.put(entry.key, null);
    if (saver.isReady) saver.begin();
  }
}

/** Offers what waits for long, or came too late, as a file; says when this device keeps nothing. */
function watchUnsent(box, desk, outbox, savers) {
  const offered = box.querySelector("[data-unsent]");
  const unsafe = box.querySelector("[data-unsafe]");
  const whose = { attempt: desk.attempt, name: box.dataset.name ?? "", exam: box.dataset.exam ?? "" };
  let isSignedOut = false;
  const look = () => {
    const unsent = savers.filter((saver) => saver.isUnsent);
    const isEnded = unsent.some((saver) => saver.state === "closed");
    const isOld = unsent.some((saver) => Date.now() - saver.unsentSince > OFFERED_AFTER_MS);
    if (offered) offer(offered, isEnded || isOld || isSignedOut ? unsent.length : 0, isEnded ? "ended" : "waiting");
    if (unsafe instanceof HTMLElement) showIf(unsafe, !outbox.survives);
  };
  desk.hear("signedout", () => (isSignedOut = true));
  desk.hear("signedin", () => (isSignedOut = false));
  desk.hear("state", look);
  setInterval(look, LOOK_MS);
  outbox.opened.then(look);
  offered?.querySelector("[data-unsent-save]")?.addEventListener("click", () => {
    for (const saver of savers) if (saver.isNewer && saver.isUnsent) saver.number();
    download(whose, savers.map((saver) => saver.entry));
  });
}

/** With a worker the page can be loaded again without a network; on plain http this is said once an exam. */
function tellOfReloading(box, desk) {
  const told = box.querySelector("[data-needs-network]");
  const key = `mathtest:needs-network:${desk.attempt}`;
  if (!canReloadOffline) {
    if (told instanceof HTMLElement && !recall(key)) showIf(told, true);
    return remember(key, "1");
  }
  const keep = async () => keepPage(await startWorker());
  const later = () => setTimeout(keep, WORKER_DELAY_MS);
  if (document.readyState === "complete") later();
  else window.addEventListener("load", later, { once: true });
  desk.hear("signedin", keep);
}

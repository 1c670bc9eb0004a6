// Loading the exam again without a network: the service worker keeps its page and its files. See exam-worker.js.

const WORKER = "/exam-worker.js";
const LONGEST_SPREAD_MS = 10000;

/** Browsers have service workers on https and on localhost only. */
export const canReloadOffline = window.isSecureContext && "serviceWorker" in navigator;

/** @returns {Promise<ServiceWorker | null>} the worker, once it works */
export async function startWorker() {
  if (!canReloadOffline) return null;
  try {
    await navigator.serviceWorker.register(WORKER);
    return (await navigator.serviceWorker.ready).active;
  } catch {
    return null;
  }
}

const isOurs = (address) => address.startsWith(`${window.location.origin}/`);

/** Have this page kept, with its files. A class that opens it together does not ask for it together again. @param {ServiceWorker | null} worker */
export function keepPage(worker) {
  const loaded = performance.getEntriesByType("resource").filter((entry) => entry.initiatorType !== "fetch");
  const files = [...loaded.map((entry) => entry.name), ...[...document.images].map((image) => image.src)];
  const page = window.location.origin + window.location.pathname;
  const spread = Math.random() * LONGEST_SPREAD_MS;
  worker?.postMessage({ keep: page, files: [...new Set(files.filter(isOurs))], spread });
}

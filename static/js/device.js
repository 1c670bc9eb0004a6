// Who is saving: a random name for this tab, and a number that only grows, kept where the browser lets us.

/** @param {("localStorage" | "sessionStorage")[]} names @returns {Storage | null} the first that takes something */
function openStorage(...names) {
  for (const name of names) {
    try {
      const storage = window[name];
      storage.setItem("mathtest:probe", "1");
      storage.removeItem("mathtest:probe");
      return storage;
    } catch {
      continue;
    }
  }
  return null;
}

const lasting = openStorage("localStorage", "sessionStorage");
const ofTab = openStorage("sessionStorage");
/** @type {Map<string, string>} */
const memory = new Map();

/**
 * Read a remembered text.
 * @param {string} key
 * @returns {string | null}
 */
export const recall = (key, storage = lasting) => memory.get(key) ?? storage?.getItem(key) ?? null;

/**
 * Remember a text; where the browser refuses (full, private), until the page goes.
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value, storage = lasting) {
  try {
    if (!storage) throw new Error("no storage");
    storage.setItem(key, value);
    memory.delete(key);
  } catch {
    memory.set(key, value);
  }
}

/** A random UUID; plain http in a classroom has getRandomValues but no randomUUID. */
function randomUuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

const DEVICE_KEY = "mathtest:device";

/** A new name for this tab. @returns {string} */
export function renameDevice() {
  const made = randomUuid();
  remember(DEVICE_KEY, made, ofTab);
  return made;
}

/** The name of this tab, the same after a reload. A tab that was duplicated has the name of the other: see tabs.js. */
export const deviceName = () => recall(DEVICE_KEY, ofTab) ?? renameDevice();

const sequenceKey = (attempt, device) => `mathtest:seq:${attempt}:${device}`;

/** A device has used this number in an attempt, so it goes on after it. @param {string} attempt @param {string} device @param {number} used */
export function reserveSequence(attempt, device, used) {
  const key = sequenceKey(attempt, device);
  if (used > Number(recall(key, ofTab) ?? 0)) remember(key, String(used), ofTab);
}

/** The next number of a device in one attempt. @param {string} attempt @param {string} device @returns {number} */
export function nextSequence(attempt, device) {
  const key = sequenceKey(attempt, device);
  const next = Number(recall(key, ofTab) ?? 0) + 1;
  remember(key, String(next), ofTab);
  return next;
}

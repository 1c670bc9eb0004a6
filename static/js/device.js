// Who is saving: a random name for this browser, and a number that only grows, kept where the browser lets us.

/** @returns {Storage | null} */
function openStorage() {
  for (const name of ["localStorage", "sessionStorage"]) {
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

const storage = openStorage();
/** @type {Map<string, string>} */
const memory = new Map();

/**
 * Read a remembered text.
 * @param {string} key
 * @returns {string | null}
 */
export function recall(key) {
  return memory.get(key) ?? storage?.getItem(key) ?? null;
}

/**
 * Remember a text; where the browser refuses (full, private), until the page goes.
 * @param {string} key
 * @param {string} value
 */
export function remember(key, value) {
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

/**
 * The name of this device.
 * @param {string} key where it is kept
 * @returns {string}
 */
export function deviceName(key) {
  const known = recall(key);
  if (known) return known;
  const made = randomUuid();
  remember(key, made);
  return made;
}

/**
 * The next number of this device in one attempt. Read anew each time: another tab counts on the same number.
 * @param {string} attempt
 * @param {number} atLeast a number known to be used
 * @returns {number}
 */
export function nextSequence(attempt, atLeast) {
  const key = `mathtest:seq:${attempt}`;
  const next = Math.max(Number(recall(key) ?? 0), atLeast) + 1;
  remember(key, String(next));
  return next;
}

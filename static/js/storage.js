// What this browser keeps for us: a database, else its simple storage, else only the memory of the page, and which it is.

const DATABASE = "mathtest";
const ROOM = "outbox";
const LOCAL_PREFIX = "mathtest:outbox:";
const LONGEST_WAIT_MS = 3000;

/**
 * @typedef {{key: string, at: number}} Kept `at`: when it was written, in milliseconds
 * @typedef {{name: string, put: (kept: Kept) => Promise<unknown>, remove: (key: string) => Promise<unknown>, all: () => Promise<Kept[]>}} Room
 */

/** A browser that does not answer is one that refuses. @template T @param {Promise<T>} answer @returns {Promise<T>} */
const within = (answer) =>
  Promise.race([answer, new Promise((_, refuse) => setTimeout(() => refuse(new Error("no answer")), LONGEST_WAIT_MS))]);

/** @returns {Promise<IDBDatabase>} */
const openDatabase = () =>
  new Promise((resolve, refuse) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(ROOM, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => refuse(request.error);
  });

/** @returns {Promise<Room>} */
async function databaseRoom() {
  const database = await openDatabase();
  /** Strict: what was written survives also a device that loses its power. */
  const run = (mode, act) =>
    new Promise((resolve, refuse) => {
      const transaction = database.transaction(ROOM, mode, { durability: "strict" });
      const request = act(transaction.objectStore(ROOM));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = transaction.onabort = () => refuse(transaction.error);
    });
  const remove = (key) => run("readwrite", (room) => room.delete(key));
  await run("readwrite", (room) => room.put({ key: "probe", at: 0 }));
  await remove("probe");
  return {
    name: "database",
    put: (kept) => run("readwrite", (room) => room.put(kept)),
    remove,
    all: () => run("readonly", (room) => room.getAll()),
  };
}

/** @returns {Promise<Room>} */
async function localRoom() {
  const local = window.localStorage;
  local.setItem(`${LOCAL_PREFIX}probe`, "1");
  local.removeItem(`${LOCAL_PREFIX}probe`);
  const ours = () => Object.keys(local).filter((name) => name.startsWith(LOCAL_PREFIX));
  return {
    name: "local",
    put: async (kept) => local.setItem(LOCAL_PREFIX + kept.key, JSON.stringify(kept)),
    remove: async (key) => local.removeItem(LOCAL_PREFIX + key),
    all: async () => ours().map((name) => JSON.parse(local.getItem(name) ?? "null")).filter(Boolean),
  };
}

/** @returns {Room} */
function memoryRoom() {
  const memory = new Map();
  return {
    name: "memory",
    put: async (kept) => memory.set(kept.key, kept),
    remove: async (key) => memory.delete(key),
    all: async () => [...memory.values()],
  };
}

/** Records by their key, in the safest room that takes them. */
export class Shelf {
  /** @param {Room[]} rooms the safest first; the last refuses nothing */
  constructor(rooms) {
    this.rooms = rooms;
    this.current = 0;
    /** @type {Map<string, Kept>} what this page has put here */
    this.held = new Map();
    /** @type {Map<string, number>} what lies in the simple storage beside the database, and when it was written */
    this.hasty = new Map();
  }

  static async open() {
    const opened = await Promise.allSettled([within(databaseRoom()), within(localRoom())]);
    return new Shelf([...opened.filter((room) => room.status === "fulfilled").map((room) => room.value), memoryRoom()]);
  }

  /** Whether it is still there when the browser was closed. */
  get survives() {
    return this.rooms[this.current].name !== "memory";
  }

  /** @param {Kept} kept */
  async put(kept) {
    this.held.set(kept.key, kept);
    await this.write([kept]);
    if (this.rooms[this.current].name !== "database" || !(kept.at > (this.hasty.get(kept.key) ?? Infinity))) return;
    this.hasty.delete(kept.key);
    await this.simple?.remove(kept.key);
  }

  get simple() {
    return this.rooms.find((room) => room.name === "local");
  }

  /** At once, into the simple storage: a page that goes may be gone before the database has written. @param {Kept} kept */
  putNow(kept) {
    this.hasty.set(kept.key, kept.at);
    this.simple?.put(kept).catch(() => {});
  }

  /** A room that is full or broken is left for the next one, with all that is held. @param {Kept[]} records */
  async write(records) {
    const room = this.rooms[this.current];
    try {
      for (const record of records) await within(room.put(record));
    } catch {
      if (this.rooms[this.current] === room) this.current += 1;
      await this.write([...this.held.values()]);
    }
  }

  /** @param {string} key */
  async remove(key) {
    this.held.delete(key);
    await Promise.allSettled(this.rooms.map((room) => within(room.remove(key))));
  }

  /** Everything, from whichever room; of two with one key the later. @returns {Promise<Kept[]>} */
  async all() {
    const found = await Promise.allSettled(this.rooms.map((room) => within(room.all())));
    const simple = found[this.rooms.indexOf(this.simple)];
    // What a page left there that is gone: whatever is written from now on is newer.
    for (const { key } of simple?.value ?? []) if (!this.hasty.has(key)) this.hasty.set(key, 0);
    const records = found.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
    return [...new Map(records.sort((one, other) => one.at - other.at).map((kept) => [kept.key, kept])).values()];
  }
}

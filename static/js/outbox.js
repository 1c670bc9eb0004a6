// The outbox of one attempt: what was typed and not acknowledged, kept on this device before it is sent.

import { fingerprint } from "./answers.js";
import { nextSequence, reserveSequence } from "./device.js";
import { Shelf } from "./storage.js";

const KEPT_DAYS = 30;

/**
 * @typedef {import("./answers.js").Answer} Answer
 * @typedef {{device: string, seq: number, base_revision: number, response: Answer, typed_at: string, tries?: number}} Message
 * @typedef {{key: string, position: number, device: string, at: number, seq: number, answer: Answer, base: number, sent: string, saved_at: string, messages: Message[]}} Entry
 *   `answer` the newest typed, `base` the revision it was typed over, `sent` the fingerprint the server acknowledged,
 *   `messages` those with a number and without a reply, oldest first
 */

/** A damaged record must not keep the others from being sent. @param {Entry} entry */
const isWhole = ({ at, messages, answer }) => Number.isFinite(at) && Array.isArray(messages) && Boolean(answer);

/** @param {Entry} entry */
export const isUnsent = (entry) => entry.messages.length > 0 || fingerprint(entry.answer) !== entry.sent;

/**
 * The messages of an entry; what was only typed gets the next number of its device, and is the last of them.
 * @param {Entry} entry @param {string} attempt
 * @returns {Message[]}
 */
export function numberAll({ device, answer, base, at, messages, sent }, attempt) {
  const newest = messages.length > 0 ? fingerprint(messages.at(-1).response) : sent;
  if (newest === fingerprint(answer)) return messages;
  const message = { device, seq: nextSequence(attempt, device), base_revision: base, response: answer };
  return [...messages, { ...message, typed_at: new Date(at).toISOString() }];
}

export class Outbox {
  /** The name of the account is part of every key: another one on this device neither sees nor sends it. @param {string} user @param {string} attempt */
  constructor(user, attempt) {
    this.attempt = attempt;
    this.prefix = `${user}/${attempt}/`;
    /** @type {Map<string, {entry: Entry | null, done: Promise<void>}>} */
    this.waiting = new Map();
    /** @type {Map<string, Promise<void>>} */
    this.last = new Map();
    this.isOpen = false;
    this.opened = this.open();
  }

  async open() {
    this.shelf = await Shelf.open();
    const all = /** @type {Entry[]} */ (await this.shelf.all());
    const oldest = Date.now() - KEPT_DAYS * 24 * 3600 * 1000;
    // The clock of a device may have been years off: what belongs to this attempt is never too old.
    for (const { key } of all.filter((kept) => kept.at < oldest && !this.isOurs(kept))) this.shelf.remove(key);
    this.isOpen = true;
    return this.ours(all);
  }

  /** Whether what is kept here survives the closing of the page; taken for so until the browser has said. */
  get survives() {
    return this.shelf?.survives ?? true;
  }

  /** What lies here now, also from other tabs. @returns {Promise<Entry[]>} */
  async entries() {
    await this.opened;
    return this.ours(/** @type {Entry[]} */ (await this.shelf.all()));
  }

  /** Of this attempt. @param {Entry} kept */
  isOurs(kept) {
    return kept.key.startsWith(this.prefix);
  }

  /** At once, for a page that goes; not before what lies here was brought back. @param {Entry} entry */
  putNow(entry) {
    if (this.isOpen) this.shelf.putNow(entry);
  }

  /** Those of this attempt that can be read, oldest first; their devices count on from there. @param {Entry[]} all */
  ours(all) {
    const entries = all.filter((kept) => this.isOurs(kept) && isWhole(kept));
    for (const { device, seq, messages } of entries) {
      reserveSequence(this.attempt, device, seq);
      for (const message of messages) reserveSequence(this.attempt, message.device, message.seq);
    }
    return entries;
  }

  /** @param {number} position @param {string} device */
  key(position, device) {
    return `${this.prefix}${position}/${device}`;
  }

  /**
   * Keep an entry, or with null none; of several that wait for the same place only the newest is written.
   * @param {string} key @param {Entry | null} entry
   * @returns {Promise<void>} when it is there
   */
  put(key, entry) {
    const waiting = this.waiting.get(key);
    if (waiting) {
      waiting.entry = entry;
      return waiting.done;
    }
    const slot = { entry, done: Promise.resolve() };
    this.waiting.set(key, slot);
    slot.done = Promise.all([this.opened, this.last.get(key)]).then(() => {
      this.waiting.delete(key);
      return slot.entry ? this.shelf.put(slot.entry) : this.shelf.remove(key);
    });
    this.last.set(key, slot.done);
    return slot.done;
  }
}

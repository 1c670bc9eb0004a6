// Which tab is which: the tabs of one attempt call one another, because a duplicated tab takes its name along.

import { deviceName, renameDevice } from "./device.js";

const ANSWER_MS = 200;

/** One tab of an attempt. Without BroadcastChannel it believes that it is alone. */
export class Tab {
  /** @param {string} attempt */
  constructor(attempt) {
    this.device = deviceName();
    this.nonce = Math.random();
    this.isSettled = false;
    /** @type {Set<string>} the names of the other tabs that have answered */
    this.others = new Set();
    /** @type {(device: string) => void} another tab was closed, or loads again */
    this.onLeft = () => {};
    if (typeof BroadcastChannel !== "function") return;
    this.channel = new BroadcastChannel(`mathtest:${attempt}`);
    this.channel.addEventListener("message", ({ data }) => this.listen(data));
    window.addEventListener("pagehide", () => this.say("bye"));
  }

  /** @param {"hello" | "here" | "bye"} word */
  say(word) {
    this.channel?.postMessage({ word, device: this.device, nonce: this.nonce });
  }

  /** @param {{word: string, device: string, nonce: number}} said */
  listen({ word, device, nonce }) {
    if (word === "bye") {
      this.others.delete(device);
      this.onLeft(device);
      return;
    }
    const isNewHere = !this.isSettled && (word === "here" || nonce < this.nonce);
    if (device === this.device && isNewHere) {
      this.device = renameDevice();
      return this.say("hello");
    }
    this.others.add(device);
    if (word === "hello") this.say("here");
  }

  /** Call all tabs; the first time, this one has its own name afterwards. @returns {Promise<Set<string>>} who is there */
  async callRoll() {
    this.others.clear();
    this.say("hello");
    if (this.channel) await new Promise((resolve) => setTimeout(resolve, ANSWER_MS));
    this.isSettled = true;
    return this.others;
  }
}

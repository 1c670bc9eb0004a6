// A part of the page that keeps itself up to date while somebody looks: from a stream of events where the server has
// one, else by asking every few seconds with the tag of what it shows. What has the focus keeps it.

import { watchFormulas } from "./formulas.js";

const PAUSE_MS = 5000;
const FAILURES = 2; // of the stream, before the page asks instead
const AGAIN_MS = 120000; // a page that asks tries the stream again after so long: its process may be back
const SILENCE_MS = 40000; // the stream says every 15 seconds that it is there
const FIRST_WORD_MS = 10000; // of a stream that failed before: it begins with the board
const SAID_MS = 20000; // a screen reader is told of changes at most this often

/** @param {Element} from @param {string} selector */
const all = (from, selector) => /** @type {HTMLElement[]} */ ([...from.querySelectorAll(selector)]);

/** The parts of `whole` that are not within another part of it. @param {HTMLElement} whole */
const partsOf = (whole) =>
  all(whole, "[data-live-part]").filter((part) => {
    const around = part.parentElement?.closest("[data-live-part]");
    return !around || around.contains(whole);
  });

/** @param {HTMLElement[]} parts */
const namesOf = (parts) => String(parts.map((part) => part.dataset.livePart));

/** One element, which may be a row of a table. @param {string} html */
function elementOf(html) {
  const template = document.createElement("template");
  template.innerHTML = html;
  return /** @type {HTMLElement} */ (template.content.firstElementChild);
}

class LivePlace {
  /** @param {HTMLElement} place */
  constructor(place) {
    this.place = place;
    this.tag = place.dataset.etag ?? "";
    this.trouble = /** @type {HTMLElement | null} */ (document.querySelector("[data-live-trouble]"));
    this.status = document.querySelector("[data-live-said]");
    this.said = place.querySelector("[data-live-say]")?.textContent ?? "";
    this.saidAt = 0;
    this.failures = 0;
    /** @type {EventSource | null} */
    this.stream = null;
    this.timer = 0;
    this.mayStream = Boolean(place.dataset.stream && window.EventSource);
    this.streams = this.mayStream;
    this.asksUntil = 0;
    document.addEventListener("visibilitychange", () => this.wake());
    window.addEventListener("online", () => this.wake());
    this.wait();
  }

  wake() {
    clearTimeout(this.timer);
    if (document.visibilityState !== "visible") return this.close();
    if (this.streams) this.listen();
    else this.ask();
  }

  wait() {
    clearTimeout(this.timer);
    if (this.streams) return this.listen();
    this.timer = setTimeout(() => this.wake(), PAUSE_MS * (0.8 + 0.4 * Math.random()));
  }

  async ask() {
    const response = await fetch(this.place.dataset.live ?? "", {
      headers: { "If-None-Match": `"${this.tag}"` },
      cache: "no-store",
      credentials: "same-origin",
    }).catch(() => null);
    if (response?.redirected) return this.tell("signedout");
    if (response?.status === 304) this.seen();
    else if (response?.ok) this.show(await response.text(), (response.headers.get("ETag") ?? "").replace(/W\/|"/g, ""));
    else this.tell("lost");
    if (response && response.status < 400 && this.mayStream && Date.now() > this.asksUntil) {
      this.streams = true;
      this.failures = FAILURES - 1; // one more sends it back to asking
    }
    this.wait();
  }

  listen() {
    if (this.stream || document.visibilityState !== "visible") return;
    const stream = (this.stream = new EventSource(this.place.dataset.stream ?? ""));
    stream.addEventListener("board", (event) => this.hear(() => this.show(event.data, event.lastEventId)));
    stream.addEventListener("parts", (event) => this.hear(() => this.put(JSON.parse(event.data), event.lastEventId)));
    stream.addEventListener("beat", (event) => this.hear(() => this.seen(event.data)));
    stream.addEventListener("old", () => this.hear(() => this.tell("old")));
    stream.addEventListener("error", () => this.fail());
    this.listenFor(this.failures ? FIRST_WORD_MS : SILENCE_MS);
  }

  /** @param {number} silence in ms */
  listenFor(silence) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.fail(), silence);
  }

  /** @param {() => void} act */
  hear(act) {
    this.failures = 0;
    this.listenFor(SILENCE_MS);
    act();
  }

  fail() {
    this.close();
    this.failures += 1;
    this.streams = this.failures < FAILURES;
    if (this.streams) this.tell("lost"); // else it asks now, and that tells
    else this.asksUntil = Date.now() + AGAIN_MS * (0.8 + 0.4 * Math.random());
    this.timer = setTimeout(() => this.wake(), 1000 * this.failures + 2000 * Math.random());
  }

  close() {
    this.stream?.close();
    this.stream = null;
    clearTimeout(this.timer);
  }

  /** The page is up to date. @param {string} [time] */
  seen(time) {
    this.tell("");
    const said = time ?? new Date().toLocaleTimeString("en-GB");
    for (const at of all(this.place, "[data-live-at]")) at.textContent = said;
  }

  /** @param {string} what lost, old, signedout, or nothing */
  tell(what) {
    if (!this.trouble || (this.trouble.dataset.what ?? "") === what) return;
    this.trouble.dataset.what = what;
    for (const line of all(this.trouble, "[data-live-when]")) line.hidden = line.dataset.liveWhen !== what;
    this.trouble.hidden = !what;
  }

  /** @param {string} html @param {string} tag */
  show(html, tag) {
    this.tag = tag;
    this.tell("");
    const made = document.createElement("div");
    made.innerHTML = html;
    if (!this.swapParts(this.place, made)) this.swap(this.place, made, true);
    this.say();
  }

  /** @param {Record<string, string>} pieces the HTML of parts that are others now @param {string} tag */
  put(pieces, tag) {
    const parts = new Map(all(this.place, "[data-live-part]").map((part) => [part.dataset.livePart ?? "", part]));
    if (Object.keys(pieces).some((name) => !parts.has(name))) return this.begin();
    this.tag = tag;
    this.tell("");
    for (const [name, html] of Object.entries(pieces)) {
      this.swap(/** @type {HTMLElement} */ (parts.get(name)), elementOf(html), false);
    }
    this.say();
  }

  /** A new stream begins with a whole board. */
  begin() {
    this.close();
    this.timer = setTimeout(() => this.wake(), 1000 + 2000 * Math.random());
  }

  /** Puts in each part that is another one, the innermost that can be; false where the parts are not the same.
   * @param {HTMLElement} old @param {HTMLElement} next @returns {boolean} */
  swapParts(old, next) {
    const [before, after] = [partsOf(old), partsOf(next)];
    if (!after.length || namesOf(before) !== namesOf(after)) return false;
    after.forEach((part, place) => {
      if (!this.swapParts(before[place], part)) this.swap(before[place], part, false);
    });
    return true;
  }

  /** Puts `next` in the place of `old`, or only what is in it; keeps the focus, what is open, and what is scrolled.
   * @param {HTMLElement} old @param {HTMLElement} next @param {boolean} inside */
  swap(old, next, inside) {
    const open = new Set(all(old, "details[open][id]").map((one) => one.id));
    for (const one of all(next, "details[id]")) one.toggleAttribute("open", open.has(one.id));
    if (old.innerHTML === next.innerHTML) return;
    const focused = document.activeElement;
    const held = focused && old.contains(focused) ? this.pathOf(focused) : "";
    const scrolled = all(old, "[id]").filter((one) => one.scrollLeft || one.scrollTop);
    const places = scrolled.map((one) => [one.id, one.scrollLeft, one.scrollTop]);
    if (inside) old.replaceChildren(...next.childNodes);
    else old.replaceWith(next);
    for (const [id, left, top] of places) document.getElementById(String(id))?.scrollTo(Number(left), Number(top));
    watchFormulas(inside ? old : next);
    if (held) /** @type {HTMLElement | null} */ (document.querySelector(held))?.focus({ preventScroll: true });
  }

  /** How to find what has the focus again. @param {Element} element */
  pathOf(element) {
    const named = element.closest("[id]");
    if (!named) return "";
    const id = `#${CSS.escape(named.id)}`;
    return element === named ? id : `${id} > ${element.localName}`;
  }

  say() {
    const says = this.place.querySelector("[data-live-say]")?.textContent?.trim() ?? "";
    if (says === this.said.trim() || Date.now() - this.saidAt < SAID_MS) return;
    this.said = says;
    this.saidAt = Date.now();
    if (this.status) this.status.textContent = says;
  }
}

for (const place of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-live]"))) new LivePlace(place);

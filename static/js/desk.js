// The desk of one exam page: what its parts tell one another, and the one way in which any of them asks the server.

const LONGEST_ASK_MS = 20000;
const MOST_AT_ONCE = 4;
const LONGEST_OUTRUN_MS = 30000; // beyond that the server's clock was set back
const MOST_KEPT_ALIVE = 60000; // browsers refuse more than 64 KB in all bodies that outlive their page

/** @param {string} name */
export function readCookie(name) {
  const found = document.cookie.split("; ").find((pair) => pair.startsWith(`${name}=`));
  return found ? decodeURIComponent(found.slice(name.length + 1)) : "";
}

/** @param {Response} response */
export const isJson = (response) => (response.headers.get("Content-Type") ?? "").includes("json");

/** A page where JSON was due: the sign-in page, or the refusal of an old CSRF cookie. @param {Response} response */
export const isSignedOut = (response) =>
  response.status === 401 || response.redirected || (!isJson(response) && (response.ok || response.status === 403));

/**
 * Events, each with its `detail`:
 * `reply` what the server said with a save or a pulse: server_time, deadline_at, paused, notice; and isOld, when
 *   another that was made later came first: of the time and of a pause it knows less;
 * `state` the QuestionSaver that shows something else; `signedout` null or "foreign", `signedin` null;
 * `notices` what the student is told; `paused`, `resumed`, `passive` (another device is in charge), `active`,
 * `over` (the clock shows no time left) null; `ended` the state of the attempt.
 */
export class Desk extends EventTarget {
  /** @param {HTMLFormElement} form @param {string} device */
  constructor(form, device) {
    super();
    this.form = form;
    this.device = device;
    this.attempt = form.dataset.attempt ?? "";
    /** @type {() => number} how many answers have no receipt from the server yet */
    this.countUnsent = () => 0;
    this.heardAt = -Infinity;
    this.keptAlive = 0;
    this.underWay = 0;
    /** @type {(() => void)[]} */
    this.queue = [];
  }

  /** The question in view. */
  get position() {
    return Number(this.form.dataset.position) || 0;
  }

  /** @param {string} event @param {unknown} [detail] */
  tell(event, detail = null) {
    this.dispatchEvent(new CustomEvent(event, { detail }));
  }

  /** @param {string} event @param {(detail: any) => void} act */
  hear(event, act) {
    this.addEventListener(event, (told) => act(/** @type {CustomEvent} */ (told).detail));
  }

  /** Made before a reply that came first. @param {{server_time: string}} reply */
  isOutrun(reply) {
    const ahead = this.heardAt - Date.parse(reply.server_time);
    return ahead > 0 && ahead < LONGEST_OUTRUN_MS;
  }

  /** @param {{server_time: string}} reply */
  tellReply(reply) {
    const isOld = this.isOutrun(reply);
    if (!isOld) this.heardAt = Date.parse(reply.server_time);
    this.tell("reply", { ...reply, isOld });
  }

  /** Not all questions at once when the network comes back. @template T @param {() => Promise<T>} act @returns {Promise<T>} */
  async inTurn(act) {
    if (this.underWay >= MOST_AT_ONCE) await new Promise((next) => this.queue.push(() => next(null)));
    else this.underWay += 1;
    try {
      return await act();
    } finally {
      const next = this.queue.shift();
      if (next) next();
      else this.underWay -= 1;
    }
  }

  /**
   * One request with a JSON body. It outlives the page; the CSRF cookie is read now, because signing in changes it.
   * @param {string} method @param {string} url @param {unknown} body
   * @returns {Promise<Response | null>} null when nothing came back
   */
  async ask(method, url, body) {
    const text = JSON.stringify(body);
    const size = new Blob([text]).size;
    const keepalive = this.keptAlive + size <= MOST_KEPT_ALIVE;
    if (keepalive) this.keptAlive += size;
    const response = await fetch(url, {
      method,
      headers: {
        Accept: "application/json",
        "Content-Type": "application/json",
        "X-CSRFToken": readCookie(this.form.dataset.csrfCookie || "csrftoken"),
      },
      body: text,
      credentials: "same-origin",
      signal: AbortSignal.timeout?.(LONGEST_ASK_MS),
      keepalive,
    }).catch(() => null);
    if (keepalive) this.keptAlive -= size;
    if (response && isSignedOut(response)) this.tell("signedout");
    return response;
  }
}

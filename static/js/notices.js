// What students are told while the exam runs: a calm card each, until it was seen, and a list of all of them.

/** What a student confirms to have seen; a pause and its end show by themselves. */
const CONFIRMED = new Set(["announcement", "time", "withdrawal"]);

/** @typedef {{id: number, kind: string, text: string, at: string, positions: number[], reload: boolean}} Notice */

/**
 * @param {import("./desk.js").Desk} desk
 * @param {import("./pulse.js").Pulse} pulse
 */
export function showNotices(desk, pulse) {
  const { form } = desk;
  const cards = form.querySelector("[data-cards]");
  const list = form.querySelector("[data-told]");
  desk.hear("notices", (/** @type {Notice[]} */ notices) => {
    for (const notice of notices) {
      if (list?.querySelector(`[data-told-notice="${notice.id}"]`)) continue;
      if (list) addToList(list, notice);
      if (cards && CONFIRMED.has(notice.kind)) cards.append(makeCard(form, notice));
      if (notice.kind === "withdrawal") markWithdrawn(desk, notice);
    }
  });
  form.addEventListener("click", (event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-acknowledge], [data-reload]") : null;
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    if (button.hasAttribute("data-reload")) return loadAgain(form, button.dataset.reload);
    const card = button.closest("[data-notice]");
    if (card?.contains(document.activeElement)) form.querySelector("[data-question]:not([hidden]) h2")?.focus({ preventScroll: true });
    card?.remove();
    pulse.acknowledge(Number(button.dataset.acknowledge));
  });
}

/** What is typed is kept on this device and sent, so that the page may go. @param {HTMLFormElement} form @param {string | undefined} position */
export function loadAgain(form, position) {
  const address = new URL(form.action);
  if (position) address.searchParams.set("q", position);
  window.location.assign(address);
}

/** @param {HTMLFormElement} form @param {string} name */
const copyOf = (form, name) => form.querySelector(`template[data-template="${name}"]`).content.cloneNode(true).firstElementChild;

/** @param {HTMLFormElement} form @param {Notice} notice */
function makeCard(form, notice) {
  const card = copyOf(form, "notice");
  card.dataset.notice = String(notice.id);
  card.querySelector("[data-text]").textContent = notice.text;
  card.querySelector("[data-acknowledge]").dataset.acknowledge = String(notice.id);
  const again = card.querySelector("[data-reload]");
  if (notice.reload) again.dataset.reload = String(notice.positions.at(-1) ?? "");
  else again.remove();
  return card;
}

/** @param {Element} list @param {Notice} notice */
function addToList(list, notice) {
  const entry = document.createElement("li");
  const time = document.createElement("time");
  entry.dataset.toldNotice = String(notice.id);
  time.dateTime = notice.at;
  time.textContent = notice.at.slice(11, 16);
  entry.append(time, ` ${notice.text}`);
  list.querySelector("ul").append(entry);
  list.querySelector("[data-told-count]").textContent = String(list.querySelectorAll("li").length);
  list.hidden = false;
}

/** The question says so where it stands; after the next load the server says it. @param {import("./desk.js").Desk} desk @param {Notice} notice */
function markWithdrawn(desk, notice) {
  const { form } = desk;
  desk.tell("withdrawn", notice.positions[0]);
  const section = form.querySelector(`[data-question][data-position="${notice.positions[0]}"]`);
  if (!section || section.querySelector("[data-withdrawn]")) return;
  const note = copyOf(form, "withdrawn");
  note.querySelector("p").textContent = notice.text;
  section.querySelector("h2").after(note);
}

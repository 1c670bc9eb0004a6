// Signing in again without leaving the exam: what is typed stays in the page, and everything is sent afterwards.

import { readCookie } from "./desk.js";

const TYPING_MS = 1500;

/**
 * @param {import("./desk.js").Desk} desk
 * @param {import("./pulse.js").Pulse} pulse
 */
export function offerSignIn(desk, pulse) {
  const bar = desk.form.querySelector("[data-signedout]");
  const dialog = document.querySelector("dialog[data-signin]");
  if (!(bar instanceof HTMLElement) || !(dialog instanceof HTMLDialogElement)) return;
  const form = dialog.querySelector("form");
  const said = dialog.querySelector("[data-said]");
  const { csrfCookie = "csrftoken" } = desk.form.dataset;
  let typedAt = -Infinity;
  desk.form.addEventListener("input", () => (typedAt = performance.now()));

  /** Not into the middle of a word: its rest would go into the password. */
  const open = () => {
    if (bar.hidden || dialog.open) return;
    if (performance.now() - typedAt < TYPING_MS) setTimeout(open, TYPING_MS);
    else dialog.showModal();
  };
  desk.hear("signedout", (why) => {
    dialog.toggleAttribute("data-foreign", why === "foreign");
    if (!bar.hidden) return;
    bar.hidden = false;
    open();
  });
  desk.hear("signedin", () => {
    bar.hidden = true;
    dialog.close();
    renewTokens(readCookie(csrfCookie));
  });
  dialog.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-close]")) dialog.close();
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    said.className = "quiet";
    said.textContent = form.dataset.textWait ?? "";
    const refused = await signIn(form, csrfCookie);
    said.className = refused ? "field-error" : "quiet";
    said.textContent = refused;
    form.elements.password.value = "";
    if (refused) form.elements.password.focus();
    else pulse.beat();
  });
  listenToReadings(desk, csrfCookie);
}

/** @param {HTMLFormElement} form @param {string} csrfCookie @returns {Promise<string>} what was refused, in words; "" when signed in */
async function signIn(form, csrfCookie) {
  const send = () =>
    fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": readCookie(csrfCookie) },
      body: new URLSearchParams(new FormData(form)),
    }).catch(() => null);
  const renew = () => fetch(form.action).catch(() => null);
  if (!readCookie(csrfCookie)) await renew();
  let response = await send();
  if (response?.status === 403) {
    await renew();
    response = await send();
  }
  if (response?.ok) return "";
  const body = await response?.json().catch(() => null);
  return body?.message || (response ? form.dataset.textFailed : form.dataset.textOffline) || "";
}

/** The tokens that the page was served with are those of the session before. @param {string} token */
function renewTokens(token) {
  for (const field of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) field.value = token;
}

/** How an answer is read is asked for by htmx: with the token of now, and never with a sign-in page for a reply. */
function listenToReadings(desk, csrfCookie) {
  document.addEventListener("htmx:configRequest", (event) => {
    const { parameters } = /** @type {CustomEvent} */ (event).detail;
    if (parameters && "csrfmiddlewaretoken" in parameters) parameters.csrfmiddlewaretoken = readCookie(csrfCookie);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { detail } = /** @type {CustomEvent} */ (event);
    const { requestPath, responsePath } = detail.pathInfo ?? {};
    if (!responsePath || responsePath === requestPath) return;
    detail.shouldSwap = false;
    desk.tell("signedout");
  });
}

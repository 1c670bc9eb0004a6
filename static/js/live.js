// A part of the page that asks again by itself: every few seconds while somebody looks, never in a hidden tab.

/** @param {HTMLElement} place */
function keepLive(place) {
  const pause = Number(place.dataset.live) * 1000;
  const trouble = document.querySelector("[data-live-trouble]");
  const ask = () => {
    if (document.visibilityState === "visible") window.htmx?.trigger(place, "poll");
  };
  setInterval(ask, pause);
  document.addEventListener("visibilitychange", ask);
  place.addEventListener("htmx:afterRequest", (event) => {
    if (trouble) trouble.hidden = event.detail.successful;
  });
}

for (const place of document.querySelectorAll("[data-live]")) keepLive(place);

// Small behaviours of every page, hung on data- attributes. Nothing here is needed to read or to post.

import { watchFormulas } from "./formulas.js";
import "./lines.js";
import "./readings.js";

watchFormulas(document.body);
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.target instanceof Element) watchFormulas(event.target);
});

document.addEventListener("click", (event) => {
  const opener = event.target instanceof Element ? event.target.closest("[data-open-dialog]") : null;
  const dialog = opener && document.getElementById(opener.getAttribute("data-open-dialog") ?? "");
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
});

// An answer that can be read in two ways: a press on the one that is meant writes it into its field.

/** @param {Event} event */
function writeWay(event) {
  const button = event.target instanceof Element ? event.target.closest("[data-write]") : null;
  const place = button?.closest(".reading");
  const field = place && document.getElementById(place.id.replace(/^reading-/, ""));
  if (!(button instanceof HTMLElement) || !(field instanceof HTMLInputElement)) return;
  field.value = button.dataset.write ?? "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener("click", writeWay);

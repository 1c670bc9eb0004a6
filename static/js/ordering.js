// Says when an option stands at two places of an order. Saving goes on: people exchange two by choosing one twice.

/** @param {HTMLElement} part */
function tell(part) {
  const given = [...part.querySelectorAll("select[data-stem]")].map((field) => field.value).filter(Boolean);
  const hint = part.querySelector("[data-repeated]");
  const words = new Set(given).size < given.length ? hint.dataset.repeated : "";
  if (hint.textContent !== words) hint.textContent = words;
}

document.addEventListener("input", (event) => {
  const part = event.target.closest("[data-order]");
  if (part) tell(part);
});

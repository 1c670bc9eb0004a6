// The page to try typing on: fields as on the exam page, and nothing that leaves it.

import "./ordering.js";

for (const form of document.querySelectorAll("form[data-practice]")) {
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const button of form.querySelectorAll("[data-clear]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const fields = button.closest("[data-question]").querySelectorAll("input[data-part]");
      for (const field of fields) field.checked = false;
    });
  }
}

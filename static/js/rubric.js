// Shows what the points of a rubric come to while they are typed. Nothing depends on it: the server adds them up.

/** @param {HTMLElement} rubric */
function showTotal(rubric) {
  const total = rubric.querySelector("[data-rubric-total]");
  const given = [...rubric.querySelectorAll("input")].map((field) => Number(field.value.replace(",", ".")) || 0);
  total.hidden = false;
  total.querySelector("output").textContent = String(given.reduce((sum, points) => sum + points, 0));
}

for (const rubric of document.querySelectorAll("[data-rubric]")) {
  showTotal(rubric);
  rubric.addEventListener("input", () => showTotal(rubric));
}

// A working, typed line by line: its field grows, and a line that can be read in two ways is written as it is meant.

const FEWEST_ROWS = 5;
const MOST_ROWS = 16;

/** For browsers that do not size a field by what is in it. @param {Event} event */
function grow(event) {
  const field = event.target;
  if (!(field instanceof HTMLTextAreaElement) || !field.classList.contains("answer-lines")) return;
  field.rows = Math.min(Math.max(field.value.split("\n").length + 1, FEWEST_ROWS), MOST_ROWS);
}

/** @param {Event} event */
function writeLine(event) {
  const button = event.target instanceof Element ? event.target.closest(".line [data-write]") : null;
  const line = button?.closest(".line");
  const field = document.getElementById(button?.closest(".reading")?.id.replace(/^reading-/, "") ?? "");
  if (!(button instanceof HTMLElement) || !(line instanceof HTMLElement) || !(field instanceof HTMLTextAreaElement)) return;
  const rows = field.value.split("\n");
  const row = Number(line.dataset.row);
  rows[row] = rows[row].replace(line.dataset.typed ?? "", () => button.dataset.write ?? "");
  field.value = rows.join("\n");
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
}

document.addEventListener("input", grow);
document.addEventListener("click", writeLine);

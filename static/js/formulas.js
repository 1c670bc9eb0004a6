// A formula wider than its place scrolls there: then the keyboard must be able to reach it.
// Not within a label: what can take the focus there would no longer choose the option when it is clicked.

const PLACES = "p, li, dd, td, div";

const watcher = new ResizeObserver((entries) => {
  for (const { target } of entries) for (const formula of target.querySelectorAll("math")) makeReachable(formula);
});

/** @param {Element} formula */
function makeReachable(formula) {
  const isWider = formula.scrollWidth > formula.clientWidth;
  if (isWider && !formula.closest("label")) formula.setAttribute("tabindex", "0");
  else formula.removeAttribute("tabindex");
}

/** Keep every formula in `root` in reach, also when it comes into view or its place changes. @param {Element} root */
export function watchFormulas(root) {
  for (const formula of root.querySelectorAll("math")) {
    const place = formula.closest(PLACES);
    if (place) watcher.observe(place);
  }
}

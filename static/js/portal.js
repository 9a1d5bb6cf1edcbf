/* Comfort: every page works without it. */
(() => {
  "use strict";
  const typing = (e) => e.target.closest("input, textarea, select, [contenteditable]");
  const lost = () => !document.activeElement || document.activeElement === document.body;

  // After a swap a person asked for: errors, saved row or heading.
  document.addEventListener("htmx:afterSettle", (e) => {
    const cause = e.detail.requestConfig?.triggeringEvent;
    const root = e.detail.elt;
    if (!cause || !root?.matches) return;
    const find = (css) => (root.matches(css) ? root : root.querySelector(css));
    const alert = find("[role=alert]");
    const goal = alert || find("[data-focus]") || find("h1, h2, h3");
    if (!alert && cause.type === "change" && !lost()) return;
    const to = goal || (lost() ? root : null);
    if (!to) return;
    if (to.tabIndex < 0) to.tabIndex = -1;
    to.focus();
  });

  // Upload: a form with <progress data-upload hidden> and <output>.
  document.addEventListener("htmx:xhr:progress", (e) => {
    const bar = e.target.querySelector("[data-upload]");
    if (!bar || !e.detail.lengthComputable) return;
    const share = Math.round((100 * e.detail.loaded) / e.detail.total);
    bar.hidden = false;
    bar.value = share;
    const text = e.target.querySelector("output");
    if (text) text.value = share < 100 ? `Envoi\u00a0: ${share}\u00a0%` : "Fichier reçu, lecture en cours…";
  });

  const steps = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };
  const arrow = (e, cell) => {
    const [down, right] = steps[e.key];
    const rows = [...cell.closest("table").querySelectorAll("tbody tr")];
    let row = rows.indexOf(cell.closest("tr")) + down;
    let column = cell.closest("td").cellIndex + right;
    for (; rows[row]?.cells[column]; row += down, column += right) {
      const link = rows[row].cells[column].querySelector("a.cell");
      if (link?.offsetParent) {
        e.preventDefault();
        return link.focus();
      }
    }
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const cell = e.target.closest(".heat a.cell");
    if (cell && steps[e.key]) return arrow(e, cell);
    if (e.key === "/" && !typing(e) && document.body.dataset.shortcuts !== "off") {
      const search = document.getElementById("q");
      if (search?.offsetParent) {
        e.preventDefault();
        search.focus();
      }
    }
    if (e.key === "Escape") {
      const cancel = e.target.closest("form")?.querySelector("[data-cancel]");
      if (cancel) return cancel.click();
      const menu = e.target.closest("details.menu[open]");
      if (menu) {
        menu.open = false;
        menu.querySelector("summary").focus();
      }
    }
  });

  document.addEventListener("click", (e) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(e.target)) menu.open = false;
    });
  });
})();

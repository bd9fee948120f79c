// A column pasted from a spreadsheet fills the cells below; Enter and the arrows go up and down.
(() => {
  const table = document.querySelector("[data-grid]");
  if (!table) return;
  const column = (field) => {
    const at = field.closest("td").cellIndex;
    return [...table.tBodies[0].rows].map((row) => row.cells[at]?.querySelector("input")).filter(Boolean);
  };
  table.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text").replace(/\r?\n$/, "").split(/\r?\n/);
    if (lines.length < 2) return;
    event.preventDefault();
    const cells = column(event.target), first = cells.indexOf(event.target);
    lines.forEach((line, place) => {
      const cell = cells[first + place];
      if (!cell) return;
      cell.value = line.split("\t")[0].trim();
      cell.dispatchEvent(new Event("input", { bubbles: true }));
    });
  });
  table.addEventListener("keydown", (event) => {
    const step = { Enter: 1, ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !event.target.matches("input")) return;
    event.preventDefault();
    const cells = column(event.target);
    cells[cells.indexOf(event.target) + step]?.focus();
  });
})();

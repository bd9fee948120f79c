// The assigning table: all boxes ticked at once, or those that data-all selects; Ctrl+Z takes the last decision back;
// Enter goes to the next row.
(() => {
  for (const all of document.querySelectorAll("[data-all]")) {
    all.addEventListener("change", () => {
      for (const box of document.querySelectorAll(`input[name="${all.dataset.name ?? "take"}"]${all.dataset.all}`)) box.checked = all.checked;
    });
  }
  document.addEventListener("keydown", (event) => {
    const field = document.activeElement;
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && !field?.matches("input:not([type=checkbox]), textarea")) {
      event.preventDefault();
      document.querySelector('form[action$="/hoan-tac"] button')?.click();
    }
    if (event.key === "Enter" && field?.matches(".assign input[list], .assign input[type=date]")) {
      event.preventDefault();
      const name = field.name, row = field.closest("tbody");
      const rows = [...document.querySelectorAll(`.assign input[name="${name}"]:not(:disabled)`)];
      const next = rows[rows.findIndex((each) => row.contains(each)) + 1];
      field.blur();
      next?.focus();
    }
  });
})();

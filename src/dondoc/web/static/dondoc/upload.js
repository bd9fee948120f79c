// Files dropped on the frame go into its field; while they are sent, the page says so.
(() => {
  const form = document.querySelector("[data-drop]");
  if (!form) return;
  const field = form.querySelector("input[type=file]");
  for (const name of ["dragenter", "dragover"]) form.addEventListener(name, (event) => { event.preventDefault(); form.classList.add("over"); });
  for (const name of ["dragleave", "drop"]) form.addEventListener(name, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer?.files.length) field.files = event.dataTransfer.files;
  });
  form.addEventListener("submit", () => {
    form.querySelector("[data-progress]").hidden = false;
    form.querySelector("button.primary").disabled = true;
  });
})();

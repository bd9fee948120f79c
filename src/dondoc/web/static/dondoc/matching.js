// The implementing plan: keyboard through its rows, as on the review page. Every button works without this.
(() => {
  const list = () => document.querySelector("[data-matching]");
  if (!list()) return;
  const rows = () => [...list().querySelectorAll("[data-row]")];
  const current = () => list().querySelector("[data-row].current");
  const typing = () => document.activeElement?.matches("input:not([type=hidden]):not([type=checkbox]):not([type=radio]), textarea, select");
  const choose = (row) => {
    if (!row) return;
    current()?.classList.remove("current");
    row.classList.add("current");
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };
  const move = (step) => {
    const all = rows(), at = all.indexOf(current());
    choose(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  };
  let place = 0; // where the row stood that was decided: the next one has taken its place, or stands behind it
  const remember = () => { place = Math.max(rows().indexOf(current()), 0); };
  const again = () => {
    const all = rows(), decided = all.find((row) => row.dataset.row === list().dataset.decided);
    const from = decided ? all.indexOf(decided) + (decided.dataset.waiting === "yes" ? 0 : 1) : place;
    choose(all[Math.min(from, all.length - 1)]);
  };
  const press = (key) => current()?.querySelector(`[data-key="${key}"]`)?.click();
  const search = () => {
    const found = current()?.querySelector("[data-search]");
    if (!found) return;
    found.open = true;
    found.querySelector("input[type=search]").focus();
  };
  const keys = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1),
    Enter: () => press("Enter"), x: () => press("x"), z: () => press("z"), s: search,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape" && typing()) { choose(document.activeElement.closest("[data-row]")); return; }
    if (typing()) return;
    const focused = document.activeElement;
    if ((event.key === "Enter" || event.key.startsWith("Arrow")) && focused?.matches("a, button, summary, input")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("click", (event) => {
    const row = event.target instanceof Element && event.target.closest("[data-row]");
    if (row && row !== current()) { current()?.classList.remove("current"); row.classList.add("current"); }
  });
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-all]")) return;
    for (const box of list().querySelectorAll('input[name="take"]')) box.checked = event.target.checked;
  });
  document.body.addEventListener("htmx:beforeRequest", remember);
  document.body.addEventListener("htmx:afterSettle", (event) => { if (event.target.id === "matching") again(); });
  choose(rows().find((row) => row.dataset.waiting === "yes") ?? rows()[0]);
})();

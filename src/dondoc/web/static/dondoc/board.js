// The arrows go from card to card of a board: up and down within a column, left and right to the next that has any.
(() => {
  const board = document.querySelector("[data-board]");
  if (!board) return;
  const columns = () => [...board.children].map((each) => [...each.querySelectorAll("li > a")]).filter((each) => each.length);
  const steps = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  board.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const all = columns();
    const across = all.findIndex((each) => each.includes(event.target));
    if (across < 0) return;
    const down = all[across].indexOf(event.target);
    const next = all[across + step[0]];
    const card = next && next[Math.min(down + step[1], next.length - 1)];
    if (!card) return;
    event.preventDefault();
    card.focus();
  });
})();

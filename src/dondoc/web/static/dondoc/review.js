// The review page: keyboard through the items, the document following, items from selected words.
// Every button works without this; what it adds is speed. Offsets are characters of the document's text.
(() => {
  const page = document.querySelector("[data-review]");
  if (!page) return;
  const paper = page.querySelector("[data-document]");
  const cards = () => [...page.querySelectorAll("[data-card]")];
  const openCard = () => page.querySelector("[data-card].open");
  const typing = () => document.activeElement?.matches("input:not([type=hidden]), textarea, select");

  const colour = () => {
    const state = new Map(cards().map((card) => [card.dataset.card, card.dataset.state]));
    const open = openCard()?.dataset.card;
    for (const mark of paper.querySelectorAll("[data-item]")) {
      mark.classList.toggle("current", mark.dataset.items.split(" ").includes(open));
      mark.dataset.state = state.get(mark.dataset.item) ?? "";
    }
  };
  const within = (element, frame) => {
    const box = element.getBoundingClientRect(), outer = frame.getBoundingClientRect();
    return box.top >= Math.max(outer.top, 0) && box.bottom <= Math.min(outer.bottom, innerHeight);
  };
  // Scrolls the frame alone; where it does not scroll by itself (a narrow screen), the page does.
  const reveal = (element, frame, above) => {
    if (frame.scrollHeight > frame.clientHeight + 1) {
      frame.scrollTop += element.getBoundingClientRect().top - frame.getBoundingClientRect().top - above;
    } else if (frame !== paper) element.scrollIntoView({ block: "nearest" });
  };
  const follow = () => {
    colour();
    const card = openCard();
    const mark = card && paper.querySelector(`[data-item="${card.dataset.card}"]`);
    if (card && !within(card, card.parentElement)) reveal(card, card.parentElement, 60);
    if (mark && !within(mark, paper)) reveal(mark, paper, paper.clientHeight / 3);
  };
  const open = (card) => {
    if (!card || card.classList.contains("open")) return;
    htmx.ajax("GET", card.querySelector("[data-open]").dataset.url, { target: card, swap: "outerHTML" }).then(() => {
      close(card.id);
      history.replaceState(null, "", `?muc=${card.dataset.card}`);
      follow();
    });
  };
  // Cards that were open before are asked for anew, closed: they may have been changed meanwhile.
  const close = (but) => {
    for (const card of page.querySelectorAll("[data-card].open")) {
      if (card.id === but) continue;
      card.classList.remove("open");
      for (const part of [...card.children].slice(1)) part.remove();
    }
  };
  const move = (step) => {
    const all = cards(), at = all.indexOf(openCard());
    open(all[Math.min(Math.max(at + step, 0), all.length - 1)]);
  };
  const nextWaiting = () => {
    const all = cards(), at = all.indexOf(openCard());
    open([...all.slice(at + 1), ...all.slice(0, at + 1)].find((card) => card.dataset.state === "proposed"));
  };

  const offset = (node, place) => {
    const piece = node.nodeType === Node.TEXT_NODE ? node.parentElement.closest("[data-start]") : null;
    if (!piece || !paper.contains(piece)) return null;
    return Number(piece.dataset.start) + [...node.data.slice(0, place)].length;
  };
  const selected = () => {
    const selection = getSelection();
    if (!selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    const start = offset(range.startContainer, range.startOffset), end = offset(range.endContainer, range.endOffset);
    return start === null || end === null ? null : { start, end };
  };
  const adder = page.querySelector("[data-adder]");
  document.addEventListener("selectionchange", () => {
    const words = selected();
    if (!adder || (adder.contains(document.activeElement) && !words)) return;
    adder.hidden = !words || words.end - words.start < 3;
    if (words) { adder.elements.start.value = words.start; adder.elements.end.value = words.end; }
  });

  page.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    const link = target.closest("[data-open]");
    if (link) {
      event.preventDefault();
      const card = link.closest("[data-card]");
      if (link.matches("[data-cancel]")) card.classList.remove("open");
      open(card);
      return;
    }
    if (target.closest("[data-take-selection]")) {
      const words = selected(), form = target.closest("form");
      if (words && words.end > words.start) { form.elements.start.value = words.start; form.elements.end.value = words.end; }
      return;
    }
    const mark = target.closest("[data-item]");
    if (mark && getSelection().isCollapsed) open(document.getElementById(`muc-${mark.dataset.item}`));
  });
  page.addEventListener("submit", (event) => {
    if (!event.target.matches("[data-split]")) return;
    const place = selected();
    if (place) event.target.elements.at.value = place.start;
  }, true);

  const press = (key) => openCard()?.querySelector(`[data-key="${key}"]`)?.click();
  const keys = {
    j: () => move(1), ArrowDown: () => move(1), k: () => move(-1), ArrowUp: () => move(-1), n: nextWaiting,
    Enter: () => press("Enter"), e: () => press("e"), x: () => press("x"), t: () => press("t"), g: () => press("g"),
    z: () => document.querySelector("[data-undo] button")?.click(),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { openCard()?.querySelector("[data-cancel]")?.click(); return; }
    if (typing()) return;
    const focused = document.activeElement;
    if ((event.key === "Enter" || event.key.startsWith("Arrow")) && focused?.matches("a, button, summary") && !focused.closest("[data-card].open")) return;
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.body.addEventListener("htmx:oobAfterSwap", colour);
  document.body.addEventListener("htmx:afterSettle", () => {
    const open = page.querySelectorAll("[data-card].open");
    if (open.length > 1) close(open[open.length - 1].id);
    const field = openCard()?.querySelector(".edit :is(textarea, input:not([type=hidden]), select)");
    if (field && !typing()) field.focus();
    follow();
  });
  follow();
})();

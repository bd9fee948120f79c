// What could not be sent is kept in this browser and sent when the connection is back: encrypted with a key that the page
// brings along, for seven days at most, and gone at sign-out. What somebody else has written meanwhile is shown as always.
(() => {
  const PREFIX = "dondoc-draft:", KEPT = 7 * 24 * 3600 * 1000, AGAIN = 15000;
  const names = (of = "") => Object.keys(localStorage).filter((name) => name.startsWith(PREFIX + of));
  for (const name of names()) {
    let at = 0;
    try { at = JSON.parse(localStorage[name]).at; } catch { /* no draft of ours: goes */ }
    if (!(Date.now() - at < KEPT)) localStorage.removeItem(name);
  }
  let leaving = false; // what is being encrypted while somebody signs out must not be kept after all
  document.querySelector('form[action$="/dang-xuat"]')?.addEventListener("submit", () => {
    leaving = true;
    for (const name of names()) localStorage.removeItem(name);
  });
  const page = document.querySelector("[data-drafts]");
  if (!page) return;
  const own = `${page.dataset.drafts}:`;
  const nameOf = (part) => PREFIX + own + part.dataset.draft;
  const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const text = (data) => btoa(String.fromCharCode(...new Uint8Array(data)));
  // Without a secure context (https, or this machine) browsers do not encrypt: then nothing is kept, and the page says so.
  const key = window.crypto?.subtle?.importKey("raw", bytes(page.dataset.key), "AES-GCM", false, ["encrypt", "decrypt"]);

  const fields = (part) => [...part.querySelectorAll("input[name], select[name], textarea[name]")]
    .filter((field) => !["csrfmiddlewaretoken", "row"].includes(field.name));
  const say = (part, words) => {
    part.querySelector(".unsent")?.remove();
    const told = document.createElement("span");
    told.className = "st risk unsent";
    told.setAttribute("role", "alert");
    told.textContent = words;
    part.querySelector(".saved")?.append(told);
  };
  const keptSince = (part) => { try { return JSON.parse(localStorage[nameOf(part)]).at; } catch { return 0; } };
  const keep = async (part) => {
    if (!key) return say(part, page.dataset.unsent);
    const told = fields(part).map((field) => [field.name, field.type === "checkbox" ? field.checked : field.value]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const data = await crypto.subtle.encrypt({ name: "AES-GCM", iv }, await key, new TextEncoder().encode(JSON.stringify(told)));
    if (leaving) return;
    const at = part.sentAgain && keptSince(part) || Date.now();  // what is only sent again has not become younger
    localStorage.setItem(nameOf(part), JSON.stringify({ at, iv: text(iv), data: text(data) }));
    say(part, page.dataset.kept);
  };
  const send = (part) => {
    part.sentAgain = true;
    fields(part).find((field) => field.type !== "hidden")?.dispatchEvent(new Event("change", { bubbles: true }));
  };
  page.addEventListener("input", (event) => { const part = event.target.closest?.("[data-draft]"); if (part) part.sentAgain = false; });
  const parts = () => names(own).map((name) => page.querySelector(`[data-draft="${CSS.escape(name.slice((PREFIX + own).length))}"]`));
  const restore = async (part) => {
    try {
      const { iv, data } = JSON.parse(localStorage[nameOf(part)]);
      const told = await crypto.subtle.decrypt({ name: "AES-GCM", iv: bytes(iv) }, await key, bytes(data));
      const values = new Map(JSON.parse(new TextDecoder().decode(told)));
      for (const field of fields(part)) {
        if (!values.has(field.name)) continue;
        if (field.type === "checkbox") field.checked = values.get(field.name);
        else field.value = values.get(field.name);
      }
      part.closest("details")?.setAttribute("open", "");
      send(part);
    } catch { localStorage.removeItem(nameOf(part)); }
  };
  const failed = (event) => { const part = event.target.closest?.("[data-draft]"); if (part) keep(part); };
  page.addEventListener("htmx:sendError", failed);
  page.addEventListener("htmx:timeout", failed);
  // 409 and 422 say in the row what is to be decided; whatever else is no answer to what was typed.
  page.addEventListener("htmx:responseError", (event) => { if (![409, 422].includes(event.detail.xhr.status)) failed(event); });
  const leads = (event) => event.detail.xhr.getResponseHeader("HX-Redirect");
  page.addEventListener("htmx:beforeOnLoad", (event) => { // the session has ended: first keep, then to where one signs in
    const part = event.target.closest?.("[data-draft]"), to = leads(event);
    if (!part || !to) return;
    event.preventDefault();
    const kept = keep(part);
    if (key) kept.finally(() => { location.href = to; }); // else the page says that it must stay open
  });
  page.addEventListener("htmx:afterRequest", (event) => {
    const part = event.target.closest?.("[data-draft]");
    if (part && event.detail.successful && !leads(event)) localStorage.removeItem(nameOf(part));
  });
  const sendAll = () => { for (const part of parts()) if (part) send(part); };
  addEventListener("online", sendAll);
  setInterval(() => { if (navigator.onLine) sendAll(); }, AGAIN);
  addEventListener("load", () => { if (key) for (const part of parts()) if (part) restore(part); });  // htmx listens by then
})();

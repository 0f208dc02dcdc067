/* What the browser does by itself so that a slow line is not felt: messages, keyboard, menus, the focus after a change
   of page. Forms have their own script, answers.js. */
(() => {
  "use strict";
  const find = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  /* Messages: read aloud by the live region, closed by hand or replaced by the next of the same words. */
  function notify(text, tone = "ok") {
    const board = find("#notices");
    if (!board) return;
    all(".notice", board).filter((old) => old.dataset.text === text || tone === "ok").forEach((old) => old.remove());
    const box = document.createElement("div");
    const words = document.createElement("div");
    const close = document.createElement("button");
    box.className = `notice ${tone}`;
    box.dataset.text = words.textContent = text;
    close.type = "button";
    close.textContent = "×";
    close.setAttribute("aria-label", find("#dismiss-words")?.textContent || "×");
    let over = false;
    const end = () => { over = true; box.remove(); };
    close.onclick = end;
    box.append(words, close);
    board.append(box);
    /* The page may be about to change: the message goes along. */
    [250, 700, 1500].forEach((wait) => setTimeout(() => { if (!over && !box.isConnected) find("#notices")?.append(box); }, wait));
    if (tone === "ok") setTimeout(end, 10000);
  }

  /* Two drawings side by side: a sentence shows its place on both, a place its sentence. */
  function showPlaces(button) {
    const wanted = button.dataset.shows.split(" ");
    all("[data-shows]").forEach((one) => one.setAttribute("aria-pressed", String(one === button)));
    all(".compared").forEach((stage) => {
      all("[data-element]", stage).forEach((halo) => halo.classList.toggle("here", wanted.includes(halo.dataset.element)));
      const place = find(".here", stage)?.getBoundingClientRect();
      if (!place) return;
      const view = stage.getBoundingClientRect();
      stage.scrollBy(place.x + place.width / 2 - view.x - view.width / 2, place.y + place.height / 2 - view.y - view.height / 2);
    });
  }
  function showFirst() {
    const first = find("[data-shows]");
    if (first) showPlaces(first);
  }
  document.addEventListener("click", (event) => {
    const sentence = event.target.closest?.("[data-shows]");
    const halo = event.target.closest?.("[data-element]");
    if (sentence) { showPlaces(sentence); find(".sides")?.scrollIntoView({ block: "nearest" }); }
    else if (halo) {
      const about = all("[data-shows]").find((one) => one.dataset.shows.split(" ").includes(halo.dataset.element));
      if (about) { showPlaces(about); about.focus(); }
    }
  });

  /* A file too large to be taken is said so before it is sent. */
  document.addEventListener("change", (event) => {
    const { largest, larger } = event.target.dataset || {};
    if (!largest) return;
    event.target.setCustomValidity((event.target.files?.[0]?.size || 0) > Number(largest) ? larger : "");
    event.target.reportValidity();
  });

  /* A page whose figures move while machines work asks for them again, as long as somebody looks. */
  setInterval(() => { if (!document.hidden) find("[data-live]")?.click(); }, 2500);

  /* The database is away: said until the house is well again; a page that could not be read is then read once more. */
  let asking = 0;
  function away(text) {
    notify(text, "bad");
    clearTimeout(asking);
    asking = setTimeout(async () => {
      const well = await fetch("/health", { cache: "no-store" }).then((reply) => reply.ok, () => false);
      if (!well) { away(text); return; }
      all("#notices .notice").filter((box) => box.dataset.text === text).forEach((box) => box.remove());
      window.dispatchEvent(new Event("migraflow-well"));
      if (find("[data-broken]")) location.reload();
    }, 2000);
  }

  /* Rows of a list: one is « here »; letters act on it, never while somebody is typing. */
  const rows = () => all("table[data-list] tbody tr");
  function move(step) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.hasAttribute("data-here"));
    const next = list[Math.min(Math.max(at + step, 0), list.length - 1)];
    list.forEach((row) => row.removeAttribute("data-here"));
    next.setAttribute("data-here", "");
    next.scrollIntoView({ block: "nearest" });
    find("a", next)?.focus({ preventScroll: true });
  }
  const here = () => find("tr[data-here]");

  /* Passwords: shown while their owner wants to see them. */
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-reveal]")) return;
    all("input[autocomplete$=password]", event.target.form).forEach((input) => { input.type = event.target.checked ? "text" : "password"; });
  });

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    x: () => find('input[type="checkbox"]', here() || document.createElement("i"))?.click(),
    p: () => find("#act")?.click(),
    "?": () => find("#keys")?.showModal(),
  };
  const typing = (target) => target.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      const box = find("#find")?.offsetParent ? find("#find") : find("main input[type=search]");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
      return;
    }
    if (event.key === "Escape") all("details.account[open], nav.bottom details[open]").forEach(shut);
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target) || find("dialog[open]")) return;
    if (event.key === "Enter" && here() && event.target === document.body) find("a", here())?.click();
    const act = KEYS[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  /* Menus that open in place close when one looks elsewhere. */
  function shut(menu) {
    const inside = menu.contains(document.activeElement);
    menu.removeAttribute("open");
    if (inside) find("summary", menu)?.focus();
  }
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-keys]")) find("#keys")?.showModal();
    const dialog = event.target.closest("[data-dialog]")?.dataset.dialog;
    if (dialog) find(`#${dialog}`)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog")?.close();
    if (event.target.closest("[data-print]")) window.print();
    all("details.account[open], nav.bottom details[open]").forEach((menu) => {
      if (!menu.contains(event.target) || event.target.closest("a")) menu.removeAttribute("open");
    });
    const wrong = event.target.closest("a[data-to]");
    if (wrong) {
      event.preventDefault();
      const field = document.getElementById(wrong.dataset.to);
      (field?.matches("input, select, textarea, button") ? field : find("input, select, textarea, button", field || document))?.focus();
      field?.scrollIntoView({ block: "center" });
    }
  });

  /* After a change of page, begin at its top: screen readers and the keyboard start with the content. */
  let searching = false;
  function seek(tries = 40) {
    const box = find("main input[type=search]");
    if (box) box.focus();
    else if (tries > 0) setTimeout(() => seek(tries - 1), 150);
  }
  document.addEventListener("click", (event) => { searching = Boolean(event.target.closest("[data-find]")); }, true);
  const push = history.pushState.bind(history);
  history.pushState = (...given) => {
    const from = location.pathname;
    push(...given);
    if (location.pathname === from) return;
    window.scrollTo(0, 0);
    setTimeout(() => find("main")?.focus({ preventScroll: true }), 50);
    if (searching) setTimeout(() => seek(), 100);
    searching = false;
  };

  /* Sign-in: after it, back to the page that was asked for. Sign-out: nothing of anybody stays on this machine. */
  function forget() {
    Object.keys(localStorage).filter((key) => key.startsWith("migraflow:")).forEach((key) => localStorage.removeItem(key));
  }
  function leave() {
    forget();
    location.assign("/connexion#fin");
  }
  document.addEventListener("submit", (event) => {
    const next = find('input[name="next"]', event.target);
    if (next) next.value = new URLSearchParams(location.search).get("suite") || "/";
    if (event.target.id === "sign-out") forget();
  }, true);

  window.migraflow = Object.assign(window.migraflow || {}, { notify, away, leave, find, all, showFirst });
})();

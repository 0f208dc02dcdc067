/* The form designer's list: arrows go from line to line, Alt + arrows move a question, dragging does the same. */
(() => {
  if (window.formDesign) return;
  window.formDesign = true;
  const setter = Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set;
  const tell = (what) => {
    const line = document.querySelector('[data-wire="gesture"]');
    if (!line) return;
    setter.call(line, JSON.stringify({ ...what, at: Date.now() }));
    line.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const lines = () => [...document.querySelectorAll("[data-form-list] [data-place]")];
  const typing = (node) => node.closest?.("input, textarea, select, [contenteditable]");
  document.addEventListener("keydown", (event) => {
    if (!document.querySelector("[data-form-list], [data-wire=gesture]")) return;
    const letter = event.key.toLowerCase(), control = event.ctrlKey || event.metaKey;
    if (control && (letter === "z" || letter === "y") && !typing(event.target)) {
      event.preventDefault();
      tell({ do: letter === "y" || event.shiftKey ? "redo" : "undo" });
      return;
    }
    const row = event.target.closest?.("[data-form-list] [data-place]");
    if (!row) return;
    const place = row.dataset.place, step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (step && event.altKey) tell({ do: "move", place, way: step < 0 ? "up" : "down" });
    else if (step) lines()[lines().indexOf(row) + step]?.focus();
    else if (event.key === "Home") lines()[0]?.focus();
    else if (event.key === "End") lines().at(-1)?.focus();
    else if (event.key === "Delete") tell({ do: "remove", place });
    else if (control && letter === "d") tell({ do: "duplicate", place });
    else return;
    event.preventDefault();
  });

  let held = null;
  const clear = () => document.querySelectorAll(".drop-here").forEach((one) => one.classList.remove("drop-here"));
  const target = (event) => held && event.target.closest?.("[data-form-list] [data-drop]");
  document.addEventListener("dragstart", (event) => {
    const kind = event.target.closest?.("[data-kind]"), row = event.target.closest?.("[data-drop]");
    if (!kind && !row) return;
    held = kind ? { do: "add", kind: kind.dataset.kind } : { do: "move", place: row.dataset.drop };
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", kind ? kind.textContent : row.textContent);
  });
  document.addEventListener("dragover", (event) => {
    const row = target(event);
    if (!row) return;
    event.preventDefault();
    clear();
    row.classList.add("drop-here");
  });
  document.addEventListener("drop", (event) => {
    const row = target(event);
    if (!row) return;
    event.preventDefault();
    const onto = row.dataset.drop;
    if (held.do === "add") tell({ ...held, place: onto });
    else if (held.place !== onto) tell({ ...held, target: onto });
    held = null;
    clear();
  });
  document.addEventListener("dragend", () => { held = null; clear(); });
})();

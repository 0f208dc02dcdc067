/* A grid of cells: arrows go from cell to cell, Enter or F2 writes, Escape takes back, lines of a spreadsheet are put
   down at once. What is written goes to the house when the cell is left, as in any other field. */
if (!window.migraflowGrid) {
  window.migraflowGrid = true;
  const at = (target) => target?.closest?.("[data-grid] textarea[data-row]");
  const cell = (grid, row, column) => grid.querySelector(`textarea[data-row="${row}"][data-column="${column}"]`);
  const set = (field, text) => {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const fit = (field) => {
    if (CSS.supports("field-sizing", "content")) return;
    field.style.height = "auto";
    field.style.height = `${field.scrollHeight}px`;
  };
  const write = (field, fresh) => {
    if (field.dataset.locked) return false;
    field.dataset.before = field.value;
    field.readOnly = false;
    if (fresh) field.select();
    else field.setSelectionRange(field.value.length, field.value.length);
    return true;
  };
  const rest = (field) => { field.readOnly = true; delete field.dataset.before; };
  const go = (field, down, right) => {
    const grid = field.closest("[data-grid]");
    const row = Number(field.dataset.row) + down;
    const column = Number(field.dataset.column) + right;
    const next = cell(grid, row, column);
    if (next) next.focus();
    return Boolean(next);
  };
  const act = (field, verb) => field.closest("tr").querySelector(`[data-act="${verb}"]`)?.click();

  document.addEventListener("focusin", (event) => {
    const field = at(event.target);
    if (!field) return;
    field.closest("[data-grid]").querySelectorAll('textarea[tabindex="0"]').forEach((old) => { old.tabIndex = -1; });
    field.tabIndex = 0;
    fit(field);
  });
  document.addEventListener("focusout", (event) => { const field = at(event.target); if (field) rest(field); });
  document.addEventListener("input", (event) => { const field = at(event.target); if (field) fit(field); });
  document.addEventListener("click", (event) => {
    const field = at(event.target);
    if (field && field.readOnly && (event.detail > 1 || field.dataset.met)) write(field, false);
    if (field) field.dataset.met = "1";
  });
  document.addEventListener("focusout", (event) => { const field = at(event.target); if (field) delete field.dataset.met; });

  const STEPS = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  function reading(field, event) {
    const bare = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (bare && STEPS[event.key]) return go(field, ...STEPS[event.key]) || true;
    if (bare && (event.key === "Home" || event.key === "End")) {
      const line = [...field.closest("tr").querySelectorAll("textarea[data-row]")];
      line.at(event.key === "Home" ? 0 : -1).focus();
      return true;
    }
    if (event.altKey && event.key === "ArrowUp") return act(field, "up") || true;
    if (event.altKey && event.key === "ArrowDown") return act(field, "down") || true;
    if (event.key === "Enter" && event.ctrlKey) return act(field, "add") || true;
    if (event.key === "Enter" || event.key === "F2") return write(field, false) || true;
    if (bare && (event.key === "Delete" || event.key === "Backspace") && write(field, true)) {
      set(field, "");
      field.blur();
      field.focus();
      return true;
    }
    if (bare && event.key.length === 1) write(field, true);
    return false;
  }
  function writing(field, event) {
    if (event.key === "Escape") {
      set(field, field.dataset.before ?? field.value);
      rest(field);
      return true;
    }
    if (event.key !== "Enter" || event.altKey || event.shiftKey) return false;
    rest(field);
    if (!go(field, 1, 0)) { field.blur(); field.focus(); }
    return true;
  }
  document.addEventListener("keydown", (event) => {
    const field = at(event.target);
    if (field && !event.isComposing && (field.readOnly ? reading : writing)(field, event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }, true);

  document.addEventListener("copy", (event) => {
    const field = at(event.target);
    if (!field || !field.readOnly || field.selectionStart !== field.selectionEnd) return;
    event.clipboardData.setData("text/plain", field.value);
    event.preventDefault();
  });
  document.addEventListener("paste", (event) => {
    const field = at(event.target);
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!field || !field.readOnly || field.dataset.locked || !text) return;
    event.preventDefault();
    const { row, column } = field.dataset;
    set(field.closest("[data-grid]").querySelector("[data-paste]"), JSON.stringify({ row, column, text, at: Date.now() }));
  });
}

/* Forms: what is typed is kept on this device until the server has said that it has it, then saved at every pause.
   The page hands over through « wires »: hidden textareas whose change event is an event of the page's State. */
(() => {
  "use strict";
  const { find, all } = window.migraflow;
  const PAUSE = 800, AT_ONCE = 120, PATIENCE = 8000, TRIES = 4, DAY = 864e5;
  const known = new WeakMap();
  const tabs = "BroadcastChannel" in window ? new BroadcastChannel("migraflow") : null;
  const setValue = (control, value) => {
    const kind = control.tagName === "TEXTAREA" ? HTMLTextAreaElement : control.tagName === "SELECT" ? HTMLSelectElement : HTMLInputElement;
    Object.getOwnPropertyDescriptor(kind.prototype, "value").set.call(control, value);
  };
  const wire = (form, name, message) => {
    const line = find(`[data-wire="${name}"]`, form.parentElement);
    setValue(line, JSON.stringify({ about: form.dataset.answers, ...message }));
    line.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const down = () => !navigator.onLine || !!find("#offline");

  /* One answer as it stands in the page: several boxes make a list, a stored file or person is an object. */
  function answer(form, name) {
    const controls = controlsOf(form, name);
    const first = controls[0];
    if (!first) return undefined;
    if (first.type === "checkbox") return [...new Set(controls.filter((box) => box.checked).map((box) => box.value))];
    if (first.type === "radio") return controls.find((box) => box.checked)?.value ?? "";
    if (first.dataset.json !== undefined) return first.value ? JSON.parse(first.value) : "";
    return first.value;
  }
  /* The reverse: put an answer into the page. `labels` are the words of entries of long lists, by code. */
  function show(form, name, value, labels = {}) {
    const list = find(`input[role=combobox][data-path="${CSS.escape(name)}"]`, form);
    if (list?.dataset.many !== undefined) (Array.isArray(value) ? value : []).forEach((code) => addChosen(list, code, labels[code] ?? code));
    else if (list && document.activeElement !== list) setValue(list, labels[value] ?? value);
    controlsOf(form, name).forEach((control) => {
      if (control.type === "checkbox") control.checked = Array.isArray(value) && value.includes(control.value);
      else if (control.type === "radio") control.checked = control.value === value;
      else setValue(control, typeof value === "object" && value ? JSON.stringify(value) : value);
      if (control.dataset.json !== undefined) named(control, value?.nom ?? "");
    });
  }
  const controlsOf = (form, name) => all(`[name="${CSS.escape(name)}"]`, form);

  /* Inputs may be drawn after their form, or drawn afresh: what is not yet acknowledged is put into them again. */
  const drawn = new WeakSet();
  function restore(form) {
    const life = known.get(form);
    Object.entries(life.unsent).forEach(([name, value]) => {
      const controls = controlsOf(form, name);
      if (controls.some((control) => !drawn.has(control))) show(form, name, value, life.labels[name]);
      controlsOf(form, name).forEach((control) => drawn.add(control));
    });
  }

  /* The life of one form. `unsent`: typed, not yet acknowledged. `sent`: what each numbered message carried. `labels`: the
     words of chosen entries of long lists, by path and code. `moving`: the message that adds or takes out a row, until it is
     acknowledged; rows have other numbers after it, so nothing else is sent before, and it is sent again as it was, a few times. `next`: what was
     wished meanwhile. */
  function begin(form) {
    const life = { unsent: {}, labels: {}, sent: new Map(), number: Date.now(), timer: 0, patience: 0, key: "", moving: null, tries: 0, next: [] };
    known.set(form, life);
    const kept = read(place(form));
    if (kept && Date.now() - kept.at < DAY) {
      Object.assign(life, { unsent: kept.answers, labels: kept.labels ?? {} });
      restore(form);
      later(form, AT_ONCE);
    }
    all("[data-many]", form).forEach(startMany);
    new MutationObserver(() => heard(form)).observe(form, { attributes: true, attributeFilter: ["data-saved"] });
    state(form, Object.keys(life.unsent).length ? "dirty" : "saved");
  }
  const place = (form) => `migraflow:${form.dataset.owner}:${form.dataset.answers}`;
  const read = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };
  const state = (form, word) => { document.documentElement.dataset.draft = word; };

  function keep(form) {
    const { unsent, labels } = known.get(form);
    try {
      if (Object.keys(unsent).length) localStorage.setItem(place(form), JSON.stringify({ at: Date.now(), answers: unsent, labels }));
      else localStorage.removeItem(place(form));
    } catch { /* a full or forbidden store: the page itself still holds what was typed */ }
  }
  function changed(form, name, pause) {
    const life = known.get(form);
    const value = answer(form, name);
    if (value === undefined) return;
    life.unsent[name] = value;
    life.key = "";
    controlsOf(form, name).forEach((control) => drawn.add(control));
    keep(form);
    state(form, down() ? "kept" : "dirty");
    tabs?.postMessage({ form: place(form), name, value, labels: life.labels[name] });
    later(form, pause);
  }
  function later(form, pause) {
    const life = known.get(form);
    clearTimeout(life.timer);
    life.timer = setTimeout(() => send(form, "save", {}), pause);
  }
  function send(form, name, more) {
    const life = known.get(form);
    if (!form.isConnected) return;
    clearTimeout(life.timer);
    if (down()) { state(form, "kept"); return; }
    if (life.moving && life.tries < TRIES) {
      if (name === "complete" || more.add || more.remove) life.next.push([name, more]);
      if (more.again) { life.tries += 1; wire(form, "save", life.moving); }
      wait(form);
      return;
    }
    life.moving = null;
    if (!Object.keys(life.unsent).length && name === "save" && !Object.keys(more).length) return;
    life.number += 1;
    life.sent.set(life.number, { ...life.unsent });
    const letter = { number: life.number, answers: { ...life.unsent }, ...more };
    if (more.add || more.remove) Object.assign(life, { moving: letter, tries: 0 });
    wire(form, name, letter);
    wait(form);
  }
  function wait(form) {
    const life = known.get(form);
    clearTimeout(life.patience);
    life.patience = setTimeout(() => { if (life.moving || Object.keys(life.unsent).length) { state(form, "kept"); send(form, "save", life.moving ? { again: true } : {}); } }, PATIENCE);
  }
  /* A row has gone: what was typed since into the rows below it belongs to the row one higher. */
  function moved(life, { remove }) {
    if (!remove) return;
    const cut = remove.lastIndexOf(".") + 1, group = remove.slice(0, cut), gone = Number(remove.slice(cut));
    const shift = (values) => Object.fromEntries(Object.entries(values).flatMap(([name, value]) => {
      if (!name.startsWith(group)) return [[name, value]];
      const [row, ...rest] = name.slice(cut).split(".");
      if (Number(row) === gone) return [];
      return [[group + [Number(row) > gone ? row - 1 : row, ...rest].join("."), value]];
    }));
    life.next = life.next.flatMap(([name, more]) => (more.remove ? Object.keys(shift({ [more.remove]: 0 })).map((at) => [name, { remove: at }]) : [[name, more]]));
    Object.assign(life, { unsent: shift(life.unsent), labels: shift(life.labels) });
  }
  /* The server has message number n: what has not changed since is safe. */
  function heard(form) {
    const life = known.get(form);
    const saved = Number(form.dataset.saved), carried = life.sent.get(saved);
    busy(form, false);
    if (!carried) return;
    for (const [name, value] of Object.entries(carried)) {
      if (JSON.stringify(life.unsent[name]) === JSON.stringify(value)) delete life.unsent[name];
    }
    [...life.sent.keys()].filter((number) => number <= saved).forEach((number) => life.sent.delete(number));
    if (life.moving?.number === saved) { moved(life, life.moving); life.moving = null; }
    keep(form);
    const next = life.moving ? null : life.next.shift();
    if (next) send(form, ...next);
    else if (Object.keys(life.unsent).length) later(form, PAUSE);
    else { clearTimeout(life.patience); state(form, "saved"); }
    if (life.after) { const after = life.after; life.after = null; setTimeout(after, 60); }
  }
  const busy = (form, on) => all("[data-complete]", form).forEach((button) => button.setAttribute("aria-disabled", String(on)));

  document.addEventListener("input", (event) => {
    const form = event.target.closest?.("form[data-answers]");
    if (!form || !known.has(form)) return;
    if (event.target.getAttribute("role") === "combobox") { look(event.target); return; }
    if (event.target.name) changed(form, event.target.name, event.target.matches("[type=radio], [type=checkbox], select") ? AT_ONCE : PAUSE);
  });
  document.addEventListener("change", (event) => {
    const form = event.target.closest?.("form[data-answers]");
    if (form && known.has(form) && event.target.dataset.file) upload(form, event.target);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-answers]")) return;
    event.preventDefault();
    const life = known.get(form);
    if (down()) { window.migraflow.notify(form.dataset.offline, "warn"); return; }
    if (find('[data-complete][aria-disabled="true"]', form)) return;
    life.key ||= crypto.randomUUID ? crypto.randomUUID() : `${Date.now()}-${Math.random()}`;
    busy(form, true);
    setTimeout(() => busy(form, false), PATIENCE);
    send(form, "complete", { key: life.key });
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-add], [data-remove], [data-clear-file]");
    const form = button?.closest("form[data-answers]");
    if (!form) return;
    const { add, remove, clearFile } = button.dataset;
    if (clearFile) { show(form, clearFile, ""); named(button, ""); changed(form, clearFile, AT_ONCE); return; }
    const group = add || remove.slice(0, remove.lastIndexOf("."));
    const count = all(`[data-row^="${group}."]`, form).length;
    known.get(form).after = () => {
      /* Who went on to another question meanwhile, or writes already, is left there. */
      if (![document.body, null, button].includes(document.activeElement)) return;
      const target = add ? find(`[data-row="${group}.${count}"] :is(input:not([hidden]), select, textarea)`, form) : find(`[data-add="${group}"]`, form);
      target?.focus();
    };
    send(form, "save", add ? { add } : { remove });
  });

  /* Files go by HTTP; the answer keeps only their reference. */
  async function upload(form, input) {
    const box = input.closest(".file");
    const body = new FormData();
    if (!input.files.length) return;
    body.append("token", form.dataset.answers);
    body.append("field", input.dataset.file);
    body.append("file", input.files[0]);
    named(input, box.dataset.sending);
    try {
      const reply = await fetch("/files", { method: "POST", body });
      if (!reply.ok) throw new Error(String(reply.status));
      const stored = await reply.json();
      show(form, input.dataset.file, stored);
      named(input, stored.nom);
      changed(form, input.dataset.file, AT_ONCE);
    } catch { named(input, box.dataset.failed, true); }
    input.value = "";
  }
  function named(inside, text, wrong = false) {
    const place = find("[data-note]", inside.closest(".file"));
    place.textContent = text;
    place.classList.toggle("error", wrong);
    inside.closest(".file").toggleAttribute("data-told", !!text || inside.dataset.clearFile !== undefined);
  }

  /* Long lists: letters go to the server, proposals come back (WAI-ARIA combobox with a list). */
  let asking = 0;
  function look(input) {
    clearTimeout(asking);
    input.dataset.stale = "1";
    asking = setTimeout(() => wire(input.form, "look", { path: input.dataset.path, words: input.value, at: Date.now() }), 220);
  }
  function offer(path, entries, told) {
    const input = find(`input[role=combobox][data-path="${path}"]`);
    if (!input || document.activeElement !== input) return;
    const list = document.getElementById(input.getAttribute("aria-controls"));
    list.replaceChildren(...entries.map(([code, label], n) => {
      const item = document.createElement("li");
      item.id = `${list.id}-${n}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      item.dataset.code = code;
      item.textContent = label;
      return item;
    }));
    find(".told-count", input.parentElement).textContent = told;
    list.hidden = !entries.length;
    input.setAttribute("aria-expanded", String(!!entries.length));
  }
  function close(input) {
    document.getElementById(input.getAttribute("aria-controls")).hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }
  function choose(input, item) {
    const path = input.dataset.path;
    const life = known.get(input.form);
    life.labels[path] = { ...life.labels[path], [item.dataset.code]: item.textContent };
    close(input);
    delete input.dataset.stale;
    if (input.dataset.many !== undefined) {
      addChosen(input, item.dataset.code, item.textContent);
      setValue(input, "");
    } else {
      setValue(input, item.textContent);
      setValue(find("[data-code]", input.parentElement), item.dataset.code);
    }
    changed(input.form, path, AT_ONCE);
  }
  document.addEventListener("keydown", (event) => {
    const input = event.target;
    if (input.getAttribute?.("role") !== "combobox") return;
    const list = document.getElementById(input.getAttribute("aria-controls"));
    const items = all("[role=option]", list);
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (list.hidden) { look(input); return; }
      const next = items[(at + (event.key === "ArrowDown" ? 1 : -1) + items.length) % items.length];
      items.forEach((item) => item.setAttribute("aria-selected", String(item === next)));
      input.setAttribute("aria-activedescendant", next.id);
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && !list.hidden) {
      event.preventDefault();
      choose(input, items[Math.max(at, 0)]);
    } else if (event.key === "Escape" && !list.hidden) { event.stopPropagation(); close(input); }
  });
  document.addEventListener("pointerdown", (event) => {
    const item = event.target.closest?.("[role=listbox].offers > [role=option]");
    if (!item) return;
    event.preventDefault();
    choose(find("input[role=combobox]", item.closest(".combo")), item);
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.getAttribute?.("role") !== "combobox") return;
    if (event.target.value) event.target.select();
    else look(event.target);
  });
  /* Leaving with letters that were never chosen: the only proposal that reads the same is taken, else they are kept for the server to judge. */
  document.addEventListener("focusout", (event) => {
    const input = event.target;
    if (input.getAttribute?.("role") !== "combobox") return;
    clearTimeout(asking);
    const list = document.getElementById(input.getAttribute("aria-controls"));
    const same = all("[role=option]", list).find((item) => item.textContent.toLowerCase() === input.value.trim().toLowerCase());
    close(input);
    if (!input.dataset.stale || !known.has(input.form)) return;
    if (same) { choose(input, same); return; }
    delete input.dataset.stale;
    if (input.dataset.many !== undefined) { setValue(input, ""); return; }
    setValue(find("[data-code]", input.parentElement), input.value.trim());
    changed(input.form, input.dataset.path, AT_ONCE);
  });

  /* Several entries of a long list: each chosen one is a ticked box; unticking takes it out. */
  function startMany(box) {
    const input = find("input[role=combobox]", box);
    JSON.parse(box.dataset.chosen || "[]").forEach(([code, label]) => addChosen(input, code, label));
  }
  function addChosen(input, code, label) {
    const holder = find(".chosen", input.closest(".combo").parentElement);
    if (all("input", holder).some((box) => box.value === code && (box.checked = true))) return;
    const line = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", name: input.dataset.path, value: code, checked: true });
    line.className = "choice";
    line.append(box, label);
    holder.append(line);
  }

  tabs?.addEventListener("message", ({ data }) => {
    all("form[data-answers]").filter((form) => place(form) === data.form).forEach((form) => show(form, data.name, data.value, data.labels));
  });
  const waiting = () => all("form[data-answers]").filter((form) => known.has(form) && Object.keys(known.get(form).unsent).length);
  let wasDown = false;
  function watch() {
    all("form[data-answers]").forEach((form) => {
      if (!known.has(form)) { begin(form); return; }
      if (known.get(form).sent.has(Number(form.dataset.saved))) heard(form);
      restore(form);
    });
    all("[data-many]").filter((box) => !box.dataset.begun && known.has(box.closest("form"))).forEach((box) => { box.dataset.begun = "1"; if (!find(".chosen input", box)) startMany(box); });
    if (wasDown && !down()) waiting().forEach((form) => later(form, AT_ONCE));
    wasDown = down();
    if (wasDown) waiting().forEach((form) => state(form, "kept"));
  }
  new MutationObserver(watch).observe(document.documentElement, { childList: true, subtree: true });
  window.addEventListener("online", watch);
  window.addEventListener("migraflow-well", () => waiting().forEach((form) => later(form, AT_ONCE)));
  window.addEventListener("beforeunload", (event) => { if (waiting().length && !down()) waiting().forEach((form) => send(form, "save", {})); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) waiting().forEach((form) => send(form, "save", {})); });

  Object.assign(window.migraflow, {
    offer,
    errors: () => setTimeout(() => { const box = find("#errors"); box?.focus(); box?.scrollIntoView({ block: "start" }); }, 60),
  });
  watch();
})();

// A procedure to change: bpmn-js with our tools. The page says what to do (`command`), the drawing says what it has become.
import { useEffect, useRef, useState } from "react";
import Modeler from "bpmn-js/lib/Modeler";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "./bpmn/diagram.css";
import "./studio.css";
import { LOOK, SPIFFWORKFLOW, keepRoleCodes, quieten, showRoleNames } from "./bpmn/look.js";
import { describe, outline } from "./bpmn/reading.js";
import { houseTools } from "./bpmn/tools.js";
import { Writer } from "./bpmn/writing.js";

const PAUSE = 500;
const READABLE = 0.85;
const PALETTE = 76;
const NARROW = 860;

function build(container, { roles, language }) {
  const modeler = new Modeler({
    container,
    ...LOOK,
    moddleExtensions: { spiffworkflow: SPIFFWORKFLOW },
    additionalModules: [houseTools(language)],
  });
  modeler.on("import.parse.complete", ({ definitions }) => definitions && showRoleNames(definitions, roles));
  modeler.on("saveXML.start", ({ definitions }) => keepRoleCodes(definitions, roles));
  modeler.on("saveXML.serialized", () => showRoleNames(modeler.getDefinitions(), roles));
  return modeler;
}

/** Show the whole when it is legible, otherwise the beginning at a size that is. */
function present(modeler) {
  const canvas = modeler.get("canvas");
  canvas.zoom("fit-viewport");
  if (canvas.zoom() >= READABLE) return;
  const { inner } = canvas.viewbox();
  canvas.zoom(READABLE);
  canvas.viewbox({ ...canvas.viewbox(), x: inner.x - (window.innerWidth > NARROW ? PALETTE : 8) / READABLE, y: inner.y - 16 });
}

function badge({ severity, sentence }, onClick) {
  const mark = document.createElement("button");
  mark.type = "button";
  mark.tabIndex = -1;
  mark.className = `studio-badge ${severity}`;
  mark.textContent = severity === "error" ? "!" : "?";
  mark.title = sentence;
  mark.setAttribute("aria-label", sentence);
  mark.addEventListener("click", onClick);
  return mark;
}

function markFindings(modeler, findings) {
  const overlays = modeler.get("overlays");
  const registry = modeler.get("elementRegistry");
  overlays.remove({ type: "finding" });
  findings.filter(({ element }) => registry.get(element)).forEach((finding) => {
    const html = badge(finding, () => modeler.get("selection").select(registry.get(finding.element)));
    overlays.add(finding.element, "finding", { position: { top: -12, right: 12 }, html });
  });
}

/** A short mark of a text, to know again what was sent or received. */
function markOf(text) {
  let mark = 0;
  for (let at = 0; at < text.length; at += 1) mark = (mark * 31 + text.charCodeAt(at)) | 0;
  return `${text.length}:${mark}`;
}

function Tool({ label, onClick, children }) {
  return <button type="button" className="tiny" aria-label={typeof children === "string" && children.length > 2 ? undefined : label} title={label} onClick={onClick}>{children}</button>;
}

export function Studio({ xml, roles = {}, findings = [], command = {}, language = "fr", words = {}, onChange, onSelect, onOutline, onTidy }) {
  const stage = useRef(null);
  const tool = useRef(null);
  const handlers = useRef({});
  handlers.current = { onChange, onSelect, onOutline, onTidy };
  const leaving = useRef(false);
  // After a broken line the page may receive again what it sent before: only a text never met is drawn anew.
  const met = useRef(new Set());
  const source = useRef("");
  if (xml && !met.current.has(markOf(xml))) {
    met.current.add(markOf(xml));
    source.current = xml;
  }
  const obeyed = useRef(command.serial || 0);
  const [pending, setPending] = useState(false);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    leaving.current = false;
    return () => { leaving.current = true; };
  }, []);

  useEffect(() => {
    if (!source.current) return undefined;
    const modeler = build(stage.current, { roles, language });
    const names = { step: words.newStep, ...roles };
    const codes = Object.fromEntries(Object.entries(roles).map(([code, name]) => [name, code]));
    const state = { modeler, writer: null, timer: 0, shown: "", plan: "", gone: false };
    tool.current = state;
    const selected = () => {
      const [element] = modeler.get("selection").get();
      return element?.labelTarget || element;
    };
    state.tell = () => {
      const element = selected();
      const seen = element && element.parent ? describe(element, codes) : {};
      if (JSON.stringify(seen) === state.shown) return;
      state.shown = JSON.stringify(seen);
      handlers.current.onSelect?.(seen);
    };
    const plan = () => {
      const lines = outline(modeler.get("elementRegistry"), modeler.get("canvas").getRootElement());
      if (JSON.stringify(lines) === state.plan) return;
      state.plan = JSON.stringify(lines);
      handlers.current.onOutline?.(lines);
    };
    state.save = async () => {
      clearTimeout(state.timer);
      state.timer = 0;
      const { xml: text } = await modeler.saveXML({ format: true });
      met.current.add(markOf(text));
      handlers.current.onChange?.(text);
      setPending(false);
    };
    modeler.importXML(source.current).then(
      () => {
        if (state.gone) return;
        state.writer = new Writer(modeler, names);
        present(modeler);
        quieten(modeler);
        markFindings(modeler, findings);
        plan();
        setBroken(false);
        modeler.on("selection.changed", () => state.tell());
        modeler.on("commandStack.changed", () => {
          setPending(true);
          quieten(modeler);
          state.tell();
          plan();
          clearTimeout(state.timer);
          state.timer = setTimeout(state.save, PAUSE);
        });
      },
      () => !state.gone && setBroken(true),
    );
    const hold = (event) => state.timer && event.preventDefault();
    window.addEventListener("beforeunload", hold);
    return () => {
      state.gone = true;
      window.removeEventListener("beforeunload", hold);
      if (state.timer && leaving.current) state.save().finally(() => modeler.destroy());
      else {
        clearTimeout(state.timer);
        modeler.destroy();
      }
    };
  }, [source.current]);

  useEffect(() => {
    if (tool.current?.writer) markFindings(tool.current.modeler, findings);
  }, [JSON.stringify(findings)]);

  useEffect(() => {
    if (!command.serial || command.serial === obeyed.current) return;
    obeyed.current = command.serial;
    const { writer, modeler } = tool.current || {};
    if (!writer) return;
    if (command.verb === "select") return choose(command.element);
    writer.chosen = null;
    writer.obey(command);
    if (writer.chosen) choose(writer.chosen.id);
  }, [command.serial]);

  function choose(id) {
    const { modeler } = tool.current;
    const element = modeler.get("elementRegistry").get(id);
    if (!element) return;
    modeler.get("selection").select(element);
    modeler.get("canvas").scrollToElement(element, 80);
  }

  async function tidy() {
    if (tool.current?.timer) await tool.current.save();
    met.current.clear();
    handlers.current.onTidy?.();
  }

  const at = (name) => tool.current?.modeler.get(name);
  const zoom = (by) => at("zoomScroll").stepZoom(by);
  if (broken) return <p className="notice warn">{words.broken}</p>;
  return (
    <div className="studio-canvas">
      <div className="studio-tools" role="toolbar" aria-label={words.tools}>
        <Tool label={words.undo} onClick={() => at("commandStack").undo()}>↶</Tool>
        <Tool label={words.redo} onClick={() => at("commandStack").redo()}>↷</Tool>
        <Tool label={words.fit} onClick={() => at("canvas").zoom("fit-viewport")}>{words.fitShort}</Tool>
        <Tool label={words.smaller} onClick={() => zoom(-1)}>−</Tool>
        <Tool label={words.larger} onClick={() => zoom(1)}>+</Tool>
        <Tool label={words.tidy} onClick={tidy}>{words.tidyShort}</Tool>
        <span className="push small soft" role="status">{pending ? words.saving : ""}</span>
      </div>
      <div ref={stage} className="studio-stage" role="region" aria-label={words.region} />
    </div>
  );
}

// A procedure to change: bpmn-js with our tools. The page says what to do (`command`), the drawing says what it has become.
import { useEffect, useRef, useState } from "react";
import Modeler from "bpmn-js/lib/Modeler";
import { is } from "bpmn-js/lib/util/ModelUtil";
import minimap from "diagram-js-minimap";
import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn.css";
import "diagram-js-minimap/assets/diagram-js-minimap.css";
import "./bpmn/diagram.css";
import "./studio.css";
import { LOOK, SPIFFWORKFLOW, keepRoleCodes, keepVariables, quieten, showRoleNames } from "./bpmn/look.js";
import { houseTools } from "./bpmn/tools.js";

const PAUSE = 500;
const READABLE = 0.85;
const PALETTE = 76;
const NARROW = 860;

function build(container, { roles, language }) {
  const modeler = new Modeler({
    container,
    ...LOOK,
    moddleExtensions: { spiffworkflow: SPIFFWORKFLOW },
    additionalModules: [houseTools(language), minimap],
  });
  Object.assign(container, { modeler }).dataset.modeler = "";
  modeler.on("import.parse.complete", (parsed) => keepVariables(parsed));
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

const TINTS = 6;

/** Each role's lane has its tint, and so have the steps that lie in it. */
function tint(modeler) {
  const canvas = modeler.get("canvas");
  const lanes = modeler.get("elementRegistry").filter((element) => is(element, "bpmn:Lane"));
  const order = new Map(lanes.map((lane, place) => [lane.businessObject, place % TINTS]));
  lanes.forEach((lane) => canvas.addMarker(lane.id, `tint-${order.get(lane.businessObject)}`));
  lanes.flatMap((lane) => (lane.businessObject.flowNodeRef || []).map((node) => [node.id, order.get(lane.businessObject)]))
    .filter(([id]) => modeler.get("elementRegistry").get(id) && is(modeler.get("elementRegistry").get(id), "bpmn:Task"))
    .forEach(([id, place]) => canvas.addMarker(id, `tint-${place}`));
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

export function Studio({ xml, roles = {}, findings = [], command = {}, language = "fr", words = {}, ...told }) {
  const stage = useRef(null);
  const tool = useRef(null);
  const handlers = useRef({});
  handlers.current = told;
  const leaving = useRef(false);
  // After a broken line the page may receive again what it sent before: only a text it did not send is drawn anew.
  const sent = useRef("");
  const obeyed = useRef(command.serial || 0);
  const [pending, setPending] = useState(false);
  const [broken, setBroken] = useState(false);

  useEffect(() => {
    leaving.current = false;
    return () => { leaving.current = true; };
  }, []);

  // One modeler for the life of the page; each text of the server is drawn into it, seen from where one stood.
  useEffect(() => {
    const modeler = build(stage.current, { roles, language });
    const state = { modeler, timer: 0, shown: null, gone: false, ready: false };
    tool.current = state;
    state.tell = async () => {
      const [element] = modeler.get("selection").get();
      const id = (element?.labelTarget || element)?.id || "";
      if (!state.ready || id === state.shown) return;
      state.shown = id;
      if (state.timer) await state.save();
      handlers.current.onSelect?.(id);
    };
    state.save = async () => {
      clearTimeout(state.timer);
      state.timer = 0;
      const { xml: text } = await modeler.saveXML({ format: true });
      sent.current = markOf(text);
      handlers.current.onChange?.(text);
      setPending(false);
    };
    modeler.on("selection.changed", () => state.tell());
    modeler.on("commandStack.changed", ({ trigger }) => {
      if (!state.ready || trigger === "clear") return;
      setPending(true);
      quieten(modeler);
      clearTimeout(state.timer);
      state.timer = setTimeout(state.save, PAUSE);
    });
    const hold = (event) => state.timer && event.preventDefault();
    // Whoever goes on elsewhere on the page leaves a drawing that is kept.
    const flush = ({ target }) => state.timer && !stage.current?.contains(target) && state.save();
    window.addEventListener("beforeunload", hold);
    document.addEventListener("focusin", flush);
    return () => {
      state.gone = true;
      window.removeEventListener("beforeunload", hold);
      document.removeEventListener("focusin", flush);
      if (state.timer && leaving.current) state.save().finally(() => modeler.destroy());
      else {
        clearTimeout(state.timer);
        modeler.destroy();
      }
    };
  }, [language, JSON.stringify(roles)]);

  useEffect(() => {
    const state = tool.current;
    if (!xml || (state.ready && markOf(xml) === sent.current)) return;
    const { modeler } = state;
    const canvas = modeler.get("canvas");
    const box = state.ready ? canvas.viewbox() : null;
    clearTimeout(state.timer);
    state.timer = 0;
    state.ready = false;
    modeler.importXML(xml).then(
      () => {
        if (state.gone) return;
        if (box) canvas.viewbox({ x: box.x, y: box.y, width: box.width, height: box.height });
        else present(modeler);
        quieten(modeler);
        tint(modeler);
        markFindings(modeler, findings);
        sent.current = markOf(xml);
        if (command.verb === "select") choose(command.element);
        state.ready = true;
        setPending(false);
        setBroken(false);
      },
      () => !state.gone && setBroken(true),
    );
  }, [xml, language, JSON.stringify(roles)]);

  useEffect(() => {
    if (tool.current?.ready) markFindings(tool.current.modeler, findings);
  }, [JSON.stringify(findings)]);

  useEffect(() => {
    if (!command.serial || command.serial === obeyed.current) return;
    obeyed.current = command.serial;
    if (tool.current?.ready) choose(command.element);
  }, [command.serial]);

  function choose(id) {
    const { modeler } = tool.current;
    const element = modeler.get("elementRegistry").get(id);
    if (!element) return;
    tool.current.shown = id;
    modeler.get("selection").select(element);
    modeler.get("canvas").scrollToElement(element, 80);
  }

  async function settled(then) {
    if (tool.current?.timer) await tool.current.save();
    then?.();
  }

  const at = (name) => tool.current?.modeler.get(name);
  const zoom = (by) => at("zoomScroll").stepZoom(by);
  const undo = () => (at("commandStack").canUndo() ? at("commandStack").undo() : settled(told.onUndo));
  const redo = () => (at("commandStack").canRedo() ? at("commandStack").redo() : settled(told.onRedo));
  return (
    <div className="studio-canvas">
      <div className="studio-tools" role="toolbar" aria-label={words.tools}>
        <Tool label={words.undo} onClick={undo}>↶</Tool>
        <Tool label={words.redo} onClick={redo}>↷</Tool>
        <Tool label={words.fit} onClick={() => at("canvas").zoom("fit-viewport")}>{words.fitShort}</Tool>
        <Tool label={words.smaller} onClick={() => zoom(-1)}>−</Tool>
        <Tool label={words.larger} onClick={() => zoom(1)}>+</Tool>
        <Tool label={words.map} onClick={() => at("minimap").toggle()}>{words.mapShort}</Tool>
        <Tool label={words.tidy} onClick={() => settled(told.onTidy)}>{words.tidyShort}</Tool>
        <span className="push small soft" role="status">{pending ? words.saving : ""}</span>
      </div>
      {broken && <p className="notice warn">{words.broken}</p>}
      <div ref={stage} className="studio-stage" role="region" aria-label={words.region} />
    </div>
  );
}

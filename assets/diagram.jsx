// A procedure to read: live BPMN with the travelled path in green and the open steps in indigo.
// The drawing scrolls like any wide figure of the page (touch, wheel, keyboard), so that it never traps the reader.
import { useEffect, useRef, useState } from "react";
import Viewer from "bpmn-js/lib/Viewer";
import "bpmn-js/dist/assets/diagram-js.css";
import "./bpmn/diagram.css";
import { LOOK, SPIFFWORKFLOW, STEPS, laneOf, quieten, showRoleNames } from "./bpmn/look.js";

const MARGIN = 12;
const SMALLEST = 0.3;
const LARGEST = 2;
const READABLE = 0.85;
const LEGIBLE = 0.7;
const STRIDE = 1.25;

function boundsOf(viewer) {
  const box = viewer.get("canvas").getActiveLayer().getBBox();
  return { x: box.x - MARGIN, y: box.y - MARGIN, width: box.width + 2 * MARGIN, height: box.height + 2 * MARGIN };
}

function marked(viewer, ids, marker) {
  const registry = viewer.get("elementRegistry");
  ids.filter((id) => registry.get(id)).forEach((id) => viewer.get("canvas").addMarker(id, marker));
}

/** Flows of the path: those named in it, or, where none is, those that join two travelled elements. */
function travelledFlows(viewer, travelled, open) {
  const registry = viewer.get("elementRegistry");
  const named = travelled.filter((id) => registry.get(id)?.waypoints);
  if (named.length) return [];
  const reached = new Set([...travelled, ...open.map((step) => step.element)]);
  return registry
    .filter((element) => element.waypoints && travelled.includes(element.source?.id) && reached.has(element.target?.id))
    .map((flow) => flow.id);
}

function light(viewer, travelled, open) {
  marked(viewer, [...travelled, ...travelledFlows(viewer, travelled, open)], "is-done");
  open.forEach(({ element, label, late }) => {
    if (!viewer.get("elementRegistry").get(element)) return;
    viewer.get("canvas").removeMarker(element, "is-done");
    viewer.get("canvas").addMarker(element, late ? "is-late" : "is-open");
    if (!label) return;
    const chip = document.createElement("span");
    chip.className = late ? "diagram-chip late" : "diagram-chip";
    chip.textContent = label;
    viewer.get("overlays").add(element, { position: { top: -13, left: 8 }, html: chip, scale: true });
  });
}

/** For reading, what stands in brackets after a role's name is left out: lanes are narrow. */
function shortened(roles) {
  return Object.fromEntries(Object.entries(roles).map(([code, name]) => [code, name.split(" (")[0]]));
}

/** Dragging with the mouse moves the sheet, as a finger does. */
function grab(stage, event) {
  if (event.pointerType !== "mouse" || event.button !== 0) return;
  const from = { x: event.clientX + stage.scrollLeft, y: event.clientY + stage.scrollTop };
  const move = (moved) => stage.scrollTo(from.x - moved.clientX, from.y - moved.clientY);
  const drop = () => window.removeEventListener("pointermove", move);
  window.addEventListener("pointermove", move);
  window.addEventListener("pointerup", drop, { once: true });
}

/** Arrow heads cannot take the colour of their line, so the lit path has one of its own. */
function addLitArrow(viewer, id) {
  const svg = viewer.get("canvas")._svg;
  const defs = svg.querySelector("defs") || svg.insertBefore(document.createElementNS(svg.namespaceURI, "defs"), svg.firstChild);
  const marker = document.createElementNS(svg.namespaceURI, "marker");
  const settings = { id, viewBox: "0 0 20 20", refX: 11, refY: 10, markerWidth: 8, markerHeight: 8, orient: "auto" };
  Object.entries(settings).forEach(([name, value]) => marker.setAttribute(name, value));
  marker.innerHTML = '<path d="M 1 5 L 11 10 L 1 15 Z" fill="var(--green)" stroke="none"/>';
  defs.appendChild(marker);
}

/** The same content in words, in reading order: for who cannot see the drawing, and for a phone. */
function inWords(viewer, travelled, open, roles, words) {
  const states = new Map(travelled.map((id) => [id, words.done]));
  open.forEach(({ element, label, late }) => states.set(element, label || (late ? words.late : words.open)));
  return viewer.get("elementRegistry")
    .filter((element) => STEPS.includes(element.type) && !element.labelTarget)
    .sort((a, b) => a.x - b.x || a.y - b.y)
    .map(({ id, businessObject }) => ({
      id,
      name: businessObject.name || id,
      role: laneOf(businessObject)?.name || "",
      state: states.get(id) || "",
      open: open.some((step) => step.element === id),
    }));
}

function fitting(stage, bounds) {
  return Math.min(1, (stage.clientWidth - 2) / bounds.width);
}

/** Wide enough to read: the whole when it fits legibly, otherwise a readable size that scrolls. */
function firstScale(stage, bounds) {
  const whole = fitting(stage, bounds);
  return whole >= LEGIBLE ? whole : READABLE;
}

function Tool({ label, onClick, disabled, children }) {
  return (
    <button type="button" className="tiny" aria-label={typeof children === "string" && children.length > 2 ? undefined : label} title={label} onClick={onClick} disabled={disabled}>
      {children}
    </button>
  );
}

export function Diagram({ xml, travelled = [], open = [], roles = {}, label = "", words = {}, onPick }) {
  const stage = useRef(null);
  const paper = useRef(null);
  const viewer = useRef(null);
  const bounds = useRef(null);
  const wanted = useRef("");
  const [scale, setScale] = useState(0);
  const [lines, setLines] = useState([]);
  const [broken, setBroken] = useState(false);
  const [drawn, setDrawn] = useState(0);
  const arrow = useRef(`lit-${Math.random().toString(36).slice(2, 8)}`).current;
  const state = JSON.stringify([travelled, open, roles]);

  useEffect(() => {
    if (!xml) return undefined;
    let gone = false;
    const made = new Viewer({ container: paper.current, ...LOOK, moddleExtensions: { spiffworkflow: SPIFFWORKFLOW } });
    made.on("import.parse.complete", ({ definitions }) => definitions && showRoleNames(definitions, shortened(roles)));
    made.on("element.click", ({ element }) => onPick?.(element.id));
    made.importXML(xml).then(
      () => {
        if (gone) return;
        addLitArrow(made, arrow);
        quieten(made);
        light(made, travelled, open);
        bounds.current = boundsOf(made);
        viewer.current = made;
        setLines(inWords(made, travelled, open, roles, words));
        wanted.current = open[0]?.element || "";
        setBroken(false);
        setScale(firstScale(stage.current, bounds.current));
        setDrawn((times) => times + 1);
      },
      () => !gone && setBroken(true),
    );
    return () => {
      gone = true;
      viewer.current = null;
      made.destroy();
    };
  }, [xml, state]);

  useEffect(() => {
    const made = viewer.current;
    if (!made || !scale) return;
    const { x, y, width, height } = bounds.current;
    paper.current.style.width = `${Math.ceil(width * scale)}px`;
    paper.current.style.height = `${Math.ceil(height * scale)}px`;
    made.get("canvas").resized();
    made.get("canvas").viewbox({ x, y, width, height });
    const svg = made.get("canvas")._svg;
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-label", label);
    svg.removeAttribute("tabindex");
    if (wanted.current) show(wanted.current);
    wanted.current = "";
  }, [scale, label, drawn]);

  function show(id) {
    const element = viewer.current?.get("elementRegistry").get(id);
    if (!element || !stage.current) return;
    const { x, y } = bounds.current;
    stage.current.scrollLeft = (element.x + element.width / 2 - x) * scale - stage.current.clientWidth / 2;
    stage.current.scrollTop = (element.y + element.height / 2 - y) * scale - stage.current.clientHeight / 2;
  }

  const zoom = (by) => setScale((now) => Math.min(LARGEST, Math.max(SMALLEST, now * by)));
  const whole = () => setScale(Math.max(SMALLEST / 2, fitting(stage.current, bounds.current)));
  function onKeyDown(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "+" || event.key === "=") zoom(STRIDE);
    else if (event.key === "-") zoom(1 / STRIDE);
    else if (event.key === "0") whole();
    else return;
    event.preventDefault();
  }

  if (broken) return <p className="notice warn">{words.broken}</p>;
  return (
    <figure className="diagram" style={{ "--lit-arrow": `url(#${arrow})` }}>
      <div className="diagram-tools" role="group" aria-label={words.tools}>
        <Tool label={words.fit} onClick={whole} disabled={!scale}>{words.fitShort}</Tool>
        <Tool label={words.smaller} onClick={() => zoom(1 / STRIDE)} disabled={!scale}>−</Tool>
        <Tool label={words.larger} onClick={() => zoom(STRIDE)} disabled={!scale}>+</Tool>
      </div>
      <div className="diagram-frame">
        <div ref={stage} className="diagram-stage" tabIndex={0} role="region" aria-label={words.region} onKeyDown={onKeyDown} onPointerDown={(event) => grab(stage.current, event)}>
          <div ref={paper} className="diagram-paper" />
          {!scale && <div className="diagram-skeleton" aria-hidden="true" />}
        </div>
      </div>
      <details className="diagram-words">
        <summary>{words.inWords}</summary>
        <ol>
          {lines.map((line) => (
            <li key={line.id} aria-current={line.open ? "step" : undefined}>
              {line.name}
              {line.role && <span className="soft"> · {line.role}</span>}
              {line.state && <strong> · {line.state}</strong>}
            </li>
          ))}
        </ol>
      </details>
    </figure>
  );
}

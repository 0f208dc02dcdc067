// What the studio may do to a diagram: each wish of the page is one undoable change.
import { getMid } from "diagram-js/lib/layout/LayoutUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
import { TIMERS, choosing, exits, extensionOf } from "./reading.js";

const GENERATED = /^(Activity|Gateway|Event|Flow|Lane)_[0-9a-z]{7}$/;
const STEP = { width: 100, height: 80, gap: 50 };

function slug(text) {
  const plain = text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/[’']/g, " ").toLowerCase();
  return plain.replace(/[^a-z0-9]+/g, "_").replace(/^(\d)/, "_$1").replace(/^_+|_+$/g, "").slice(0, 48);
}

/** A readable id made from the step's first name, so that forms, scenarios and journals say what they speak of. */
function freshId(registry, name) {
  const wanted = slug(name);
  if (!wanted) return "";
  let id = wanted;
  for (let n = 2; registry.get(id); n += 1) id = `${wanted}_${n}`;
  return id;
}

export class Writer {
  constructor(modeler, names) {
    this.modeler = modeler;
    this.names = names;
    ["modeling", "elementRegistry", "elementFactory", "bpmnFactory", "moddle", "spaceTool", "selection", "canvas", "commandStack", "rules"]
      .forEach((name) => { this[name] = modeler.get(name); });
  }

  /** One wish as one step of undo; `wish` is {verb, element, name, value, role}. */
  obey(wish) {
    const act = this[`do_${wish.verb}`];
    const element = wish.element ? this.elementRegistry.get(wish.element) : null;
    if (act && (element || !wish.element)) this.commandStack.execute("studio.wish", { act: () => act.call(this, element, wish) });
  }

  set(element, values) {
    this.modeling.updateProperties(element, values);
  }

  make(type, values, parent) {
    const made = this.bpmnFactory.create(type, values);
    made.$parent = parent;
    return made;
  }

  do_name(element, { value }) {
    const name = value.trim();
    this.modeling.updateLabel(element, name);
    const id = GENERATED.test(element.id) && !element.waypoints && name ? freshId(this.elementRegistry, name) : "";
    if (id) this.set(element, { id });
  }

  do_instructions(element, { value }) {
    const text = value.trim();
    const node = element.businessObject;
    this.set(element, { documentation: text ? [this.make("bpmn:Documentation", { text }, node)] : [] });
  }

  /** Write or clear one `spiffworkflow:property`, leaving all other extensions as they are. */
  do_property(element, { name, value }) {
    const node = element.businessObject;
    const old = extensionOf(node, "spiffworkflow:Properties");
    const kept = (old?.properties || []).filter((property) => property.name !== name);
    const holder = this.moddle.create("spiffworkflow:Properties", {});
    holder.properties = value ? [...kept, this.moddle.create("spiffworkflow:Property", { name, value })] : kept;
    holder.properties.forEach((property) => { property.$parent = holder; });
    this.replaceExtension(element, old, holder.properties.length ? holder : null);
  }

  replaceExtension(element, old, fresh) {
    const node = element.businessObject;
    const values = (node.extensionElements?.values || []).filter((value) => value !== old);
    if (fresh) values.unshift(fresh);
    const extensionElements = values.length ? this.make("bpmn:ExtensionElements", { values }, node) : undefined;
    values.forEach((value) => { value.$parent = extensionElements; });
    this.set(element, { extensionElements });
  }

  do_decision(element, { value }) {
    const old = extensionOf(element.businessObject, "spiffworkflow:CalledDecisionId");
    this.replaceExtension(element, old, value ? this.moddle.create("spiffworkflow:CalledDecisionId", { text: value }) : null);
  }

  do_script(element, { value }) {
    this.set(element, { script: value });
  }

  do_called(element, { value }) {
    this.set(element, { calledElement: value || undefined });
  }

  expression(body, parent) {
    return this.make("bpmn:FormalExpression", { body }, parent);
  }

  do_condition(flow, { value }) {
    const text = value.trim();
    this.set(flow, { conditionExpression: text ? this.expression(text, flow.businessObject) : undefined });
    const source = flow.businessObject.sourceRef;
    if (text && source.default === flow.businessObject) this.set(flow.source, { default: undefined });
  }

  /** The exit taken when no condition holds; it carries none itself. */
  do_default(element, { value }) {
    const flow = value ? this.elementRegistry.get(value) : null;
    this.set(element, { default: flow?.businessObject });
    if (flow?.businessObject.conditionExpression) this.set(flow, { conditionExpression: undefined });
  }

  do_timer(element, { name, value }) {
    const definition = element.businessObject.eventDefinitions[0];
    const blank = Object.fromEntries(TIMERS.map((timer) => [timer, undefined]));
    const text = value.trim();
    const values = { ...blank, [name]: text ? this.expression(text, definition) : undefined };
    this.modeling.updateModdleProperties(element, definition, values);
  }

  do_message(element, { value }) {
    const definitions = this.modeler.getDefinitions();
    let message = definitions.rootElements.find((root) => is(root, "bpmn:Message") && root.name === value);
    if (!message && value) {
      message = this.make("bpmn:Message", { id: `msg_${value}`, name: value }, definitions);
      this.modeling.updateModdleProperties(element, definitions, { rootElements: [...definitions.rootElements, message] });
    }
    this.modeling.updateModdleProperties(element, element.businessObject.eventDefinitions[0], { messageRef: message });
  }

  laneShape(role) {
    return this.elementRegistry.find((shape) => is(shape, "bpmn:Lane") && shape.businessObject.name === this.names[role]);
  }

  /** A lane takes the role itself; a step moves into the role's lane. */
  do_role(element, { value }) {
    if (is(element, "bpmn:Lane")) return this.set(element, { name: this.names[value] });
    const lane = this.laneShape(value) || this.addLane(value);
    if (!lane) return undefined;
    if (is(element.parent, "bpmn:SubProcess")) return this.commandStack.execute("studio.lane", { element, lane });
    const y = Math.round(getMid(lane).y - getMid(element).y);
    this.modeling.moveElements([element], { x: 0, y }, element.parent, { autoResize: false, ownFlowsOnly: true });
    return undefined;
  }

  addLane(role) {
    const pool = this.elementRegistry.find((shape) => is(shape, "bpmn:Participant"));
    if (!pool) return null;
    const lane = this.modeling.addLane(pool, "bottom");
    this.set(lane, { name: this.names[role] });
    return lane;
  }

  /** A new step after `element` (or on a flow), done by `role`: room is made, the flow goes through it. */
  do_append(element, { value, role }) {
    const flow = element.waypoints ? element : this.onlyExit(element);
    const source = flow ? flow.source : element;
    const x = Math.round(source.x + source.width + STEP.gap + STEP.width / 2);
    if (flow) this.makeRoom(source.x + source.width + STEP.gap / 2);
    const shape = this.elementFactory.createShape({ type: "bpmn:UserTask" });
    const parent = source.parent;
    this.modeling.createShape(shape, { x, y: this.rowFor(role, source) }, parent);
    if (flow) this.through(flow, shape);
    else this.modeling.connect(source, shape);
    this.do_name(shape, { value: value || this.names.step });
    if (role) this.keepLane(shape, role);
    this.chosen = shape;
  }

  onlyExit(element) {
    const flows = exits(element.businessObject);
    return flows.length === 1 ? this.elementRegistry.get(flows[0].id) : null;
  }

  keepLane(shape, role) {
    const lane = this.laneShape(role);
    const inLane = shape.businessObject.lanes?.includes(lane?.businessObject);
    if (!lane) this.do_role(shape, { value: role });
    else if (!inLane) this.commandStack.execute("studio.lane", { element: shape, lane });
  }

  rowFor(role, source) {
    const lane = role && !is(source.parent, "bpmn:SubProcess") ? this.laneShape(role) : null;
    const mid = getMid(source).y;
    if (!lane || (mid > lane.y && mid < lane.y + lane.height)) return Math.round(mid);
    return Math.round(getMid(lane).y);
  }

  makeRoom(start) {
    const width = STEP.width + STEP.gap;
    const all = this.elementRegistry.filter((shape) => shape.parent);
    const { movingShapes, resizingShapes } = this.spaceTool.calculateAdjustments(all, "x", width, start);
    this.modeling.createSpace(movingShapes, resizingShapes, { x: width, y: 0 }, "e", start);
  }

  through(flow, shape) {
    const target = flow.target;
    this.modeling.reconnectEnd(flow, shape, getMid(shape));
    this.modeling.layoutConnection(flow);
    this.modeling.connect(shape, target);
  }

  do_remove(element) {
    this.modeling.removeElements([element]);
  }

  /** Take a step out and join what stood around it. */
  do_takeOut(element) {
    const [entry] = element.incoming;
    const [exit] = element.outgoing;
    const joins = element.incoming.length && element.outgoing.length === 1 && !choosing(element.businessObject);
    if (joins) [...element.incoming].forEach((flow) => this.modeling.reconnectEnd(flow, exit.target, getMid(exit.target)));
    this.modeling.removeElements([element]);
    if (joins) this.modeling.layoutConnection(entry);
  }
}

/** A wish may take several changes; the command stack undoes them as one. */
export class WishHandler {
  preExecute({ act }) {
    act();
  }
}

/** Write an element's lane where geometry cannot say it: inside a block. */
export class LaneHandler {
  execute(context) {
    const { element, lane } = context;
    const node = element.businessObject;
    context.before = [...(node.lanes || [])];
    this.write(node, [lane.businessObject]);
    return [element];
  }

  revert({ element, before }) {
    this.write(element.businessObject, before);
    return [element];
  }

  write(node, lanes) {
    const lists = (lane) => lane.get("flowNodeRef");
    node.get("lanes").splice(0).forEach((lane) => lists(lane).splice(lists(lane).indexOf(node), 1));
    lanes.forEach((lane) => {
      node.get("lanes").push(lane);
      lists(lane).push(node);
    });
  }
}

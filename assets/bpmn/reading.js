// What the studio says about a diagram: the plan of its steps, and one element's properties in business words.
import { is, isAny } from "bpmn-js/lib/util/ModelUtil";
import { laneOf } from "./look.js";

const KINDS = [
  ["bpmn:UserTask", "task"], ["bpmn:ManualTask", "task"], ["bpmn:ScriptTask", "script"], ["bpmn:BusinessRuleTask", "decision"],
  ["bpmn:ServiceTask", "effect"], ["bpmn:CallActivity", "call"], ["bpmn:SubProcess", "block"], ["bpmn:Task", "bare"],
  ["bpmn:Gateway", "gateway"], ["bpmn:SequenceFlow", "flow"], ["bpmn:Lane", "lane"], ["bpmn:Event", "event"],
];
const EVENTS = { "bpmn:TimerEventDefinition": "timer", "bpmn:MessageEventDefinition": "message", "bpmn:SignalEventDefinition": "signal" };
export const TIMERS = ["timeDuration", "timeDate", "timeCycle"];

export function kindOf(node) {
  if (is(node, "bpmn:Event")) return EVENTS[node.eventDefinitions?.[0]?.$type] || (is(node, "bpmn:EndEvent") ? "end" : "event");
  return KINDS.find(([type]) => is(node, type))?.[1] || "other";
}

export function extensionOf(node, type) {
  return node.extensionElements?.values?.find((value) => value.$type?.toLowerCase() === type.toLowerCase());
}

export function propertyOf(node, name) {
  const properties = extensionOf(node, "spiffworkflow:Properties")?.properties || [];
  return properties.find((property) => property.name === name)?.value || "";
}

export const exits = (node) => (node.outgoing || []).filter((flow) => is(flow, "bpmn:SequenceFlow"));
const called = (node) => node?.name || node?.id || "";

/** A flow may carry a condition when its source chooses: an exclusive or inclusive gateway, or a step with several exits. */
export function choosing(node) {
  return isAny(node, ["bpmn:ExclusiveGateway", "bpmn:InclusiveGateway", "bpmn:ComplexGateway"])
    || (is(node, "bpmn:Activity") && exits(node).length > 1);
}

function branchesOf(node) {
  return exits(node).map((flow) => ({
    id: flow.id,
    name: flow.name || "",
    target: called(flow.targetRef),
    condition: flow.conditionExpression?.body || "",
    otherwise: node.default === flow,
  }));
}

function timerOf(node) {
  const definition = node.eventDefinitions?.[0];
  const timer = TIMERS.find((name) => definition?.[name]);
  return { timer: timer || "timeDuration", timer_text: definition?.[timer]?.body || "" };
}

/** Everything the properties panel shows of `element`; empty texts where it has none. */
export function describe(element, codes) {
  const node = element.businessObject;
  const kind = kindOf(node);
  const role = kind === "lane" ? node.name : laneOf(node)?.name;
  const flow = kind === "flow";
  return {
    id: node.id,
    kind,
    name: kind === "lane" ? "" : node.name || "",
    role: codes[role] || role || "",
    form: propertyOf(node, "formJsonSchemaFilename"),
    deadline: propertyOf(node, "delai"),
    legal: propertyOf(node, "base_legale"),
    instructions: node.documentation?.[0]?.text || "",
    condition: flow ? node.conditionExpression?.body || "" : "",
    conditional: flow && choosing(node.sourceRef),
    otherwise: flow && node.sourceRef.default === node,
    source: flow ? called(node.sourceRef) : "",
    target: flow ? called(node.targetRef) : "",
    choosing: !flow && !!node.outgoing && choosing(node),
    default: node.default?.id || "",
    branches: is(node, "bpmn:FlowNode") ? branchesOf(node) : [],
    ...timerOf(kind === "timer" ? node : {}),
    message: kind === "message" ? node.eventDefinitions[0].messageRef?.name || "" : "",
    script: kind === "script" ? node.script || "" : "",
    decision: kind === "decision" ? (extensionOf(node, "spiffworkflow:CalledDecisionId")?.text || "") : "",
    called: kind === "call" ? node.calledElement || "" : "",
    extensible: flow || (is(node, "bpmn:FlowNode") && !is(node, "bpmn:EndEvent") && exits(node).length <= 1),
  };
}

const NOTHING = new Set(["flow", "lane", "other"]);

function worthALine(element) {
  if (element.labelTarget || element.waypoints) return false;
  const kind = kindOf(element.businessObject);
  if (NOTHING.has(kind)) return false;
  if (kind === "gateway") return exits(element.businessObject).length > 1;
  return kind !== "event" || !!element.businessObject.name;
}

/** The plan: steps from left to right as drawn, the exits of each choice below it, the inside of blocks indented. */
export function outline(registry, root) {
  const lines = [];
  const visit = (holder, depth) => {
    const inside = registry.filter((element) => element.parent === holder && worthALine(element));
    inside.sort((a, b) => a.x + a.width / 2 - b.x - b.width / 2 || a.y - b.y);
    inside.forEach((element) => {
      const node = element.businessObject;
      lines.push({ id: node.id, kind: kindOf(node), name: called(node), depth, target: "" });
      if (choosing(node)) {
        branchesOf(node).forEach((branch) =>
          lines.push({ id: branch.id, kind: "branch", name: branch.name, depth: depth + 1, target: branch.target }));
      }
      visit(element, depth + 1);
    });
  };
  const holders = registry.filter((element) => is(element, "bpmn:Participant"));
  (holders.length ? holders : [root]).forEach((holder) => visit(holder, 0));
  return lines;
}

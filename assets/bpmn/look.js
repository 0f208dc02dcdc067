// How BPMN looks in the house: our tokens, our letters, roles by their human name. Shared by reading and changing.

// The layout measures labels in Arial's widths; Liberation Sans has the same, Roboto and Helvetica are no wider.
const FONT = 'Arial, "Liberation Sans", Roboto, Helvetica, sans-serif';

export const LOOK = {
  bpmnRenderer: {
    defaultFillColor: "var(--raised)",
    defaultStrokeColor: "var(--ink-soft)",
    defaultLabelColor: "var(--ink)",
  },
  textRenderer: {
    defaultStyle: { fontFamily: FONT, fontSize: 12 },
    externalStyle: { fontFamily: FONT, fontSize: 11 },
  },
};

const OVER = ["bpmn:loopDataInputRef", "bpmn:loopDataOutputRef"];

/**
 * What a step is repeated over is a variable, not an element of the drawing: the library would drop such a reference
 * without a word when it writes the file again. It is given something that carries the name.
 */
export function keepVariables({ references = [], elementsById = {} }) {
  references
    .filter(({ property, id }) => OVER.includes(property) && !elementsById[id])
    .forEach(({ element, property, id }) => element.set(property, { id }));
}

/** What SpiffWorkflow keeps inside extensionElements, so that reading and writing a diagram loses none of it. */
export const SPIFFWORKFLOW = {
  name: "SpiffWorkflow",
  prefix: "spiffworkflow",
  uri: "http://spiffworkflow.org/bpmn/schema/1.0/core",
  xml: { tagAlias: "lowerCase" },
  types: [
    { name: "Properties", superClass: ["Element"], properties: [{ name: "properties", type: "Property", isMany: true }] },
    {
      name: "Property",
      superClass: ["Element"],
      properties: [
        { name: "name", isAttr: true, type: "String" },
        { name: "value", isAttr: true, type: "String" },
      ],
    },
    { name: "CalledDecisionId", superClass: ["Element"], properties: [{ name: "text", isBody: true, type: "String" }] },
    {
      name: "ServiceTaskOperator",
      superClass: ["Element"],
      properties: [
        { name: "id", isAttr: true, type: "String" },
        { name: "resultVariable", isAttr: true, type: "String" },
        { name: "parameterList", type: "Parameters" },
      ],
    },
    { name: "Parameters", superClass: ["Element"], properties: [{ name: "parameters", type: "Parameter", isMany: true }] },
    {
      name: "Parameter",
      superClass: ["Element"],
      properties: [
        { name: "id", isAttr: true, type: "String" },
        { name: "type", isAttr: true, type: "String" },
        { name: "value", isAttr: true, type: "String" },
      ],
    },
  ],
};

export function eachLane(definitions, visit) {
  const lanesOf = (holder) =>
    (holder.laneSets || (holder.childLaneSet ? [holder.childLaneSet] : [])).forEach((set) =>
      (set.lanes || []).forEach((lane) => {
        visit(lane);
        lanesOf(lane);
      }),
    );
  const walk = (element) => {
    lanesOf(element);
    (element.flowElements || []).filter((inner) => inner.flowElements).forEach(walk);
  };
  (definitions.rootElements || []).filter((root) => root.flowElements).forEach(walk);
}

/** Lanes carry role codes in the file and show the roles' names on screen; `roles` maps code to name. */
export function showRoleNames(definitions, roles) {
  eachLane(definitions, (lane) => {
    if (lane.name && roles[lane.name]) lane.name = roles[lane.name];
  });
}

export function keepRoleCodes(definitions, roles) {
  const codes = Object.fromEntries(Object.entries(roles).map(([code, name]) => [name, code]));
  eachLane(definitions, (lane) => {
    if (lane.name && codes[lane.name]) lane.name = codes[lane.name];
  });
}

export const STEPS = ["bpmn:UserTask", "bpmn:ManualTask", "bpmn:ServiceTask", "bpmn:ScriptTask", "bpmn:BusinessRuleTask",
  "bpmn:CallActivity", "bpmn:SendTask", "bpmn:ReceiveTask", "bpmn:Task"];

/** The role that does an element: its lane's, or that of the subprocess around it. */
export function laneOf(node) {
  for (let at = node; at; at = at.$parent) if (at.lanes && at.lanes.length) return at.lanes[0];
  return null;
}

/** A pencil mark on what people do and on what only frames it, for the stylesheet: no icon on people's steps. */
export function quieten(viewer) {
  const canvas = viewer.get("canvas");
  viewer.get("elementRegistry").forEach((element) => {
    if (element.labelTarget) return;
    if (element.type === "bpmn:UserTask" || element.type === "bpmn:ManualTask") canvas.addMarker(element.id, "is-step");
    if (element.type === "bpmn:SubProcess" && !element.collapsed) canvas.addMarker(element.id, "is-block");
    if (element.type === "bpmn:Lane" || element.type === "bpmn:Participant") canvas.addMarker(element.id, "is-band");
  });
}

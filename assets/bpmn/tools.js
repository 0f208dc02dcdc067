// The modeler as the agency's managers meet it: French words, a short palette, steps that are people's steps.
import Modeling from "bpmn-js/lib/features/modeling/Modeling";
import UpdateFlowNodeRefsHandler from "bpmn-js/lib/features/modeling/cmd/UpdateFlowNodeRefsHandler";
import { getParent } from "bpmn-js/lib/features/modeling/util/ModelingUtil";
import { collectLanes } from "bpmn-js/lib/features/modeling/util/LaneUtil";
import { is } from "bpmn-js/lib/util/ModelUtil";
import community from "bpmn-js-i18n/translations/fr";

const FRENCH = {
  ...community,
  "Ad-hoc sub-process": "Bloc sans ordre imposé",
  "Align elements": "Aligner",
  "Append conditional intermediate catch event": "Ajouter une attente de condition",
  "Append end event": "Ajouter une fin",
  "Append gateway": "Ajouter un choix",
  "Append intermediate/boundary event": "Ajouter une attente",
  "Append message intermediate catch event": "Ajouter une attente de message",
  "Append receive task": "Ajouter une réception",
  "Append signal intermediate catch event": "Ajouter une attente de signal",
  "Append task": "Ajouter une étape",
  "Append timer intermediate catch event": "Ajouter un délai",
  "Business rule task": "Table de décision",
  "Call activity": "Appeler une autre procédure",
  "Change element": "Changer de nature",
  "Collection": "Collection",
  "Conditional flow": "Sortie à condition",
  "Connect to other element": "Relier à une autre étape",
  "Create end event": "Poser une fin",
  "Create expanded sub-process": "Poser un bloc",
  "Create gateway": "Poser un choix",
  "Create intermediate/boundary event": "Poser une attente",
  "Create start event": "Poser un début",
  "Create task": "Poser une étape",
  "Default flow": "Sortie par défaut",
  "Delete": "Supprimer",
  "Distribute elements horizontally": "Répartir en largeur",
  "Distribute elements vertically": "Répartir en hauteur",
  "Manual task": "Étape hors écran",
  "Open {element}": "Ouvrir {element}",
  "Receive task": "Réception d’un message",
  "Script task": "Calcul",
  "Send task": "Envoi d’un message",
  "Sequence flow": "Flèche",
  "Service task": "Effet (avis, lettre…)",
  "Task": "Étape sans nature",
  "Toggle non-interrupting": "Sans interrompre",
  "User task": "Étape d’une personne",
  "Activate hand tool": "Déplacer la feuille",
  "Activate lasso tool": "Choisir plusieurs éléments",
  "Activate create/remove space tool": "Faire de la place",
  "Activate global connect tool": "Relier",
  "Add lane above": "Ajouter un couloir au-dessus",
  "Add lane below": "Ajouter un couloir au-dessous",
  "Add text annotation": "Ajouter une note",
};

function frenchTranslate(template, replacements = {}) {
  const text = FRENCH[template] || template;
  return text.replace(/{([^}]+)}/g, (_, key) => replacements[key] ?? `{${key}}`);
}

const KEPT = ["hand-tool", "lasso-tool", "space-tool", "global-connect-tool", "tool-separator", "create.start-event",
  "create.intermediate-event", "create.end-event", "create.exclusive-gateway", "create.task", "create.subprocess-expanded"];

/** Runs after bpmn-js's own providers: the tools a procedure needs, and user tasks where bare tasks were offered. */
function ShortPalette(palette, elementFactory, create) {
  palette.registerProvider(500, {
    getPaletteEntries: () => (entries) => {
      const start = (event) => create.start(event, elementFactory.createShape({ type: "bpmn:UserTask" }));
      const step = { ...entries["create.task"], className: "bpmn-icon-user-task", action: { click: start, dragstart: start } };
      return Object.fromEntries(KEPT.filter((id) => entries[id]).map((id) => [id, id === "create.task" ? step : entries[id]]));
    },
  });
}
ShortPalette.$inject = ["palette", "elementFactory", "create"];

function StepPad(contextPad, elementFactory, create, autoPlace) {
  contextPad.registerProvider(500, {
    getContextPadEntries: () => (entries) => {
      if (!entries["append.append-task"]) return entries;
      const shape = () => elementFactory.createShape({ type: "bpmn:UserTask" });
      const action = {
        click: (_, element) => autoPlace.append(element, shape()),
        dragstart: (event, element) => create.start(event, shape(), { source: element }),
      };
      const step = { ...entries["append.append-task"], className: "bpmn-icon-user-task", action };
      return { ...entries, "append.append-task": step };
    },
  });
}
StepPad.$inject = ["contextPad", "elementFactory", "create", "autoPlace"];

/** bpmn-js forgets the lane of steps inside a block; roles are ours to keep: theirs stays, a new one takes what it lies on. */
class LaneRefs extends UpdateFlowNodeRefsHandler {
  _computeUpdates(flowNodeShapes, laneShapes) {
    const inBlock = (shape) => is(shape.parent, "bpmn:SubProcess");
    const updates = super._computeUpdates(flowNodeShapes.filter((shape) => !inBlock(shape)), laneShapes);
    const fresh = flowNodeShapes.filter((shape) => inBlock(shape) && !shape.businessObject.get("lanes").length);
    return updates.concat(fresh.map((shape) => ({ flowNode: shape.businessObject, remove: [], add: lanesUnder(shape) })));
  }
}

function lanesUnder(shape) {
  const pool = getParent(shape, "bpmn:Participant");
  const x = shape.x + shape.width / 2;
  const y = shape.y + shape.height / 2;
  const under = (lane) => x > lane.x && x < lane.x + lane.width && y > lane.y && y < lane.y + lane.height;
  return pool ? collectLanes(pool).filter(under).map((lane) => lane.businessObject) : [];
}

class HouseModeling extends Modeling {
  getHandlers() {
    return { ...super.getHandlers(), "lane.updateRefs": LaneRefs };
  }
}
HouseModeling.$inject = Modeling.$inject;

/** Lane names are roles: chosen in the panel, never typed in the drawing. */
function RolesNotTyped(eventBus) {
  eventBus.on("element.dblclick", 2000, ({ element }) => (is(element, "bpmn:Lane") ? false : undefined));
}
RolesNotTyped.$inject = ["eventBus"];

export function houseTools(language) {
  return {
    __init__: ["shortPalette", "stepPad", "rolesNotTyped"],
    shortPalette: ["type", ShortPalette],
    stepPad: ["type", StepPad],
    rolesNotTyped: ["type", RolesNotTyped],
    modeling: ["type", HouseModeling],
    ...(language === "fr" ? { translate: ["value", frenchTranslate] } : {}),
  };
}

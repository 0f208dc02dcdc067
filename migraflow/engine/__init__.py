"""How a case moves: the only place that knows SpiffWorkflow."""

from migraflow.engine import scenario
from migraflow.engine.apart import check_apart
from migraflow.engine.bundle import Bundle, House
from migraflow.engine.check import check
from migraflow.engine.compile import Compiled, Step, called_bundles, compile_edition
from migraflow.engine.diagram import Kind
from migraflow.engine.findings import Finding, Severity
from migraflow.engine.importing import Imported, Liberty, Newcomer, import_apart, import_diagram
from migraflow.engine.moving import Moved, Verdict, Wish, move
from migraflow.engine.passing import skipping
from migraflow.engine.progress import Decided, Effect, Ended, OpenTask, Passed, Progress, Wait, WaitKind
from migraflow.engine.repairs import Repair, proposed
from migraflow.engine.run import advance, amend, broadcast, deliver, facts, fire, postpone, resume, start

__all__ = [
    "Bundle",
    "Compiled",
    "Decided",
    "Effect",
    "Ended",
    "Finding",
    "House",
    "Imported",
    "Kind",
    "Liberty",
    "Moved",
    "Newcomer",
    "OpenTask",
    "Passed",
    "Progress",
    "Repair",
    "Severity",
    "Step",
    "Verdict",
    "Wait",
    "WaitKind",
    "Wish",
    "advance",
    "amend",
    "broadcast",
    "called_bundles",
    "check",
    "check_apart",
    "compile_edition",
    "deliver",
    "facts",
    "fire",
    "import_apart",
    "import_diagram",
    "move",
    "postpone",
    "proposed",
    "resume",
    "scenario",
    "skipping",
    "start",
]

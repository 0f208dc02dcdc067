"""The purchase on SpiffWorkflow as it comes, in a process of its own: milliseconds per instance, as a JSON list.

python tests/bench/bare_engine.py COUNT
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from time import perf_counter

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.spiff.parser import SpiffBpmnParser
from SpiffWorkflow.util.task import TaskState

sys.path.insert(0, str(Path(__file__).parent))

import purchase


def main(count: int) -> list[float]:
    """Milliseconds of each of `count` instances kept in memory, after three to warm up."""
    parser = SpiffBpmnParser()
    parser.add_bpmn_str(purchase.purchase("python"))
    parser.add_bpmn_str(purchase.called("python"))
    parser.add_dmn_str(purchase.table("python"))
    spec, called = parser.get_spec("purchase"), parser.get_subprocess_specs("purchase")
    times: list[float] = []
    for _ in range(count + 3):
        begun = perf_counter()
        case = BpmnWorkflow(spec, called)
        case.do_engine_steps()
        while ready := case.get_tasks(state=TaskState.READY, manual=True):
            ready[0].data.update(purchase.answers(ready[0].task_spec.name))
            ready[0].run()
            case.do_engine_steps()
        times.append((perf_counter() - begun) * 1000)
        if not case.is_completed():
            raise SystemExit("the bare engine did not come to the end")
    return times[3:]


if __name__ == "__main__":
    json.dump(main(int(sys.argv[1])), sys.stdout)

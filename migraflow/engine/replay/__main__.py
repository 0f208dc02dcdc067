"""One process of a crew: ``python -m migraflow.engine.replay`` reads its setup, then shares of cases, line by line."""

from __future__ import annotations

import json
import sys

from migraflow.engine.child import limit_memory
from migraflow.engine.replay.record import packed_result
from migraflow.engine.replay.replayer import Replayer


def main() -> None:
    """Answer until there is nothing more to read."""
    limit_memory()
    replayer = Replayer(sys.stdin.readline())
    for line in sys.stdin:
        print(json.dumps([packed_result(one) for one in replayer.replay(json.loads(line))]), flush=True)


main()

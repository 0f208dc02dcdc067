"""A child that asks for more memory than a check may have, run by `test_limits.py`; answers only if it got it."""

from migraflow.engine.child import MEMORY, limit_memory

if __name__ == "__main__":
    limit_memory()
    print(len(bytearray(2 * MEMORY)))

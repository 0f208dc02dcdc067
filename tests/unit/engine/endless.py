"""A child that never answers, run by `test_limits.py`."""

import signal

if __name__ == "__main__":
    signal.pause()

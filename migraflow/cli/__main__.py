"""``python -m migraflow.cli``: the same as the command ``migraflow``."""

import sys

from migraflow.cli import main

sys.exit(main())

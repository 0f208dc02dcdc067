"""The checker's child process: ``python -m migraflow.engine`` (see `apart`)."""

from migraflow.engine.apart import main

main()

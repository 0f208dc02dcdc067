"""The importer's child process: ``python -m migraflow.engine.importing`` (see `apart`)."""

from migraflow.engine.importing.apart import main

main()

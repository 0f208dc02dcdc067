"""A diagram of another tool becomes procedures of ours, every liberty taken being told."""

from migraflow.engine.importing.importer import Imported, Liberty, Newcomer, import_diagram

__all__ = ["Imported", "Liberty", "Newcomer", "import_diagram"]

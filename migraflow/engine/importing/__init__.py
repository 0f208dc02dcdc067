"""A diagram of another tool becomes procedures of ours, every liberty taken being told."""

from migraflow.engine.importing.apart import import_apart, receive_apart
from migraflow.engine.importing.importer import Imported, Liberty, Newcomer, import_diagram
from migraflow.engine.importing.upload import Arrived
from migraflow.engine.repairs.paper import slug

__all__ = ["Arrived", "Imported", "Liberty", "Newcomer", "import_apart", "import_diagram", "receive_apart", "slug"]

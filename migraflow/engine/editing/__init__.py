"""Editing: every change the studio makes to a procedure, as a pure function on its files, and how it is read back."""

from migraflow.engine.editing.edit import EDITS, Edit, Edited, Moot
from migraflow.engine.editing.outline import Line, outline
from migraflow.engine.editing.reading import Exit, Reminder, Seen, describe

__all__ = ["EDITS", "Edit", "Edited", "Exit", "Line", "Moot", "Reminder", "Seen", "describe", "outline"]

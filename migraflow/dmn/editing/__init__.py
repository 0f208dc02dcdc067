"""Changing a DMN file without touching what was not asked for: what is not edited stays, byte by byte.

sheets(xml) reads the boxes of a file; changed(xml, Change(…)) gives the file after one change.
"""

from .change import CHANGES, Change, changed
from .columns import Part
from .sheet import Grid, InputHead, Line, OutputHead, Sheet, Words, sheets
from .source import MootEdit
from .template import blank_table

__all__ = [
    "CHANGES",
    "Change",
    "Grid",
    "InputHead",
    "Line",
    "MootEdit",
    "OutputHead",
    "Part",
    "Sheet",
    "Words",
    "blank_table",
    "changed",
    "sheets",
]

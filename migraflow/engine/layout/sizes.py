"""How large each node stands: bpmn-js' usual sizes, grown only where a name would be cut."""

from math import ceil

from migraflow.engine.layout import text
from migraflow.engine.layout.model import BLOCKS, Family, Node

EVENT, GATEWAY = 36.0, 50.0
LABEL_WIDTH = 90.0
LABEL_GAP = 4.0
_STRETCH = 24.0
_TASKS = (
    (100.0, 80.0), (120.0, 80.0), (140.0, 80.0), (140.0, 100.0), (160.0, 100.0), (180.0, 120.0), (220.0, 140.0),
)  # fmt: skip
_PADDING = 7.0
_BAND, _WIDE_BAND = 30.0, 48.0
_ICON = 28.0
_NOTE_WIDTH = 150.0


def size(node: Node, *, guests: bool = False) -> tuple[float, float]:
    """Width and height in px of a node that holds no others; ``guests`` stand on its lower border."""
    match node.family:
        case Family.EVENT:
            return (EVENT, EVENT)
        case Family.GATEWAY:
            return (GATEWAY, GATEWAY)
        case Family.ITEM:
            return (36.0, 50.0) if node.kind == "dataObjectReference" else (50.0, 50.0)
        case Family.NOTE:
            words = text.wrap(node.name, _NOTE_WIDTH - 20)
            return (_even(max(60.0, min(words.width + 20, _NOTE_WIDTH))), _even(max(40.0, words.height + 14)))
        case _:
            return _task(node, crowded=guests or node.marked or node.kind in {"callActivity", *BLOCKS})


def _task(node: Node, *, crowded: bool) -> tuple[float, float]:
    """The first size that holds the name clear of the icon above and of whatever sits on the lower border."""
    for width, height in _TASKS:
        if _needed(node, width, crowded=crowded) <= height and text.longest_word(node.name) <= width - 2 * _PADDING:
            return (width, height)
    width = _even(max(240.0, text.longest_word(node.name) + 2 * _PADDING))
    return (width, _even(_needed(node, width, crowded=crowded)))


def _needed(node: Node, width: float, *, crowded: bool) -> float:
    words = text.wrap(node.name, width - 2 * _PADDING)
    at_icon = node.kind not in {"task", "callActivity", *BLOCKS} and words.width > width - 2 * _ICON
    return words.height + (_WIDE_BAND if crowded or at_icon else _BAND)


def labelled(node: Node) -> bool:
    """Whether the node's name is written beside it rather than inside."""
    return bool(node.name) and node.family in (Family.EVENT, Family.GATEWAY, Family.ITEM)


def label(words: str) -> tuple[float, float]:
    """Width and height of a name written beside its node or line; (0, 0) for none.

    bpmn-js sets such names in lines of at least 90 px, whatever the bounds say, so no label is wrapped narrower; a
    little wider where that saves a line.
    """
    if not words:
        return (0.0, 0.0)
    least = max(LABEL_WIDTH, text.longest_word(words, text.BESIDE))
    narrow, wide = (text.wrap(words, limit, text.BESIDE) for limit in (least, least + _STRETCH))
    if wide.lines < narrow.lines:
        return (_even(max(wide.width, LABEL_WIDTH if wide.lines > 1 else 0.0)), _even(wide.height))
    return (_even(least if narrow.lines > 1 else narrow.width), _even(narrow.height))


def _even(length: float) -> float:
    """Whole pixels that can be halved, so that everything drawn sits on the pixel grid."""
    return 2.0 * ceil(length / 2)

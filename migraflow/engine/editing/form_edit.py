"""One change somebody makes to a form, as a value; what it may refer to lies in the same draft."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from migraflow.engine.editing.edit import Edited
from migraflow.engine.editing.form_blocks import is_shared, renamed_in_block
from migraflow.engine.editing.form_edits import FORM_EDITS
from migraflow.engine.editing.form_names import free, name_of
from migraflow.engine.editing.form_places import fields, holder
from migraflow.engine.editing.form_renaming import renamed
from migraflow.engine.editing.form_text import Table, loaded, rewritten
from migraflow.engine.editing.sheet import Moot

RENAME = "rename"
DETACH = "detach"
UNSHARED = frozenset({"section", "add_section"})
"""Changes a shared block does not know: sections are those of the forms around it."""
UNNAMED = re.compile(r"(nouvelle_question|new_question)(_\d+)?")
"""A question nobody has named yet: its name follows its first label."""


@dataclass(frozen=True)
class FormEdit:
    """A change of the form at the path `form`: its `code`, the `place` it touches, the plain words it needs."""

    code: str
    form: str
    place: str
    facts: Mapping[str, str] = field(default_factory=dict[str, str])

    def on(self, files: Mapping[str, bytes]) -> Edited:
        """The files with the change made. Raises Moot when it cannot be made there, xml.Unreadable."""
        if self.form not in files:
            raise Moot(self.form)
        if self.code == RENAME:
            return self.renamed(files)
        if is_shared(self.form) and (self.code in UNSHARED or self.facts.get("block") == self.form):
            raise Moot(self.place)
        facts = dict(self.facts)
        if self.code == DETACH:
            facts["content"] = files.get(facts.get("block", ""), b"{}").decode()
        table = loaded(files[self.form])
        try:
            chosen = FORM_EDITS[self.code](table, self.place, facts)
        except (ValueError, KeyError) as error:
            raise Moot(self.place) from error
        content = rewritten(table, files[self.form])
        after = {**files, self.form: content}
        if self.facts.get("latest"):
            after[self.facts["block"]] = self.facts["latest"].encode()
        wish = self.first_name(table)
        if wish:
            return FormEdit(RENAME, self.form, self.place, {"value": wish}).on(after)
        return Edited(after, chosen, redrawn=False, done=content != files[self.form])

    def first_name(self, table: Table) -> str:
        """The name a new question takes from its first label; "" for any other change."""
        if self.code != "write" or self.facts.get("word") != "title":
            return ""
        held, name = holder(table, self.place)
        wish = name_of(self.facts.get("value", "")) if UNNAMED.fullmatch(name) else ""
        return free(wish, {one for one in fields(held) if one != name}) if wish else ""

    def renamed(self, files: Mapping[str, bytes]) -> Edited:
        """The question under another name, and what speaks of it with it."""
        new = self.facts.get("value", "").strip()
        above, dot, old = self.place.rpartition(".")
        if new == old:
            return Edited(files, self.place, redrawn=False, done=False)
        after, _ = (renamed_in_block if is_shared(self.form) else renamed)(files, self.form, self.place, new)
        return Edited(after, f"{above}{dot}{new}", redrawn=False, done=True)

"""Changes of the forms: field by field, by their paths."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from migraflow.domain.forms import Condition, Field, Form
from migraflow.engine.compile import Compiled
from migraflow.engine.diff.change import Area, Change, Said
from migraflow.feel import Expression

ALWAYS = Said("toujours", "always")
NEED = {True: Said(", obligatoire", ", compulsory"), False: Said("", "")}


def forms_changed(before: Compiled, after: Compiled) -> Iterator[Change]:
    """What changes in the procedure's own forms."""
    old, new = own(before), own(after)
    for path, form in new.items():
        if path not in old:
            yield told("form_added", path, form)
    for path, form in old.items():
        if path not in new:
            yield told("form_removed", path, form)
    for path, form in new.items():
        if path in old and old[path].fingerprint != form.fingerprint:
            yield from form_changed(path, old[path], form)


def own(compiled: Compiled) -> Mapping[str, Form]:
    """The forms of the procedure itself by their paths."""
    return {path: form for (procedure, path), form in compiled.forms.items() if procedure == compiled.bundle.id}


def told(code: str, path: str, form: Form, **facts: str | Said) -> Change:
    """A change of a form."""
    return Change(code, Area.FORM, path, "", {"form": form.title, **facts})


def form_changed(path: str, old: Form, new: Form) -> Iterator[Change]:
    """What changes in one form."""
    if old.title != new.title:
        yield told("form_title", path, new, before=old.title, after=new.title)
    fields, fields_now = dict(old.walk()), dict(new.walk())
    for at, field in fields_now.items():
        if at not in fields:
            yield told("field_added", path, new, field=field.label, need=NEED[field.required])
    for at, field in fields.items():
        if at not in fields_now:
            yield told("field_removed", path, new, field=field.label)
    for at, field in fields_now.items():
        if at in fields:
            for code, facts in field_changed(fields[at], field):
                yield told(code, path, new, field=field.label, **facts)
    if checks(old.rules) != checks(new.rules):
        yield told("form_rules", path, new)
    if sections(old) != sections(new):
        yield told("form_sections", path, new)


def field_changed(old: Field, new: Field) -> Iterator[tuple[str, Mapping[str, str | Said]]]:
    """What changes in one field: codes with their facts."""
    if old.required != new.required:
        yield ("field_required" if new.required else "field_optional"), {}
    if old.label != new.label:
        yield "field_label", {"before": old.label, "after": new.label}
    if old.kind is not new.kind:
        yield "field_kind", {"before": str(old.kind), "after": str(new.kind)}
    if text(old.show_if) != text(new.show_if):
        yield "field_shown", {"before": when(old.show_if), "after": when(new.show_if)}
    if old.choices != new.choices:
        yield "field_choices", {"more": choices_more(old, new)}
    if old.list_name != new.list_name:
        yield "field_list", {"before": old.list_name or "—", "after": new.list_name or "—"}
    for code, read in QUIET.items():
        if read(old) != read(new):
            yield code, {}


QUIET: Mapping[str, Callable[[Field], object]] = {
    "field_hint": lambda field: (field.hint, field.why, field.pattern_message, *english(field)),
    "field_limits": lambda field: (field.limits, field.currency, field.unit, text(field.list_filter)),
    "field_value": lambda field: (text(field.default), text(field.value)),
    "field_checks": lambda field: (checks(field.checks), checks(field.warnings), text(field.required_if)),
    "field_sensitive": lambda field: (field.sensitive, field.purpose, field.basis, field.retention, field.register),
}
"""What is said to have changed without repeating it."""


def english(field: Field) -> tuple[str, ...]:
    """What a field says in English, its answers and rules left out."""
    return field.label_en, field.hint_en, field.why_en, field.pattern_message_en


def choices_more(old: Field, new: Field) -> Said:
    """The answers that came and went, in words."""
    before, after = ({choice.code: choice.label for choice in one.choices} for one in (old, new))
    came = ", ".join(label for code, label in after.items() if before.get(code) != label)
    went = ", ".join(label for code, label in before.items() if after.get(code) != label)
    french = "".join((f" ; en plus : {came}" if came else "", f" ; en moins : {went}" if went else ""))
    english = "".join((f"; added: {came}" if came else "", f"; gone: {went}" if went else ""))
    return Said(french, english)


def when(shown: Expression | None) -> Said:
    """When a field is shown."""
    return Said(f"si {shown.text}", f"if {shown.text}") if shown else ALWAYS


def text(expression: Expression | None) -> str:
    """The text of an expression; "" for none."""
    return expression.text if expression else ""


def checks(conditions: tuple[Condition, ...]) -> list[tuple[str, str, str]]:
    """Conditions as what their author wrote."""
    return [(condition.check.text, condition.message, condition.message_en) for condition in conditions]


def sections(form: Form) -> list[tuple[object, ...]]:
    """The parts of a form as what their author wrote."""
    return [
        (part.title, part.fields, part.hint, text(part.show_if), part.title_en, part.hint_en) for part in form.sections
    ]

"""A procedure as files to keep: the browser fetches them."""

from __future__ import annotations

from typing import Any

import reflex as rx

from migraflow.ui.words import t

KINDS = ("zip", "bpmn", "svg", "png")


def taking_away(procedure: Any) -> rx.Component:
    """Files of a procedure to keep: the browser fetches them."""
    return rx.el.details(
        rx.el.summary(t("imports.export")),
        rx.el.div(
            *[
                rx.el.a(t(f"imports.export_{kind}"), href=rx.Var.create("/schemas/") + procedure + f".{kind}",
                        download=True, class_name="button quiet")
                for kind in KINDS
            ],
            class_name="row",
        ),
        class_name="card",
    )  # fmt: skip

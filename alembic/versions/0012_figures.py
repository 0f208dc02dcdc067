"""facts of cases and the roll-ups of the indicators

Revision 0012, after 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

UNCOUNTED = "counted <> entries"
PLACES = (
    *(("region", 40), ("office", 60), ("sex", 1), ("age", 10), ("education", 20), ("occupation", 2)),
    *(("destination", 3), ("migration", 20), ("channel", 20)),
)


def upgrade() -> None:
    """Forward."""
    op.add_column("cases", sa.Column("counted", sa.Integer(), nullable=False, server_default="0"))
    op.create_index(
        "ix_cases_uncounted", "cases", ["id"], sqlite_where=sa.text(UNCOUNTED), postgresql_where=sa.text(UNCOUNTED)
    )
    op.create_table(
        "facts",
        sa.Column("case_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        *(sa.Column(name, sa.String(length=width), nullable=False) for name, width in PLACES),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_facts_case_id"),
        sa.PrimaryKeyConstraint("case_id", "number", name="pk_facts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_facts_day", "facts", ["fact", "day"])
    keys = ("level", "fact", "month", "part", "value", *(name for name, _ in PLACES))
    op.create_table(
        "cells",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("part", sa.String(length=80), nullable=False),
        sa.Column("value", sa.BigInteger(), autoincrement=False, nullable=False),
        *(sa.Column(name, sa.String(length=width), nullable=False) for name, width in PLACES),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint(*keys, name="pk_cells"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "fact_rules",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_fact_rules"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("fact_rules")
    op.drop_table("cells")
    op.drop_table("facts")
    op.drop_index("ix_cases_uncounted", "cases")
    op.drop_column("cases", "counted")

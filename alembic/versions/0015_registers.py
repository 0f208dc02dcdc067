"""registers: rows, their history, links, mentions, imports

Revision 0015, after 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "register_rows",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("sort", sa.String(length=300), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("words", sa.String(length=600), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("begins", sa.Date(), nullable=True),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_register_rows"),
        sa.UniqueConstraint("noun", "key", name="uq_register_rows_key"),
    )
    op.create_index("ix_register_rows_order", "register_rows", ["noun", "sort", "id"])
    op.create_index("ix_register_rows_region", "register_rows", ["noun", "region"])
    op.create_index("ix_register_rows_state", "register_rows", ["noun", "state"])
    op.create_table(
        "register_entries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=160), nullable=False),
        sa.Column("deed", sa.String(length=20), nullable=False),
        sa.Column("changes", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("case_ref", sa.String(length=40), nullable=False),
        sa.Column("effect_key", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["row_id"], ["register_rows.id"], name="fk_register_entries_row_id"),
        sa.PrimaryKeyConstraint("id", name="pk_register_entries"),
        sa.UniqueConstraint("effect_key", name="uq_register_entries_effect_key"),
    )
    op.create_index("ix_register_entries_row_id", "register_entries", ["row_id"])
    op.create_table(
        "register_links",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("field", sa.String(length=120), nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.ForeignKeyConstraint(["row_id"], ["register_rows.id"], name="fk_register_links_row_id"),
        sa.PrimaryKeyConstraint("row_id", "field", "noun", "key", name="pk_register_links"),
    )
    op.create_index("ix_register_links_target", "register_links", ["noun", "key"])
    op.create_table(
        "register_mentions",
        sa.Column("row_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_register_mentions_case_id"),
        sa.ForeignKeyConstraint(["row_id"], ["register_rows.id"], name="fk_register_mentions_row_id"),
        sa.PrimaryKeyConstraint("row_id", "case_id", name="pk_register_mentions"),
    )
    op.create_index("ix_register_mentions_case_id", "register_mentions", ["case_id"])
    op.create_table(
        "register_imports",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("noun", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("titles", sa.Text(), nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("refused", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_register_imports"),
        sa.UniqueConstraint("ref", name="uq_register_imports_ref"),
    )
    op.create_index("ix_register_imports_state", "register_imports", ["state", "id"])


def downgrade() -> None:
    """Back."""
    for table in ("register_imports", "register_mentions", "register_links", "register_entries", "register_rows"):
        op.drop_table(table)

"""letters on paper, the texts of their models, and word on its way to people outside

Revision 0005, after 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "letter_numbers",
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("office", "year", name="pk_letter_numbers"),
    )
    op.create_table(
        "letter_texts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_by_name", sa.String(length=160), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_letter_texts"),
        sa.UniqueConstraint("code", "number", name="uq_letter_texts_number"),
    )
    op.create_table(
        "letters",
        sa.Column("document_id", sa.String(length=40), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("model", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=100), nullable=False),
        sa.Column("code", sa.String(length=20), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("office_name", sa.String(length=200), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("signed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("annulled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("annulled_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["document_id"], ["documents.id"], name="fk_letters_document_id"),
        sa.ForeignKeyConstraint(["sha"], ["files.sha"], name="fk_letters_sha"),
        sa.PrimaryKeyConstraint("document_id", name="pk_letters"),
        sa.UniqueConstraint("code", name="uq_letters_code"),
        sa.UniqueConstraint("key", name="uq_letters_key"),
        sa.UniqueConstraint("number", name="uq_letters_number"),
    )
    op.create_index("ix_letters_model", "letters", ["model"], unique=False)
    op.create_table(
        "sendings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=220), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_sendings_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sendings"),
        sa.UniqueConstraint("key", name="uq_sendings_key"),
    )
    op.create_index("ix_sendings_case_id", "sendings", ["case_id"], unique=False)
    op.create_index("ix_sendings_next_try", "sendings", ["next_try"], unique=False)


def downgrade() -> None:
    """Back."""
    for table in ("sendings", "letters", "letter_texts", "letter_numbers"):
        op.drop_table(table)

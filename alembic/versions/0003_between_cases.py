"""time, and words between cases

Revision 0003, after 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """An index over some rows only."""
    op.create_index(
        name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where)
    )


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("holds", sa.Integer(), nullable=False, server_default="0"))
    op.drop_index("ix_cases_next_due", table_name="cases")
    partial("ix_cases_next_due", "cases", ["next_due"], "next_due IS NOT NULL AND holds = 0")
    with op.batch_alter_table("waits") as waits:
        waits.add_column(sa.Column("correlation", sa.String(length=200), nullable=False, server_default=""))
    op.drop_index("ix_waits_name", table_name="waits")
    op.create_index("ix_waits_name", "waits", ["kind", "name", "correlation"], unique=False)
    messages()
    suspensions()


def messages() -> None:
    """Messages on their way, and those that begin a case."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=160), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("correlation", sa.String(length=200), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("from_case", sa.Integer(), nullable=True),
        sa.Column("from_ref", sa.String(length=40), nullable=False),
        sa.Column("to_case", sa.Integer(), nullable=True),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("settled", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_messages"),
        sa.UniqueConstraint("key", name="uq_messages_key"),
    )
    partial("ix_messages_next_try", "messages", ["next_try"], "next_try IS NOT NULL")
    partial("ix_messages_expires", "messages", ["expires"], "next_try IS NOT NULL")
    op.create_index("ix_messages_state", "messages", ["state", "settled"], unique=False)
    op.create_table(
        "message_starts",
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("name", "procedure", name="pk_message_starts"),
    )


def suspensions() -> None:
    """Suspensions, what cases are about, the cases held, and what stands still in them."""
    op.create_table(
        "suspensions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("review", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=False),
        sa.Column("decided_by_name", sa.String(length=160), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("ended", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("ended_by_name", sa.String(length=160), nullable=False),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_suspensions"),
    )
    partial("ix_suspensions_in_force", "suspensions", ["kind", "subject"], "state = 'in_force'", unique=True)
    op.create_index("ix_suspensions_decided", "suspensions", ["decided"], unique=False)
    op.create_table(
        "case_subjects",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_subjects_case_id"),
        sa.PrimaryKeyConstraint("case_id", "kind", "subject", name="pk_case_subjects"),
    )
    op.create_index("ix_case_subjects_subject", "case_subjects", ["kind", "subject"], unique=False)
    op.create_table(
        "held_cases",
        sa.Column("suspension_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("still", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.ForeignKeyConstraint(["suspension_id"], ["suspensions.id"], name="fk_held_cases_suspension_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_held_cases_case_id"),
        sa.PrimaryKeyConstraint("suspension_id", "case_id", name="pk_held_cases"),
    )
    op.create_index("ix_held_cases_case_id", "held_cases", ["case_id"], unique=False)
    partial("ix_held_cases_untold", "held_cases", ["state"], "state IN ('new', 'ending')")
    op.create_table(
        "paused_tasks",
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_mark", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_paused_tasks_case_id"),
        sa.PrimaryKeyConstraint("token", name="pk_paused_tasks"),
    )
    op.create_index("ix_paused_tasks_case_id", "paused_tasks", ["case_id"], unique=False)


def downgrade() -> None:
    """Back."""
    for table in ("paused_tasks", "held_cases", "case_subjects", "suspensions", "message_starts", "messages"):
        op.drop_table(table)
    op.drop_index("ix_waits_name", table_name="waits")
    op.execute("ALTER TABLE waits DROP COLUMN correlation")
    op.create_index("ix_waits_name", "waits", ["kind", "name"], unique=False)
    op.drop_index("ix_cases_next_due", table_name="cases")
    op.execute("ALTER TABLE cases DROP COLUMN holds")
    partial("ix_cases_next_due", "cases", ["next_due"], "next_due IS NOT NULL")

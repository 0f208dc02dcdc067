"""what failed stays in sight until somebody decides

Revision 0002, after 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("effects") as effects:
        effects.add_column(sa.Column("holder", sa.String(40), nullable=False, server_default=""))
        effects.add_column(sa.Column("given_up", sa.DateTime(timezone=True), nullable=True))
    given_up = sa.text("given_up IS NOT NULL")
    op.create_index(
        "ix_effects_given_up", "effects", ["given_up"], sqlite_where=given_up, postgresql_where=given_up
    )
    op.execute("UPDATE effects SET given_up = created WHERE next_try IS NULL AND done IS NULL")
    op.create_table(
        "failures",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("token", sa.String(80), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(160), nullable=False),
        sa.Column("element", sa.String(120), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_failures_case_id")),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_failures")),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("failures")
    op.drop_index("ix_effects_given_up", table_name="effects")
    with op.batch_alter_table("effects") as effects:
        effects.drop_column("given_up")
        effects.drop_column("holder")

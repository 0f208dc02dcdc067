"""what is sent on a day of its own

Revision 0020, after 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("accesses") as accesses:
        accesses.add_column(sa.Column("detail", sa.String(length=400), nullable=False, server_default=""))
        accesses.add_column(sa.Column("count", sa.Integer(), nullable=False, server_default="0"))
    op.create_table(
        "mailings",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=320), nullable=False),
        sa.Column("page", sa.String(length=40), nullable=False),
        sa.Column("query", sa.String(length=400), nullable=False),
        sa.Column("rhythm", sa.String(length=20), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_mailings_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name="pk_mailings"),
    )
    op.create_index("ix_mailings_account_id", "mailings", ["account_id"], unique=False)
    op.create_index("ix_mailings_next", "mailings", ["next"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_table("mailings")
    with op.batch_alter_table("accesses") as accesses:
        accesses.drop_column("count")
        accesses.drop_column("detail")

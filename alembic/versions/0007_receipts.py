"""a completed task keeps the receipt of its completion

Revision 0007, after 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("tasks") as tasks:
        tasks.add_column(sa.Column("command", sa.String(120), nullable=False, server_default=""))
        tasks.add_column(sa.Column("receipt", sa.Text(), nullable=False, server_default=""))


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("tasks") as tasks:
        tasks.drop_column("receipt")
        tasks.drop_column("command")

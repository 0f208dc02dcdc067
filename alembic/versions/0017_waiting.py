"""how long steps usually take, the latest first

Revision 0017, after 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    done = sa.text("state = 'done'")
    op.create_index(
        "ix_tasks_done_step",
        "tasks",
        ["procedure", "element", "id", "seconds"],
        sqlite_where=done,
        postgresql_where=done,
    )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_tasks_done_step", "tasks")

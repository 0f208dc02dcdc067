"""what the ministry may be told is decided by other rules: decisions of the old ones go, the worker makes new ones

Revision 0024, after 0023
"""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.execute("DELETE FROM disclosures")


def downgrade() -> None:
    """Back: nothing to restore, decisions are made again when asked for."""
    op.execute("DELETE FROM disclosures")

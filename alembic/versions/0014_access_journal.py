"""who read or printed what: the journal of access; clocks that go on while a case is held

Revision 0014, after 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.drop_index("ix_cases_next_due", table_name="cases")
    waits = sa.text("next_due IS NOT NULL")
    op.create_index("ix_cases_next_due", "cases", ["next_due"], sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_cases_next_due", table_name="cases")
    runs = sa.text("next_due IS NOT NULL AND holds = 0")
    op.create_index("ix_cases_next_due", "cases", ["next_due"], sqlite_where=runs, postgresql_where=runs)

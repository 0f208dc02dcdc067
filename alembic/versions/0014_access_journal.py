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
    op.create_table(
        "accesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("account", sa.String(length=160), nullable=False),
        sa.Column("action", sa.String(length=20), nullable=False),
        sa.Column("what", sa.String(length=20), nullable=False),
        sa.Column("person", sa.String(length=20), nullable=False),
        sa.Column("case_ref", sa.String(length=40), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accesses"),
    )
    op.create_index("ix_accesses_at", "accesses", ["at", "id"], unique=False)
    op.create_index("ix_accesses_person", "accesses", ["person", "at", "id"], unique=False)
    op.create_index("ix_accesses_account", "accesses", ["account_id", "at"], unique=False)
    op.drop_index("ix_cases_next_due", table_name="cases")
    waits = sa.text("next_due IS NOT NULL")
    op.create_index("ix_cases_next_due", "cases", ["next_due"], sqlite_where=waits, postgresql_where=waits)


def downgrade() -> None:
    """Back."""
    op.drop_table("accesses")
    op.drop_index("ix_cases_next_due", table_name="cases")
    runs = sa.text("next_due IS NOT NULL AND holds = 0")
    op.create_index("ix_cases_next_due", "cases", ["next_due"], sqlite_where=runs, postgresql_where=runs)

"""what may be told of the figures, decided ahead

Revision 0022, after 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "cell_revisions",
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("fact", "year", name="pk_cell_revisions"),
    )
    op.create_table(
        "disclosures",
        sa.Column("fact", sa.String(length=40), nullable=False),
        sa.Column("year", sa.String(length=4), nullable=False),
        sa.Column("axes", sa.String(length=60), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("fact", "year", "axes", name="pk_disclosures"),
    )
    op.execute(
        "INSERT INTO cell_revisions (fact, year, revision) "
        "SELECT fact, SUBSTR(month, 1, 4), 1 FROM cells WHERE level = 0 GROUP BY fact, SUBSTR(month, 1, 4)"
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("disclosures")
    op.drop_table("cell_revisions")

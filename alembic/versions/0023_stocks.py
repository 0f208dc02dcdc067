"""who stands in the pool, which cases stand open: counted once, not from the beginning each time

Revision 0023, after 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

PLACES = "region, office, sex, age, education, occupation, destination, migration, channel"
FILL = f"""INSERT INTO stocks (level, stock, since, {PLACES}, n)
SELECT level, '{{stock}}', CASE WHEN part = '' THEN month ELSE part END, {PLACES},
SUM(CASE WHEN fact = '{{brings}}' THEN n ELSE -n END) FROM cells WHERE fact IN ('{{brings}}', '{{takes}}')
GROUP BY 1, 2, 3, {PLACES} HAVING SUM(CASE WHEN fact = '{{brings}}' THEN n ELSE -n END) <> 0"""


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "stocks",
        sa.Column("level", sa.SmallInteger(), autoincrement=False, nullable=False),
        sa.Column("stock", sa.String(length=40), nullable=False),
        sa.Column("since", sa.String(length=80), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age", sa.String(length=10), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("occupation", sa.String(length=2), nullable=False),
        sa.Column("destination", sa.String(length=3), nullable=False),
        sa.Column("migration", sa.String(length=20), nullable=False),
        sa.Column("channel", sa.String(length=20), nullable=False),
        sa.Column("n", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("level", "stock", "since", *PLACES.split(", "), name="pk_stocks"),
        sqlite_with_rowid=False,
    )
    for stock, brings, takes in (("vivier", "vivier", "sortie_vivier"), ("dossiers", "dossier_ouvert", "dossier_clos")):
        op.execute(FILL.format(stock=stock, brings=brings, takes=takes))
    op.execute("DELETE FROM disclosures")  # written otherwise from now on: the worker decides again


def downgrade() -> None:
    """Back."""
    op.drop_table("stocks")

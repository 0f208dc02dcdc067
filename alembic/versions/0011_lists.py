"""lists kept by managers

Revision 0011, after 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "list_editions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("path", sa.String(length=120), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("begins", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("saved_by", sa.Integer(), nullable=False),
        sa.Column("saved_by_name", sa.String(length=160), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_list_editions"),
        sa.UniqueConstraint("path", "number", name="uq_list_editions_number"),
    )


def downgrade() -> None:
    """Back."""
    op.drop_table("list_editions")

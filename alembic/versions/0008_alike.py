"""one human, one person: keys to find likely duplicates by, pairs to look at, merges; what leaving costs

Revision 0008, after 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

UNSIFTED = sa.text("sifted < 2")
MERGED = sa.text("merged_into IS NOT NULL")
OPEN = sa.text("state = 'open'")
TABLES = ("costs", "placement_costs", "merges", "likenesses", "person_keys")


def upgrade() -> None:
    """Forward. Everybody already in the register is sifted by the workers, little by little."""
    for column in (
        sa.Column("father", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("mother", sa.String(length=120), nullable=False, server_default=""),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("sifted", sa.Integer(), nullable=False, server_default="2"),
    ):
        op.add_column("people", column)
    op.execute("UPDATE people SET sifted = 0")
    op.create_index("ix_people_merged_into", "people", ["merged_into"], sqlite_where=MERGED, postgresql_where=MERGED)
    op.create_index("ix_people_unsifted", "people", ["id"], sqlite_where=UNSIFTED, postgresql_where=UNSIFTED)
    alike()
    merges()
    costs()


def alike() -> None:
    """Keys, and pairs of people who look like the same human."""
    op.create_table(
        "person_keys",
        sa.Column("key", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("person_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_person_keys_person_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("key", "person_id", name="pk_person_keys"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_person_keys_person_id", "person_keys", ["person_id"])
    op.create_table(
        "likenesses",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("decided_by_name", sa.String(length=160), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["one_id"], ["people.id"], name="fk_likenesses_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["people.id"], name="fk_likenesses_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_likenesses"),
        sa.UniqueConstraint("one_id", "other_id", name="uq_likenesses_one_id_other_id"),
    )
    op.create_index("ix_likenesses_other_id", "likenesses", ["other_id"])
    op.create_index("ix_likenesses_open", "likenesses", ["score", "id"], sqlite_where=OPEN, postgresql_where=OPEN)


def merges() -> None:
    """What was made one, and all it takes to undo it."""
    op.create_table(
        "merges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kept_id", sa.Integer(), nullable=False),
        sa.Column("gone_id", sa.Integer(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("moved", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=False),
        sa.Column("made_by_name", sa.String(length=160), nullable=False),
        sa.Column("undone", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.Column("undone_by_name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["people.id"], name="fk_merges_kept_id"),
        sa.ForeignKeyConstraint(["gone_id"], ["people.id"], name="fk_merges_gone_id"),
        sa.PrimaryKeyConstraint("id", name="pk_merges"),
    )
    op.create_index("ix_merges_kept_id", "merges", ["kept_id"])
    op.create_index("ix_merges_gone_id", "merges", ["gone_id"])


def costs() -> None:
    """What a placement costs the worker, cost by cost, and what the first month earned."""
    op.create_table(
        "placement_costs",
        sa.Column("placement", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("follow_up_id", sa.Integer(), nullable=True),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("country", sa.String(length=3), nullable=False),
        sa.Column("occupation", sa.String(length=10), nullable=False),
        sa.Column("migration", sa.String(length=20), nullable=False),
        sa.Column("employer", sa.String(length=200), nullable=False),
        *(sa.Column(f"{sum_}_xof", sa.BigInteger(), nullable=True) for sum_ in ("worker", "withheld", "debt")),
        *(sa.Column(f"{sum_}_xof", sa.BigInteger(), nullable=True) for sum_ in ("wage", "earned")),
        sa.Column("ratio_thousandths", sa.Integer(), nullable=True),
        sa.Column("earned", sa.Boolean(), nullable=False),
        sa.Column("fee_paid", sa.Boolean(), nullable=False),
        sa.Column("alerts", sa.Integer(), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_placement_costs_case_id"),
        sa.ForeignKeyConstraint(["follow_up_id"], ["cases.id"], name="fk_placement_costs_follow_up_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_placement_costs_person_id"),
        sa.PrimaryKeyConstraint("placement", name="pk_placement_costs"),
    )
    op.create_index("ix_placement_costs_month", "placement_costs", ["month", "country"])
    for column in ("case_id", "follow_up_id", "person_id"):
        op.create_index(f"ix_placement_costs_{column}", "placement_costs", [column])
    op.create_table(
        "costs",
        sa.Column("placement", sa.String(length=40), nullable=False),
        sa.Column("source", sa.String(length=12), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("payer", sa.String(length=20), nullable=False),
        sa.Column("thousandths", sa.BigInteger(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("xof", sa.BigInteger(), nullable=True),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("paid_to", sa.String(length=120), nullable=False),
        sa.Column("receipt", sa.Boolean(), nullable=False),
        sa.Column("alert", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(["placement"], ["placement_costs.placement"], name="fk_costs_placement"),
        sa.PrimaryKeyConstraint("placement", "source", "number", name="pk_costs"),
    )
    op.create_index("ix_costs_month", "costs", ["month", "category", "payer"])


def downgrade() -> None:
    """Back. What was merged stays merged."""
    for table in TABLES:
        op.drop_table(table)
    op.drop_index("ix_people_unsifted", table_name="people")
    op.drop_index("ix_people_merged_into", table_name="people")
    for column in ("sifted", "merged_into", "mother", "father"):
        op.execute(f"ALTER TABLE people DROP COLUMN {column}")

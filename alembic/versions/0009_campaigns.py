"""campaigns and applications

Revision 0009, after 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TABLES = ("campaign_entries", "campaign_errands", "applications", "campaign_batches", "campaigns")


def words(name: str, length: int) -> sa.Column:
    """A column of words that always says something, if only nothing."""
    return sa.Column(name, sa.String(length=length), nullable=False)


def number(name: str) -> sa.Column:
    """A column of whole numbers."""
    return sa.Column(name, sa.Integer(), nullable=False)


def moment(name: str, *, nullable: bool = False) -> sa.Column:
    """A column of moments."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def text(name: str) -> sa.Column:
    """A column of text of any length."""
    return sa.Column(name, sa.Text(), nullable=False)


def partial(name: str, table: str, columns: list[str], where: str, *, unique: bool = False) -> None:
    """An index over some rows only."""
    op.create_index(name, table, columns, unique=unique, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def upgrade() -> None:
    """Forward."""
    campaigns()
    applications()
    errands()


def campaigns() -> None:
    """Campaigns and the lists sent for them."""
    op.create_table(
        "campaigns",
        number("id"),
        words("ref", 40),
        words("model", 60),
        words("kind", 20),
        words("title", 200),
        words("state", 20),
        sa.Column("offer_id", sa.Integer(), nullable=True),
        words("offer_ref", 40),
        text("criteria"),
        text("shared"),
        number("seats"),
        number("reserve"),
        text("quotas"),
        words("region", 40),
        words("office", 60),
        number("opened_by"),
        words("opened_by_name", 160),
        moment("opened"),
        moment("chosen", nullable=True),
        number("version"),
        sa.ForeignKeyConstraint(["offer_id"], ["cases.id"], name="fk_campaigns_offer_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaigns"),
        sa.UniqueConstraint("ref", name="uq_campaigns_ref"),
    )
    op.create_index("ix_campaigns_offer_id", "campaigns", ["offer_id"], unique=False)
    op.create_table(
        "campaign_batches",
        number("id"),
        number("campaign_id"),
        words("name", 200),
        number("lines"),
        number("sent_by"),
        words("sent_by_name", 160),
        moment("sent"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_batches_campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_batches"),
    )
    op.create_index("ix_campaign_batches_campaign_id", "campaign_batches", ["campaign_id"], unique=False)


def applications() -> None:
    """One row per line of a list, then per person."""
    op.create_table(
        "applications",
        number("id"),
        number("campaign_id"),
        number("batch_id"),
        number("line"),
        words("standing", 20),
        words("fate", 20),
        sa.Column("person_id", sa.Integer(), nullable=True),
        words("name", 330),
        words("sound", 330),
        words("nina", 20),
        words("phone", 20),
        words("sex", 1),
        sa.Column("age", sa.Integer(), nullable=True),
        words("band", 10),
        words("region", 40),
        words("office", 60),
        words("lot", 40),
        text("facts"),
        text("problems"),
        text("near"),
        words("filters", 200),
        sa.Column("score", sa.Integer(), nullable=True),
        number("priority"),
        text("details"),
        number("draw"),
        sa.Column("rank", sa.Integer(), nullable=True),
        words("proposal", 20),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        words("decided_by_name", 160),
        moment("decided", nullable=True),
        text("reason"),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_applications_campaign_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_applications_person_id"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_applications_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_applications"),
    )
    op.create_index("ix_applications_campaign", "applications", ["campaign_id", "standing", "rank"], unique=False)
    op.create_index("ix_applications_batch", "applications", ["batch_id", "id"], unique=False)
    op.create_index("ix_applications_sound", "applications", ["campaign_id", "sound"], unique=False)
    op.create_index("ix_applications_person_id", "applications", ["person_id"], unique=False)
    op.create_index("ix_applications_case_id", "applications", ["case_id"], unique=False)
    partial("ix_applications_once", "applications", ["campaign_id", "person_id"], "person_id IS NOT NULL", unique=True)


def errands() -> None:
    """What workers do for campaigns, and who decided what."""
    op.create_table(
        "campaign_errands",
        number("id"),
        number("campaign_id"),
        words("chore", 20),
        words("state", 20),
        number("batch_id"),
        number("done"),
        number("total"),
        number("at"),
        text("wish"),
        number("asked_by"),
        words("asked_by_name", 160),
        moment("asked"),
        moment("ended", nullable=True),
        text("fault"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_errands_campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_errands"),
    )
    op.create_index("ix_campaign_errands_campaign_id", "campaign_errands", ["campaign_id"], unique=False)
    partial("ix_campaign_errands_queued", "campaign_errands", ["id"], "state = 'attend'")
    op.create_table(
        "campaign_entries",
        number("id"),
        number("campaign_id"),
        moment("at"),
        number("actor_id"),
        words("actor", 160),
        words("deed", 30),
        number("count"),
        text("told"),
        sa.ForeignKeyConstraint(["campaign_id"], ["campaigns.id"], name="fk_campaign_entries_campaign_id"),
        sa.PrimaryKeyConstraint("id", name="pk_campaign_entries"),
    )
    op.create_index("ix_campaign_entries_campaign_id", "campaign_entries", ["campaign_id"], unique=False)


def downgrade() -> None:
    """Back."""
    for table in TABLES:
        op.drop_table(table)

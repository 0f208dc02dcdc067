"""the house

Revision 0001, the first
"""

import sqlalchemy as sa
from alembic import op


revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "commands",
        sa.Column("key", sa.String(length=120), nullable=False),
        sa.Column("receipt", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_commands"),
    )
    op.create_index("ix_commands_at", "commands", ["at"], unique=False)
    op.create_table(
        "counters",
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("letters", sa.String(length=10), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", "year", "letters", name="pk_counters"),
    )
    op.create_table(
        "drafts",
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("token", name="pk_drafts"),
    )
    op.create_table(
        "editions",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("published", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("published_by_name", sa.String(length=160), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name="pk_editions"),
        sa.UniqueConstraint("procedure", "number", name="uq_editions_number"),
    )
    op.create_index("ix_editions_procedure", "editions", ["procedure"], unique=False)
    op.create_table(
        "files",
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha", name="pk_files"),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("surname", sa.String(length=160), nullable=False),
        sa.Column("given", sa.String(length=160), nullable=False),
        sa.Column("name", sa.String(length=330), nullable=False),
        sa.Column("name_key", sa.String(length=330), nullable=False),
        sa.Column("search", sa.String(length=340), nullable=False),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("birth_date", sa.Date(), nullable=True),
        sa.Column("birth_year", sa.Integer(), nullable=True),
        sa.Column("birth_place_key", sa.String(length=160), nullable=False),
        sa.Column("nina", sa.String(length=20), nullable=False),
        sa.Column("passport", sa.String(length=40), nullable=False),
        sa.Column("phone", sa.String(length=20), nullable=False),
        sa.Column("phone2", sa.String(length=20), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("home_region", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("nationality", sa.String(length=3), nullable=False),
        sa.Column("education", sa.String(length=20), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("ref", name="uq_people_ref"),
    )
    op.create_index("ix_people_birth_date", "people", ["birth_date"], unique=False)
    op.create_index("ix_people_birth_year", "people", ["birth_year"], unique=False)
    op.create_index("ix_people_name_key", "people", ["name_key"], unique=False)
    op.create_index("ix_people_nina", "people", ["nina"], unique=False)
    op.create_index("ix_people_passport", "people", ["passport"], unique=False)
    op.create_index("ix_people_phone", "people", ["phone"], unique=False)
    op.create_index("ix_people_phone2", "people", ["phone2"], unique=False)
    op.create_index("ix_people_region", "people", ["region"], unique=False)
    op.create_table(
        "procedures",
        sa.Column("id", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("title_en", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("prefix", sa.String(length=10), nullable=False),
        sa.Column("opened_by", sa.String(length=300), nullable=False),
        sa.Column("callable", sa.Boolean(), nullable=False),
        sa.Column("calls", sa.Text(), nullable=False),
        sa.Column("folder", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_procedures"),
    )
    op.create_table(
        "regions",
        sa.Column("slug", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("code", sa.String(length=3), nullable=False),
        sa.Column("seat", sa.String(length=80), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("slug", name="pk_regions"),
        sa.UniqueConstraint("code", name="uq_regions_code"),
    )
    op.create_table(
        "working_copies",
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("base", sa.String(length=64), nullable=False),
        sa.Column("holder_id", sa.Integer(), nullable=False),
        sa.Column("holder", sa.String(length=160), nullable=False),
        sa.Column("saved", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("procedure", name="pk_working_copies"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("ref", sa.String(length=40), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("editions", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("opened_by", sa.Integer(), nullable=False),
        sa.Column("opened_by_name", sa.String(length=160), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("sex", sa.String(length=1), nullable=False),
        sa.Column("age", sa.Integer(), nullable=True),
        sa.Column("age_band", sa.String(length=10), nullable=False),
        sa.Column("opened", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_month", sa.String(length=7), nullable=False),
        sa.Column("closed_month", sa.String(length=7), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("outcome", sa.String(length=80), nullable=False),
        sa.Column("outcome_label", sa.String(length=200), nullable=False),
        sa.Column("next_due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("head", sa.String(length=64), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_cases_person_id"),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sa.UniqueConstraint("ref", name="uq_cases_ref"),
    )
    op.create_index("ix_cases_changed", "cases", ["changed"], unique=False)
    op.create_index("ix_cases_edition", "cases", ["edition"], unique=False)
    op.create_index(
        "ix_cases_next_due",
        "cases",
        ["next_due"],
        unique=False,
        sqlite_where=sa.text("next_due IS NOT NULL"),
        postgresql_where=sa.text("next_due IS NOT NULL"),
    )
    op.create_index("ix_cases_person_id", "cases", ["person_id"], unique=False)
    op.create_index("ix_cases_procedure_month", "cases", ["procedure", "opened_month"], unique=False)
    op.create_index("ix_cases_region_changed", "cases", ["region", "changed"], unique=False)
    op.create_table(
        "offices",
        sa.Column("slug", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["region"], ["regions.slug"], name="fk_offices_region"),
        sa.PrimaryKeyConstraint("slug", name="pk_offices"),
    )
    op.create_index("ix_offices_region", "offices", ["region"], unique=False)
    op.create_table(
        "accounts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("password_hash", sa.String(length=255), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=True),
        sa.Column("region", sa.String(length=40), nullable=True),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("demo", sa.Boolean(), nullable=False),
        sa.Column("must_change", sa.Boolean(), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["office"], ["offices.slug"], name="fk_accounts_office"),
        sa.ForeignKeyConstraint(["region"], ["regions.slug"], name="fk_accounts_region"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("username", name="uq_accounts_username"),
    )
    op.create_index("ix_accounts_office", "accounts", ["office"], unique=False)
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("kind", sa.String(length=60), nullable=False),
        sa.Column("mime", sa.String(length=100), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha", sa.String(length=64), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("added", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.Integer(), nullable=False),
        sa.Column("added_by_name", sa.String(length=160), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_documents_case_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_documents_person_id"),
        sa.ForeignKeyConstraint(["sha"], ["files.sha"], name="fk_documents_sha"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_case_id", "documents", ["case_id"], unique=False)
    op.create_index("ix_documents_person_id", "documents", ["person_id"], unique=False)
    op.create_table(
        "effects",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("operator", sa.String(length=40), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_try", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_effects_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_effects"),
        sa.UniqueConstraint("key", name="uq_effects_key"),
    )
    op.create_index("ix_effects_case_id", "effects", ["case_id"], unique=False)
    op.create_index(
        "ix_effects_next_try",
        "effects",
        ["next_try"],
        unique=False,
        sqlite_where=sa.text("next_try IS NOT NULL"),
        postgresql_where=sa.text("next_try IS NOT NULL"),
    )
    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("edition", sa.String(length=64), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=False),
        sa.Column("actor", sa.String(length=160), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("answers", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_journal_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_journal"),
        sa.UniqueConstraint("case_id", "number", name="uq_journal_number"),
    )
    op.create_index("ix_journal_kind", "journal", ["kind", "at"], unique=False)
    op.create_table(
        "notices",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=200), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("model", sa.String(length=80), nullable=False),
        sa.Column("subject", sa.String(length=300), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=True),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("read", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_by", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_notices_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
        sa.UniqueConstraint("key", name="uq_notices_key"),
    )
    op.create_index("ix_notices_account", "notices", ["account_id", "read"], unique=False)
    op.create_index("ix_notices_case_id", "notices", ["case_id"], unique=False)
    op.create_index("ix_notices_role", "notices", ["role", "region", "read"], unique=False)
    op.create_table(
        "snapshots",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_snapshots_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_snapshots"),
    )
    op.create_table(
        "tasks",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("token", sa.String(length=80), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("procedure", sa.String(length=80), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=300), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.Column("office", sa.String(length=60), nullable=False),
        sa.Column("region", sa.String(length=40), nullable=False),
        sa.Column("form", sa.String(length=200), nullable=False),
        sa.Column("item", sa.String(length=200), nullable=False),
        sa.Column("deadline", sa.String(length=40), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("state", sa.String(length=10), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("assignee", sa.String(length=160), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sort_due", sa.DateTime(timezone=True), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("next_mark", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("claimed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_by", sa.Integer(), nullable=True),
        sa.Column("completed_by_name", sa.String(length=160), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=True),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_tasks_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.UniqueConstraint("token", name="uq_tasks_token"),
    )
    op.create_index("ix_tasks_assignee", "tasks", ["assignee_id", "state", "sort_due"], unique=False)
    op.create_index("ix_tasks_case", "tasks", ["case_id", "state"], unique=False)
    op.create_index("ix_tasks_completed", "tasks", ["completed_by", "completed"], unique=False)
    op.create_index(
        "ix_tasks_next_mark",
        "tasks",
        ["next_mark"],
        unique=False,
        sqlite_where=sa.text("next_mark IS NOT NULL"),
        postgresql_where=sa.text("next_mark IS NOT NULL"),
    )
    op.create_index("ix_tasks_role", "tasks", ["state", "role", "sort_due"], unique=False)
    op.create_table(
        "waits",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("element", sa.String(length=120), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("due", sa.DateTime(timezone=True), nullable=True),
        sa.Column("host", sa.String(length=120), nullable=False),
        sa.Column("confidential", sa.String(length=200), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_waits_case_id"),
        sa.PrimaryKeyConstraint("id", name="pk_waits"),
    )
    op.create_index("ix_waits_case_id", "waits", ["case_id"], unique=False)
    op.create_index("ix_waits_name", "waits", ["kind", "name"], unique=False)
    op.create_table(
        "account_roles",
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=60), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_account_roles_account_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("account_id", "role", name="pk_account_roles"),
    )
    op.create_index("ix_account_roles_role", "account_roles", ["role", "account_id"], unique=False)
    op.create_table(
        "sessions",
        sa.Column("seal", sa.String(length=64), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("created", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sessions_account_id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("seal", name="pk_sessions"),
    )
    op.create_index("ix_sessions_account_id", "sessions", ["account_id"], unique=False)
    op.create_index("ix_sessions_expires", "sessions", ["expires"], unique=False)
    op.create_table(
        "sign_ins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("username", sa.String(length=60), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("outcome", sa.String(length=20), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_sign_ins_account_id", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_sign_ins"),
    )
    op.create_index("ix_sign_ins_address", "sign_ins", ["address", "at"], unique=False)
    op.create_index("ix_sign_ins_username", "sign_ins", ["username", "at"], unique=False)


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_sign_ins_username", table_name="sign_ins")
    op.drop_index("ix_sign_ins_address", table_name="sign_ins")
    op.drop_table("sign_ins")
    op.drop_index("ix_sessions_expires", table_name="sessions")
    op.drop_index("ix_sessions_account_id", table_name="sessions")
    op.drop_table("sessions")
    op.drop_index("ix_account_roles_role", table_name="account_roles")
    op.drop_table("account_roles")
    op.drop_index("ix_waits_name", table_name="waits")
    op.drop_index("ix_waits_case_id", table_name="waits")
    op.drop_table("waits")
    op.drop_index("ix_tasks_role", table_name="tasks")
    op.drop_index(
        "ix_tasks_next_mark",
        table_name="tasks",
        sqlite_where=sa.text("next_mark IS NOT NULL"),
        postgresql_where=sa.text("next_mark IS NOT NULL"),
    )
    op.drop_index("ix_tasks_completed", table_name="tasks")
    op.drop_index("ix_tasks_case", table_name="tasks")
    op.drop_index("ix_tasks_assignee", table_name="tasks")
    op.drop_table("tasks")
    op.drop_table("snapshots")
    op.drop_index("ix_notices_role", table_name="notices")
    op.drop_index("ix_notices_case_id", table_name="notices")
    op.drop_index("ix_notices_account", table_name="notices")
    op.drop_table("notices")
    op.drop_index("ix_journal_kind", table_name="journal")
    op.drop_table("journal")
    op.drop_index(
        "ix_effects_next_try",
        table_name="effects",
        sqlite_where=sa.text("next_try IS NOT NULL"),
        postgresql_where=sa.text("next_try IS NOT NULL"),
    )
    op.drop_index("ix_effects_case_id", table_name="effects")
    op.drop_table("effects")
    op.drop_index("ix_documents_person_id", table_name="documents")
    op.drop_index("ix_documents_case_id", table_name="documents")
    op.drop_table("documents")
    op.drop_index("ix_accounts_office", table_name="accounts")
    op.drop_table("accounts")
    op.drop_index("ix_offices_region", table_name="offices")
    op.drop_table("offices")
    op.drop_index("ix_cases_region_changed", table_name="cases")
    op.drop_index("ix_cases_procedure_month", table_name="cases")
    op.drop_index("ix_cases_person_id", table_name="cases")
    op.drop_index(
        "ix_cases_next_due",
        table_name="cases",
        sqlite_where=sa.text("next_due IS NOT NULL"),
        postgresql_where=sa.text("next_due IS NOT NULL"),
    )
    op.drop_index("ix_cases_edition", table_name="cases")
    op.drop_index("ix_cases_changed", table_name="cases")
    op.drop_table("cases")
    op.drop_table("working_copies")
    op.drop_table("regions")
    op.drop_table("procedures")
    op.drop_index("ix_people_region", table_name="people")
    op.drop_index("ix_people_phone2", table_name="people")
    op.drop_index("ix_people_phone", table_name="people")
    op.drop_index("ix_people_passport", table_name="people")
    op.drop_index("ix_people_nina", table_name="people")
    op.drop_index("ix_people_name_key", table_name="people")
    op.drop_index("ix_people_birth_year", table_name="people")
    op.drop_index("ix_people_birth_date", table_name="people")
    op.drop_table("people")
    op.drop_table("files")
    op.drop_index("ix_editions_procedure", table_name="editions")
    op.drop_table("editions")
    op.drop_table("drafts")
    op.drop_table("counters")
    op.drop_table("commands")

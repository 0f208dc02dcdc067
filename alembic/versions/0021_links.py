"""applications and their register

Revision 0021, after 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TO_ENTER = sa.text("to_enter = 1")


def upgrade() -> None:
    """Forward."""
    with op.batch_alter_table("applications") as table:
        table.add_column(sa.Column("row_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("to_enter", sa.Integer(), nullable=False, server_default="0"))
        table.create_foreign_key("fk_applications_row_id", "register_rows", ["row_id"], ["id"])
        table.create_index("ix_applications_row_id", ["row_id"])
    with op.batch_alter_table("applications") as table:
        table.alter_column("to_enter", server_default=None)
    op.create_index(
        "ix_applications_to_enter", "applications", ["id"], sqlite_where=TO_ENTER, postgresql_where=TO_ENTER
    )
    op.execute("UPDATE applications SET case_id = NULL WHERE batch_id = 0 AND standing <> 'retenue'")
    op.execute("UPDATE applications SET to_enter = 1 WHERE standing NOT IN ('lue', 'refusee')")
    mention_cases(op.get_bind())


def mention_cases(bind: sa.Connection) -> None:
    """Let the case of each application that stands in the register mention it, as those written from now on do."""
    cases = {ref: id for id, ref in bind.execute(sa.text("SELECT id, ref FROM cases"))}
    rows = bind.execute(sa.text("SELECT id, key FROM register_rows WHERE noun = 'candidatures'")).all()
    known = {tuple(found) for found in bind.execute(sa.text("SELECT row_id, case_id FROM register_mentions"))}
    wanted = {(id, cases[key.partition("_")[2]]) for id, key in rows if key.partition("_")[2] in cases} - known
    if wanted:
        bind.execute(
            sa.text("INSERT INTO register_mentions (row_id, case_id) VALUES (:row_id, :case_id)"),
            [{"row_id": row_id, "case_id": case_id} for row_id, case_id in sorted(wanted)],
        )


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_applications_to_enter", table_name="applications")
    with op.batch_alter_table("applications") as table:
        table.drop_index("ix_applications_row_id")
        table.drop_constraint("fk_applications_row_id", type_="foreignkey")
        table.drop_column("to_enter")
        table.drop_column("row_id")

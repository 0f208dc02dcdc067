"""many cases: lists that stay quick when there are a million tasks, people found by any beginning

Revision 0004, after 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

OPEN = sa.text("state = 'open'")
CANCELLED = sa.text("state = 'cancelled'")
LANES = {
    "ix_tasks_open_role": ["role", "sort_due", "id", "assignee_id"],
    "ix_tasks_open_region": ["role", "region", "sort_due", "id", "assignee_id"],
    "ix_tasks_open_office": ["role", "office", "sort_due", "id", "assignee_id"],
    "ix_tasks_open_assignee": ["assignee_id", "sort_due", "id"],
}
CASES = {
    "ix_cases_region_changed": ["region", "changed", "id"],
    "ix_cases_office_changed": ["office", "changed", "id"],
    "ix_cases_opened_by": ["opened_by", "changed", "id"],
}
SHORTEST_STRETCH = 4
AT_ONCE = 2_000


def upgrade() -> None:
    """Forward."""
    for name in ("ix_tasks_role", "ix_tasks_assignee"):
        op.drop_index(name, table_name="tasks")
    for name, columns in LANES.items():
        op.create_index(name, "tasks", columns, sqlite_where=OPEN, postgresql_where=OPEN)
    op.create_index(
        "ix_tasks_cancelled", "tasks", ["assignee_id"], sqlite_where=CANCELLED, postgresql_where=CANCELLED
    )
    op.drop_index("ix_cases_region_changed", table_name="cases")
    for name, columns in CASES.items():
        op.create_index(name, "cases", columns)
    op.create_index("ix_people_office", "people", ["office", "name_key", "id"])
    word = sa.String(60).with_variant(sa.String(60, collation="C"), "postgresql")
    op.create_table(
        "person_words",
        sa.Column("word", word, nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_person_words_person_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("word", "person_id", name=op.f("pk_person_words")),
        sqlite_with_rowid=False,
    )
    fill()
    op.create_index("ix_person_words_person", "person_words", ["person_id", "word"])


def fill() -> None:
    """Let everybody who is in the register already be found."""
    connection = op.get_bind()
    last = 0
    ask = sa.text(f"SELECT id, search, nina, phone, phone2 FROM people WHERE id > :last ORDER BY id LIMIT {AT_ONCE}")
    keep = sa.text("INSERT INTO person_words (word, person_id) VALUES (:word, :person)")
    while rows := connection.execute(ask, {"last": last}).all():
        words = [{"word": word, "person": row[0]} for row in rows for word in sorted(words_of(*row[1:]))]
        if words:
            connection.execute(keep, words)
        last = rows[-1][0]


def words_of(search: str, nina: str, *phones: str) -> set[str]:
    """Words of the name, the NINA, and every stretch of a phone number (see ``store/search``)."""
    found = {word[:60] for word in search.split()}
    plain = "".join(letter for letter in nina if letter.isalnum()).lower()
    if plain:
        found.add(f"#{plain[:60]}")
    for phone in phones:
        digits = "".join(letter for letter in phone if letter.isdigit())
        found.update(f"+{digits[start:]}" for start in range(len(digits) - SHORTEST_STRETCH + 1))
    return found


def downgrade() -> None:
    """Back."""
    op.drop_table("person_words")
    op.drop_index("ix_people_office", table_name="people")
    for name in CASES:
        op.drop_index(name, table_name="cases")
    op.create_index("ix_cases_region_changed", "cases", ["region", "changed"])
    for name in ("ix_tasks_cancelled", *LANES):
        op.drop_index(name, table_name="tasks")
    op.create_index("ix_tasks_assignee", "tasks", ["assignee_id", "state", "sort_due"])
    op.create_index("ix_tasks_role", "tasks", ["state", "role", "sort_due"])

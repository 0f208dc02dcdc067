"""what searches read: names with their place in the lists, pairs of names, and who sees whom, all in indexes

Revision 0013, after 0012
"""

from collections.abc import Iterator
from itertools import permutations

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

CASES = {
    "ix_cases_region_changed": ["region", "changed", "id"],
    "ix_cases_office_changed": ["office", "changed", "id"],
    "ix_cases_opened_by": ["opened_by", "changed", "id"],
    "ix_cases_changed": ["changed", "id"],
}
"""Indexes of cases in the order of lists; from now on each tells whose the case is."""
CONFIDENTIAL = sa.text("confidential <> ''")
ORDERED = ["word", "name_key", "person_id", "office", "region", "confidential"]
SHORTEST_STRETCH = 4
MOST_PAIRED = 12
AT_ONCE = 2_000
ASK = f"""SELECT id, search, nina, phone, phone2, name_key, office, region, confidential FROM people
WHERE id > :last ORDER BY id LIMIT {AT_ONCE}"""
KEEP = """INSERT INTO person_words (person_id, word, name_key, office, region, confidential)
VALUES (:person, :word, :name_key, :office, :region, :confidential)"""


def text(length: int) -> sa.types.TypeEngine[str]:
    """Text whose letters follow each other as in ASCII on both databases."""
    return sa.String(length).with_variant(sa.String(length, collation="C"), "postgresql")


def upgrade() -> None:
    """Forward."""
    op.drop_table("person_words")
    op.create_table(
        "person_words",
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("word", text(130), nullable=False),
        sa.Column("name_key", text(330), nullable=False),
        sa.Column("office", sa.String(60), nullable=False),
        sa.Column("region", sa.String(40), nullable=False),
        sa.Column("confidential", sa.String(200), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_words_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("person_id", "word", name=op.f("pk_person_words")),
        sqlite_with_rowid=False,
    )
    fill()
    op.create_index("ix_person_words_word", "person_words", ORDERED)
    op.drop_index("ix_cases_person_id", table_name="cases")
    op.create_index("ix_cases_person", "cases", ["person_id", "changed", "id", "office", "region", "opened_by"])
    for name, columns in CASES.items():
        op.drop_index(name, table_name="cases")
        op.create_index(name, "cases", [*columns, "person_id"])
    op.drop_index("ix_tasks_completed", table_name="tasks")
    op.create_index("ix_tasks_completed", "tasks", ["completed_by", "completed", "case_id"])
    op.create_index(
        "ix_journal_confidential", "journal", ["case_id"], sqlite_where=CONFIDENTIAL, postgresql_where=CONFIDENTIAL
    )


def fill() -> None:
    """Let everybody who is in the register be found."""
    connection = op.get_bind()
    last = 0
    while rows := connection.execute(sa.text(ASK), {"last": last}).all():
        kept = [
            {
                "person": row.id,
                "word": word,
                "name_key": row.name_key,
                "office": row.office,
                "region": row.region,
                "confidential": row.confidential,
            }
            for row in rows
            for word in sorted(set(words_of(row.search, row.nina, row.phone, row.phone2)))
        ]
        if kept:
            connection.execute(sa.text(KEEP), kept)
        last = rows[-1].id


def words_of(search: str, nina: str, *phones: str) -> Iterator[str]:
    """Words of the name and pairs of them, the NINA, and every stretch of a phone number (see ``store/search``)."""
    words = list(dict.fromkeys(word[:60] for word in search.split()))
    yield from words
    yield from (f"&{one} {other}" for one, other in permutations(words[:MOST_PAIRED], 2))
    plain = "".join(letter for letter in nina if letter.isalnum()).lower()
    if plain:
        yield f"#{plain[:60]}"
    for phone in phones:
        digits = "".join(letter for letter in phone if letter.isdigit())
        yield from (f"+{digits[start:]}" for start in range(len(digits) - SHORTEST_STRETCH + 1))


def downgrade() -> None:
    """Back."""
    op.drop_index("ix_journal_confidential", table_name="journal")
    op.drop_index("ix_tasks_completed", table_name="tasks")
    op.create_index("ix_tasks_completed", "tasks", ["completed_by", "completed"])
    for name, columns in CASES.items():
        op.drop_index(name, table_name="cases")
        op.create_index(name, "cases", columns if name != "ix_cases_changed" else ["changed"])
    op.drop_index("ix_cases_person", table_name="cases")
    op.create_index("ix_cases_person_id", "cases", ["person_id"])
    op.drop_table("person_words")
    op.create_table(
        "person_words",
        sa.Column("word", text(60), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_person_words_person_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("word", "person_id", name=op.f("pk_person_words")),
        sqlite_with_rowid=False,
    )
    refill()
    op.create_index("ix_person_words_person", "person_words", ["person_id", "word"])


def refill() -> None:
    """The words as they were kept before: no pairs, nothing beside them."""
    connection = op.get_bind()
    last = 0
    keep = sa.text("INSERT INTO person_words (word, person_id) VALUES (:word, :person)")
    while rows := connection.execute(sa.text(ASK), {"last": last}).all():
        kept = [
            {"person": row.id, "word": word}
            for row in rows
            for word in sorted(set(words_of(row.search, row.nina, row.phone, row.phone2)))
            if not word.startswith("&")
        ]
        if kept:
            connection.execute(keep, kept)
        last = rows[-1].id

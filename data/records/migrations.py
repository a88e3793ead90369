"""What brings an older database of people's entries up to date, one function per version, never changed once released.

Spelt out instead of drawn from tables.py, which is the result of all of them and moves on.
"""

from collections.abc import Callable

from sqlalchemy import Connection, text


def _to_2(connection: Connection) -> None:
    """Goals in a tree, weighed, with milestones, recurring, checked in on and judged."""
    for statement in (
        "ALTER TABLE goals ADD COLUMN parent_id VARCHAR REFERENCES goals (id)",
        "ALTER TABLE goals ADD COLUMN weight FLOAT NOT NULL DEFAULT 1",
        "ALTER TABLE goals ADD COLUMN milestones JSON NOT NULL DEFAULT '[]'",
        "ALTER TABLE goals ADD COLUMN recurs VARCHAR",
        "ALTER TABLE goals ADD COLUMN check_in_every VARCHAR DEFAULT 'month'",
        """
        CREATE TABLE check_ins (
            id VARCHAR NOT NULL PRIMARY KEY,
            goal_id VARCHAR NOT NULL REFERENCES goals (id),
            "on" DATE NOT NULL,
            note VARCHAR NOT NULL,
            confidence VARCHAR NOT NULL,
            action VARCHAR NOT NULL,
            action_owner VARCHAR NOT NULL,
            action_due DATE,
            action_done DATE,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX ix_check_ins_goal_id ON check_ins (goal_id)",
        """
        CREATE TABLE verdicts (
            goal_id VARCHAR NOT NULL REFERENCES goals (id),
            "last" DATE NOT NULL,
            "first" DATE NOT NULL,
            since DATE NOT NULL,
            until DATE NOT NULL,
            word VARCHAR NOT NULL,
            target FLOAT NOT NULL,
            baseline FLOAT,
            value FLOAT,
            n INTEGER NOT NULL,
            low FLOAT,
            high FLOAT,
            decided_at TIMESTAMP NOT NULL,
            metric VARCHAR NOT NULL,
            generation VARCHAR NOT NULL,
            PRIMARY KEY (goal_id, "last")
        )
        """,
    ):
        connection.execute(text(statement))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_to_2,)

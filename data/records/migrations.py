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


def _to_3(connection: Connection) -> None:
    """Notes on dates, saved views, summaries of months, follow-ups of feedback, chosen scorecards."""
    for statement in (
        """
        CREATE TABLE date_notes (
            id VARCHAR NOT NULL PRIMARY KEY,
            dataset VARCHAR NOT NULL,
            "on" DATE NOT NULL,
            text VARCHAR NOT NULL,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX ix_date_notes_dataset ON date_notes (dataset)",
        """
        CREATE TABLE saved_views (
            id VARCHAR NOT NULL PRIMARY KEY,
            owner VARCHAR NOT NULL,
            name VARCHAR NOT NULL,
            page VARCHAR NOT NULL,
            query JSON NOT NULL,
            created_at TIMESTAMP NOT NULL,
            version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX ix_saved_views_owner ON saved_views (owner)",
        """
        CREATE TABLE month_summaries (
            id VARCHAR NOT NULL PRIMARY KEY,
            dataset VARCHAR NOT NULL,
            month DATE NOT NULL,
            text VARCHAR NOT NULL,
            author VARCHAR NOT NULL,
            written_at TIMESTAMP NOT NULL,
            version INTEGER NOT NULL,
            UNIQUE (dataset, month)
        )
        """,
        """
        CREATE TABLE follow_ups (
            id VARCHAR NOT NULL PRIMARY KEY,
            dataset VARCHAR NOT NULL,
            kind VARCHAR NOT NULL,
            source VARCHAR NOT NULL,
            feedback_id VARCHAR NOT NULL,
            team VARCHAR NOT NULL,
            owner VARCHAR NOT NULL,
            due DATE NOT NULL,
            note VARCHAR NOT NULL,
            answered_on DATE,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL,
            version INTEGER NOT NULL,
            UNIQUE (dataset, kind, source, feedback_id)
        )
        """,
        """
        CREATE TABLE scorecards (
            owner VARCHAR NOT NULL,
            dataset VARCHAR NOT NULL,
            metrics JSON NOT NULL,
            chosen_at TIMESTAMP NOT NULL,
            PRIMARY KEY (owner, dataset)
        )
        """,
    ):
        connection.execute(text(statement))


def _to_4(connection: Connection) -> None:
    """Reviews of people with actions, goals and packs; trainings, thanks, and what was agreed with the staff."""
    for statement in (
        """
        CREATE TABLE reviews (
            id VARCHAR NOT NULL PRIMARY KEY,
            dataset VARCHAR NOT NULL,
            agent VARCHAR NOT NULL,
            role VARCHAR NOT NULL,
            "first" DATE NOT NULL,
            "last" DATE NOT NULL,
            team VARCHAR,
            lead VARCHAR NOT NULL,
            lead_notes VARCHAR NOT NULL,
            self_assessment VARCHAR NOT NULL,
            agent_comment VARCHAR NOT NULL,
            metrics JSON NOT NULL,
            state VARCHAR NOT NULL,
            shared_on DATE,
            discussed_on DATE,
            acknowledged_on DATE,
            acknowledged_by VARCHAR,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX ix_reviews_agent ON reviews (agent)",
        """
        CREATE TABLE review_actions (
            id VARCHAR NOT NULL PRIMARY KEY,
            review_id VARCHAR NOT NULL REFERENCES reviews (id),
            text VARCHAR NOT NULL,
            owner VARCHAR NOT NULL,
            due DATE NOT NULL,
            done_on DATE,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX ix_review_actions_review_id ON review_actions (review_id)",
        """
        CREATE TABLE review_goals (
            review_id VARCHAR NOT NULL REFERENCES reviews (id),
            goal_id VARCHAR NOT NULL REFERENCES goals (id),
            linked_at TIMESTAMP NOT NULL,
            linked_by VARCHAR NOT NULL,
            PRIMARY KEY (review_id, goal_id)
        )
        """,
        """
        CREATE TABLE review_packs (
            review_id VARCHAR NOT NULL PRIMARY KEY REFERENCES reviews (id),
            body VARCHAR NOT NULL,
            sha256 VARCHAR NOT NULL,
            generation VARCHAR NOT NULL,
            definitions VARCHAR NOT NULL,
            frozen_at TIMESTAMP NOT NULL,
            frozen_by VARCHAR NOT NULL
        )
        """,
        """
        CREATE TABLE trainings (
            id VARCHAR NOT NULL PRIMARY KEY,
            dataset VARCHAR NOT NULL,
            agent VARCHAR NOT NULL,
            "on" DATE NOT NULL,
            kind VARCHAR NOT NULL,
            text VARCHAR NOT NULL,
            "by" VARCHAR NOT NULL,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )
        """,
        "CREATE INDEX ix_trainings_agent ON trainings (agent)",
        """
        CREATE TABLE thanks (
            id VARCHAR NOT NULL PRIMARY KEY,
            dataset VARCHAR NOT NULL,
            agent VARCHAR NOT NULL,
            "on" DATE NOT NULL,
            text VARCHAR NOT NULL,
            "by" VARCHAR NOT NULL,
            about VARCHAR NOT NULL,
            created_at TIMESTAMP NOT NULL,
            created_by VARCHAR NOT NULL
        )
        """,
        "CREATE INDEX ix_thanks_agent ON thanks (agent)",
        """
        CREATE TABLE privacy (
            dataset VARCHAR NOT NULL PRIMARY KEY,
            figures_on BOOLEAN NOT NULL,
            agreed_on DATE,
            agreed_by VARCHAR NOT NULL,
            retention_months INTEGER NOT NULL,
            told_metrics JSON NOT NULL,
            changed_at TIMESTAMP NOT NULL,
            changed_by VARCHAR NOT NULL,
            version INTEGER NOT NULL
        )
        """,
    ):
        connection.execute(text(statement))


MIGRATIONS: tuple[Callable[[Connection], None], ...] = (_to_2, _to_3, _to_4)

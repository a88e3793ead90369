"""What people enter: goals, strategic priorities, settings, remembered mappings; each change with its audit row.

Every read takes the scope of the one who asks, every write too: its actor is who the audit names. What they may not
see is Missing to them. TARAZU_DATABASE_URL says where it is kept, by default a SQLite file under TARAZU_HOME.
"""

from data.records.database import revision
from data.records.goal_entries import (
    archive_goal,
    change_goal,
    create_goal,
    goal,
    goal_history,
    goals,
    restore_goal,
)
from data.records.goal_terms import Goal, GoalEvent, GoalTerms, validate
from data.records.organisation import (
    Priority,
    SourceMapping,
    add_priority,
    archive_priority,
    mapping,
    priorities,
    rename_priority,
    save_mapping,
    save_settings,
    settings,
)

__all__ = [
    "Goal",
    "GoalEvent",
    "GoalTerms",
    "Priority",
    "SourceMapping",
    "add_priority",
    "archive_goal",
    "archive_priority",
    "change_goal",
    "create_goal",
    "goal",
    "goal_history",
    "goals",
    "mapping",
    "priorities",
    "rename_priority",
    "restore_goal",
    "revision",
    "save_mapping",
    "save_settings",
    "settings",
    "validate",
]

"""What people enter: goals, their check-ins and verdicts, priorities, settings, mappings; each with its audit row.

Every read takes the scope of the one who asks, every write too: its actor is who the audit names. What they may not
see is Missing to them. TARAZU_DATABASE_URL says where it is kept, by default a SQLite file under TARAZU_HOME.
"""

from data.records.database import revision
from data.records.goal_check_ins import (
    CheckIn,
    CheckInTerms,
    add_check_in,
    change_check_in,
    check_in_history,
    check_ins,
)
from data.records.goal_entries import (
    all_changes,
    archive_goal,
    change_goal,
    create_goal,
    goal,
    goal_history,
    goals,
    restore_goal,
)
from data.records.goal_import import Entry, Fault, Imported, NotImported, import_goals, preview_goals
from data.records.goal_terms import Goal, GoalEvent, GoalTerms, Milestone, validate
from data.records.goal_verdicts import Verdict, VerdictTerms, freeze_verdict, verdicts
from data.records.organisation import (
    Priority,
    SourceMapping,
    add_priority,
    archive_priority,
    mapping,
    move_priority,
    priorities,
    rename_priority,
    save_mapping,
    save_settings,
    settings,
)

__all__ = [
    "CheckIn",
    "CheckInTerms",
    "Entry",
    "Fault",
    "Goal",
    "GoalEvent",
    "GoalTerms",
    "Imported",
    "Milestone",
    "NotImported",
    "Priority",
    "SourceMapping",
    "Verdict",
    "VerdictTerms",
    "add_check_in",
    "add_priority",
    "all_changes",
    "archive_goal",
    "archive_priority",
    "change_check_in",
    "change_goal",
    "check_in_history",
    "check_ins",
    "create_goal",
    "freeze_verdict",
    "goal",
    "goal_history",
    "goals",
    "import_goals",
    "mapping",
    "move_priority",
    "preview_goals",
    "priorities",
    "rename_priority",
    "restore_goal",
    "revision",
    "save_mapping",
    "save_settings",
    "settings",
    "validate",
    "verdicts",
]

"""What people enter: goals, notes, views, reviews, follow-ups, settings, mappings …; each with its audit row.

Every read takes the scope of the one who asks, every write too: its actor is who the audit names. What they may not
see is Missing to them. TARAZU_DATABASE_URL says where it is kept, by default a SQLite file under TARAZU_HOME.
"""

from data.records.about_agent import about_agent
from data.records.audited_views import View, noted_view, noted_views, views
from data.records.database import revision
from data.records.date_notes import DateNote, add_date_note, change_date_note, date_notes, remove_date_note
from data.records.follow_ups import FollowUp, change_follow_up, follow_up_history, follow_ups, route_feedback
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
from data.records.month_summaries import MonthSummary, month_summary, month_summary_history, write_month_summary
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
from data.records.packs import Pack, canonical, freeze_pack, pack
from data.records.privacy import Privacy, PrivacyTerms, privacy, save_privacy
from data.records.retention import forget, outdated
from data.records.review_actions import actions, add_action, change_action
from data.records.review_goals import link, linked_goals
from data.records.review_terms import STATES, Action, ActionTerms, Review, ReviewTerms
from data.records.reviews import change_review, move_review, open_review, review, review_history, reviews
from data.records.saved_views import SavedView, remove_view, rename_view, save_view, saved_views
from data.records.scorecards import choose_scorecard, scorecard_choice
from data.records.thanks import Thanks, ThanksTerms, add_thanks, thanks
from data.records.trainings import Training, TrainingTerms, add_training, change_training, remove_training, trainings

__all__ = [
    "STATES",
    "Action",
    "ActionTerms",
    "CheckIn",
    "CheckInTerms",
    "DateNote",
    "Entry",
    "Fault",
    "FollowUp",
    "Goal",
    "GoalEvent",
    "GoalTerms",
    "Imported",
    "Milestone",
    "MonthSummary",
    "NotImported",
    "Pack",
    "Priority",
    "Privacy",
    "PrivacyTerms",
    "Review",
    "ReviewTerms",
    "SavedView",
    "SourceMapping",
    "Thanks",
    "ThanksTerms",
    "Training",
    "TrainingTerms",
    "Verdict",
    "VerdictTerms",
    "View",
    "about_agent",
    "actions",
    "add_action",
    "add_check_in",
    "add_date_note",
    "add_priority",
    "add_thanks",
    "add_training",
    "all_changes",
    "archive_goal",
    "archive_priority",
    "canonical",
    "change_action",
    "change_check_in",
    "change_date_note",
    "change_follow_up",
    "change_goal",
    "change_review",
    "change_training",
    "check_in_history",
    "check_ins",
    "choose_scorecard",
    "create_goal",
    "date_notes",
    "follow_up_history",
    "follow_ups",
    "forget",
    "freeze_pack",
    "freeze_verdict",
    "goal",
    "goal_history",
    "goals",
    "import_goals",
    "link",
    "linked_goals",
    "mapping",
    "month_summary",
    "month_summary_history",
    "move_priority",
    "move_review",
    "noted_view",
    "noted_views",
    "open_review",
    "outdated",
    "pack",
    "preview_goals",
    "priorities",
    "privacy",
    "remove_date_note",
    "remove_training",
    "remove_view",
    "rename_priority",
    "rename_view",
    "restore_goal",
    "review",
    "review_history",
    "reviews",
    "revision",
    "route_feedback",
    "save_mapping",
    "save_privacy",
    "save_settings",
    "save_view",
    "saved_views",
    "scorecard_choice",
    "settings",
    "thanks",
    "trainings",
    "validate",
    "verdicts",
    "views",
    "write_month_summary",
]

"""Everything that can be entered about one person in a period, with words that can be searched for afterwards."""

from datetime import UTC, date, datetime, time

from data import records
from data.records import ActionTerms, CheckInTerms, GoalTerms, ReviewTerms, ThanksTerms, TrainingTerms, VerdictTerms
from data.scope import OWNER


def everything_about(agent: str, last: date, word: str, goal: GoalTerms | None = None) -> str:
    """The id of an acknowledged review of half a year, with all that goes with it; each text holds the word."""
    first = last.replace(month=last.month - 5, day=1)
    held = records.open_review(
        OWNER,
        ReviewTerms(
            dataset="demonstration",
            agent=agent,
            role=f"{word} role",
            first=first,
            last=last,
            team="North",
            lead="Ada",
            self_assessment=f"{word} self",
            metrics=("csat",),
        ),
    )
    held = records.change_review(OWNER, held.id, 1, f"{word} reason", lead_notes=f"{word} notes")
    records.add_action(OWNER, ActionTerms(review_id=held.id, text=f"{word} action", owner="Ada", due=last))
    if goal is not None:
        kept = records.create_goal(OWNER, goal)
        records.link(OWNER, held.id, kept.id)
        records.add_check_in(
            OWNER, CheckInTerms(goal_id=kept.id, on=kept.start, note=f"{word} check-in", confidence="high")
        )
        records.freeze_verdict(OWNER, _verdict(kept.id, kept.start, kept.deadline))
    for state in ("shared", "discussed", "acknowledged"):
        held = records.move_review(OWNER, held.id, held.version, state, "Ada", last)
    records.freeze_pack(OWNER, held.id, {"note": f"{word} pack"}, "7", "f00")
    here = {"dataset": "demonstration", "agent": agent, "on": last}
    training = TrainingTerms(**here, kind="training", text=f"{word} training", by="Bea")
    records.add_training(OWNER, training)
    removed = records.add_training(OWNER, TrainingTerms(**here, kind="coaching", text=f"{word} removed", by="Bea"))
    records.remove_training(OWNER, removed.id, 1)
    records.add_thanks(OWNER, ThanksTerms(**here, text=f"{word} thanks", by="Ada"))
    records.noted_view(OWNER, "demonstration", agent, f"{word} page", now=datetime.combine(last, time(12), UTC))
    return held.id


def _verdict(goal_id: str, first: date, last: date) -> VerdictTerms:
    return VerdictTerms(
        goal_id=goal_id,
        first=first,
        last=last,
        since=first,
        until=last,
        word="met",
        target=0.9,
        baseline=0.8,
        value=0.92,
        n=400,
        low=0.9,
        high=0.94,
        metric="first_response_within",
        generation="7",
    )

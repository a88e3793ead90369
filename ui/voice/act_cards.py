"""The month's negative feedback as cards: open, with nobody, overdue, and answered by the day that was set here."""

from datetime import date

import polars as pl

from answers import feedback
from answers.feedback import Standing
from metrics.catalogue import metric as entry
from ui import formats, scorecard
from ui.cards import Card
from ui.language import gettext as _


def cards(rows: pl.DataFrame, held: Standing, today: date) -> tuple[Card, ...]:
    """The four cards. `rows`: the feedback of the month, `held`: its counts."""
    of = _("of {n} that came in this month").format(n=formats.value(held.total, "count"))
    kept = feedback.kept_in_time(rows, today)
    share = entry("complaint_answered_within")
    return (
        Card(
            _("Open"),
            _("Negative answers and complaints of the month that are not known to be answered."),
            formats.value(held.open, "count"),
            n=of,
        ),
        Card(
            _("With nobody"),
            _("Open, and given to a team neither in the helpdesk nor here."),
            formats.value(held.nobody, "count"),
            n=of,
        ),
        Card(
            _("Overdue"),
            _("Open after its day: the one that was entered here, or the time in which complaints are to be answered."),
            formats.value(held.overdue, "count"),
            n=of,
        ),
        Card(
            _("Given here, answered in time"),
            _(
                "Of the feedback of the month that was given to a team on this page, and is answered or past its day: "
                "the share answered by that day. What the helpdesk tells is counted in the cards above."
            ),
            formats.absence("no_data", "share") if kept.value is None else formats.value(kept.value, "share"),
            n=scorecard.with_interval(share, kept),
            hint=_("Nothing that was given to a team here is due yet.") if kept.value is None else "",
        ),
    )

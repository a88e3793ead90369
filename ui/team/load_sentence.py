"""The sentence about the workload: how evenly it is spread, and who is at risk."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from answers.workload import RULES, Load, Person
from ui import formats
from ui.formats import Calendar
from ui.language import gettext as _
from ui.language import ngettext

EVEN, FAIRLY = 1.25, 1.5  # times the median of the team that the busiest has


def sentence(load: Load, latest: tuple[date, int] | None, locale: str, calendar: Calendar) -> str:
    """Numbers between **. `latest`: the end of the data and how many are at risk then, where the period ends before."""
    said = [_spread(load.spread["requests"].max_over_median), _risks(load)]
    if latest is not None:
        day, people = latest
        words = ngettext(
            "In the four weeks to {day}, the latest data, **{n}** person is.",
            "In the four weeks to {day}, the latest data, **{n}** people are.",
            people,
        )
        said.append(words.format(day=formats.date(day, locale, calendar), n=formats.value(people, "count")))
    return " ".join(said)


def _spread(busiest: float | None) -> str:
    if busiest is None:
        return _("There are too few people to tell how evenly the work is spread.")
    if busiest <= EVEN:
        words = _("Work is spread evenly: the busiest has **{times}** times the median of the team.")
    elif busiest <= FAIRLY:
        words = _("Work is spread fairly evenly: the busiest has **{times}** times the median of the team.")
    else:
        words = _("Work is spread unevenly: the busiest has **{times}** times the median of the team.")
    return words.format(times=formats.value(busiest, "score"))


def _risks(load: Load) -> str:
    warned = [one for one in load.people if one.warnings]
    if not warned:
        return _("Nobody is at risk of too much by the rules below.")
    counted = Counter(warning.rule for one in warned for warning in one.warnings)
    rule = max(RULES, key=lambda name: counted[name])
    by_it = [one for one in warned if any(warning.rule == rule for warning in one.warnings)]
    words = ngettext("**{n}** person{of} is at risk: {what}.", "**{n}** people{of} are at risk: {what}.", len(by_it))
    said = words.format(n=formats.value(len(by_it), "count"), of=_of(by_it), what=_what(rule))
    others = len(warned) - len(by_it)
    if others:
        more = ngettext("**{n}** more is by another rule.", "**{n}** more are by other rules.", others)
        said = f"{said} {more.format(n=formats.value(others, 'count'))}"
    return said


def _of(people: Sequence[Person]) -> str:
    teams = {one.team for one in people}
    team = next(iter(teams))
    return _(" of {team}").format(team=team) if len(teams) == 1 and team is not None else ""


def _what(rule: str) -> str:
    limits = {name: formats.entered(x, RULES[rule].units[name]) for name, x in RULES[rule].limits.items()}
    words = {
        "occupancy": _("above {above} occupancy in at least {weeks} of the last 4 weeks"),
        "overtime": _("overtime above {above} of the regular working time over 4 weeks"),
        "long_weeks": _("more than {above} hours of work a week over 4 weeks"),
        "days_off": _("{days} or more days of work within {of}"),
        "short_nights": _("less than {rest} hours between two shifts, {times} times or more in 4 weeks"),
        "requests": _("more than {times} times the team's median of new requests over 4 weeks"),
        "open": _("more than {times} times the team's median of open requests"),
    }
    return words[rule].format(**limits)

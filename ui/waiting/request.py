"""One request looked up: where it is, who has it, when it will be answered, what happened, how it was rated."""

import streamlit as st

from answers import lookup
from answers.lookup import Promise, Request, Score
from ui import cards, filters, formats
from ui.cards import Action
from ui.formats import html
from ui.language import gettext as _
from ui.shell import Reader
from ui.waiting import words


def ask() -> str:
    """The id that is asked for, kept in the address; empty: none."""
    if "request" not in st.session_state:
        st.session_state["request"] = st.query_params.get("request", "")
    asked = st.text_input(
        _("Look up one request"),
        placeholder=_("Its id, such as #12345"),
        key="request",
        icon=":material/search:",
        width=420,
    )
    if asked:
        if st.query_params.get("request") != asked:
            st.query_params["request"] = asked
    else:
        st.query_params.pop("request", None)
    return asked.strip()


def show(asked: str, who: Reader) -> None:
    """What is known of the request; of each source that has one with this id."""
    found = lookup.look_up(asked, who.scope, who.generation)
    if not found:
        cards.empty(
            _("No request has the id {id}").format(id=asked),
            _(
                "Ids are compared letter by letter. It may be younger than the loaded data, of a file that is not "
                "loaded, or among the rejected rows, which are on the Data page."
            ),
            Action(_("See the rejected rows"), "pages/data.py"),
        )
        return
    for number, each in enumerate(found):
        title = _("Request {id}").format(id=each.id)
        about = [_("source {name}").format(name=each.source)] if len(found) > 1 else []
        with cards.panel(title, f"request-{number}", " · ".join([*about, _what(each)])):
            st.html(_facts(each, who))
            if each.state == "open" and not each.promises:
                st.page_link("pages/settings.py", label=_("Set a promise"), icon=":material/tune:")


def _what(request: Request) -> str:
    facts = request.facts
    channel = filters.channel_name(facts["channel"]) if facts["channel"] else None
    known = (channel, facts["topic"], facts["product"])
    priority = _("priority {name}").format(name=facts["priority"]) if facts["priority"] else None
    return " · ".join(part for part in (*known, priority) if part)


def _facts(request: Request, who: Reader) -> str:
    """The answers as HTML: three questions, then what happened and how it was rated."""
    said = [
        (_("Where it is"), _where(request, who)),
        (_("Who is responsible"), _whose(request)),
        (_("When it will be answered"), _when(request, who)),
    ]
    if request.scores:
        said.append((_("How it was rated"), [_score(each) for each in request.scores]))
    pairs = "".join(
        f"<dt>{html(name)}</dt><dd>{''.join(f'<p>{html(line)}</p>' for line in lines)}</dd>" for name, lines in said
    )
    steps = "".join(
        f"<li><time>{html(words.at(at, who))}</time> <span>{html(_happened(what))}</span></li>"
        for at, what in request.happened
    )
    nothing = f"<li>{html(_('No instant is known.'))}</li>"
    return (
        f'<div class="tz-request"><dl>{pairs}</dl><div><h3>{html(_("What happened"))}</h3>'
        f"<ol>{steps or nothing}</ol></div></div>"
    )


def _where(request: Request, who: Reader) -> list[str]:
    facts = request.facts
    if request.state == "left_out":
        why = _("an outbound one") if facts["direction"] == "outbound" else facts["kind"] or ""
        return [_("It is not counted among the requests of customers: {why}.").format(why=why)]
    if request.state != "open":
        return [
            {
                "solved": _("Solved."),
                "bot_solved": _("Solved by a bot."),
                "abandoned": _("Given up by the customer before anybody answered."),
                "ended": _("Ended."),
            }[request.state]
        ]
    lines = [_status(facts["status"])]
    if facts["waiting_on"] == "customer":
        lines = [_("Open, and waits for the customer.")]
    elif facts["waiting_on"] == "department":
        lines = [_("Open, and waits for another department.")]
    if facts["open_s"] is not None:
        lines.append(_("Open for {time}.").format(time=formats.value(facts["open_s"], "seconds")))
    if facts["idle_s"] is not None and facts["idle_s"] != facts["open_s"]:
        lines.append(_("Nothing has happened for {time}.").format(time=formats.value(facts["idle_s"], "seconds")))
    return lines


def _status(status: str | None) -> str:
    known = {
        "new": _("New: nobody has begun with it."),
        "pending": _("Open, and waits for the customer."),
        "on_hold": _("Open, and on hold."),
    }
    return known.get(status or "", _("Open, and being worked on."))


def _whose(request: Request) -> list[str]:
    facts = request.facts
    owner = _("Owner: {name}.").format(name=facts["agent"]) if facts["agent"] else _("Nobody owns it.")
    team = _("Team: {name}.").format(name=facts["team"]) if facts["team"] else _("It belongs to no team.")
    routed = [_("Routed to {name}.").format(name=facts["routed_to"])] if facts["routed_to"] else []
    return [owner, team, *routed]


def _when(request: Request, who: Reader) -> list[str]:
    """What is still promised, and when the first reply was given where it was."""
    replied = request.facts["first_reply_at"]
    lines = [_("Answered on {moment}.").format(moment=words.at(replied, who))] if replied else []
    if request.state != "open":
        return lines or [_("It was never answered by a person.")]
    lines += [_promise(each, request, who) for each in request.promises]
    if not request.promises:
        lines.append(_("No promise is set for it."))
    return lines


def _promise(promise: Promise, request: Request, who: Reader) -> str:
    whose = {
        "helpdesk": _("the helpdesk's own target"),
        "policy": _("a service level of the settings"),
        "channel": _("the promise of its channel"),
    }[promise.by]
    reply = promise.of == "reply"
    moment = words.at(promise.due_at, who)
    if request.as_of is None:
        said = _("First reply due {moment}, by {whose}.") if reply else _("Solution due {moment}, by {whose}.")
        return said.format(moment=moment, whose=whose)
    seconds = (promise.due_at - request.as_of).total_seconds()
    if seconds < 0:
        said = (
            _("First reply overdue since {moment} ({time}), by {whose}.")
            if reply
            else _("Solution overdue since {moment} ({time}), by {whose}.")
        )
    else:
        said = (
            _("First reply due {moment} (in {time}), by {whose}.")
            if reply
            else _("Solution due {moment} (in {time}), by {whose}.")
        )
    return said.format(moment=moment, time=formats.value(abs(seconds), "seconds"), whose=whose)


def _happened(what: str) -> str:
    return {
        "created": _("Created"),
        "handed_over": _("Handed from the bot to people"),
        "first_reply": _("First reply"),
        "first_solved": _("Solved for the first time"),
        "solved": _("Solved"),
        "reopened": _("Reopened"),
        "closed": _("Closed"),
        "ended": _("Hung up"),
        "routed": _("A team was made responsible"),
        "complaint_answered": _("Complaint answered"),
        "followed_up": _("Followed up"),
        "last_event": _("Last event"),
    }[what]


def _score(score: Score) -> str:
    name = {"csat": _("Satisfaction"), "nps": _("Recommendation"), "ces": _("Effort")}.get(score.kind, score.kind)
    if score.score is None:
        return _("{survey}: asked, not answered.").format(survey=name)
    if score.scale == "good_bad":
        word = _("good") if score.score else _("bad")
        return _("{survey}: {score}.").format(survey=name, score=word)
    given = formats.entered(score.score, "score")
    scale = (score.scale or "").replace("-", "–")
    return _("{survey}: {score} (scale {scale}).").format(survey=name, score=given, scale=scale)

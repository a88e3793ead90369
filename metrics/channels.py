"""Channels side by side: which keep their promises, and how far the best and the worst are apart.

What they are composed of stands in composed.py; never one blended index.
"""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Channels side by side")
_POPULATION = N_("Channels with at least 30 cases; where topics are known, the topics that both channels share.")
_FORMULA = N_("best channel's share − worst channel's share")
_COMPOSED = {"composed": estimates.composed}
_NEWCOMBE = N_(
    "Newcombe's 95 % interval of the difference of two shares (Newcombe 1998, method 10); with topics, of shares that "
    "are standardised to the topics of both. n is of both channels."
)
_PICKED = N_("The best and the worst of several channels are picked by what chance did too, so the gap is rather wide.")
_SWITCHED = ("tickets.customer", "tickets.channel", "tickets.created_at")
_DAYS = {"days": Parameter(N_("Days in which the customer asks again"), default=7, unit="days")}
_UNFOLLOWED = N_(
    "Helpdesks count the requests of each channel and do not follow a customer from one to the next. Here a customer "
    "is recognised where the keys agree, so that customers with a key per channel seem never to switch."
)
_CENSORED = N_(
    "Requests of the last N days before the data end are censored. Each request counts once, its first switch."
)

METRICS = (
    Metric(
        id="promise_kept",
        name=N_("Channels that keep their promises"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of the channels that keep all of their own promises: answered in time, service level, satisfaction "
            "and first-contact resolution, as far as a target is set for the channel."
        ),
        formula=N_("channels at or above each of their targets / channels with a target and enough data"),
        population=N_("Channels with a target and enough cases to judge it."),
        dated_by=N_("as the metrics that are promised"),
        estimates=_COMPOSED,
        needs=(
            "tickets.first_reply_at|tickets.sla_resolution|applications.sla_resolution|surveys.satisfied|tickets.replies",
        ),
        minimum_n=1,
        helpdesk="",
        details=(N_("All channels are looked at and none is drawn by chance, so there is no interval."),),
    ),
    Metric(
        id="channel_gap_first_response_within",
        name=N_("Channel gap: answered in time"),
        unit="share",
        direction="lower",
        definition=N_(
            "How far the best and the worst channel are apart in requests answered within the promise: 0 % is no gap."
        ),
        formula=_FORMULA,
        population=_POPULATION,
        dated_by=N_("created"),
        estimates=_COMPOSED,
        needs=("tickets.created_at", "tickets.first_reply_at", "tickets.channel"),
        settles_days=7,
        helpdesk="",
        details=(_NEWCOMBE, _PICKED),
    ),
    Metric(
        id="channel_gap_sla_resolution",
        name=N_("Channel gap: resolution service level"),
        unit="share",
        direction="lower",
        definition=N_(
            "How far the best and the worst channel are apart in resolution promises that were kept: 0 % is no gap."
        ),
        formula=_FORMULA,
        population=_POPULATION,
        dated_by=N_("decided: due or solved, whichever came first"),
        estimates=_COMPOSED,
        needs=("tickets.sla_resolution|applications.sla_resolution", "tickets.channel"),
        helpdesk="",
        details=(_NEWCOMBE, _PICKED),
    ),
    Metric(
        id="channel_gap_csat",
        name=N_("Channel gap: satisfaction"),
        unit="share",
        direction="lower",
        definition=N_(
            "How far the best and the worst channel are apart in satisfied answers: 0 % is no gap. Channels whose "
            "surveys are answered at different rates are hard to compare."
        ),
        formula=_FORMULA,
        population=_POPULATION,
        dated_by=N_("answered"),
        estimates=_COMPOSED,
        needs=("surveys.satisfied", "surveys.channel|tickets.channel"),
        settles_days=14,
        helpdesk="",
        details=(_NEWCOMBE, _PICKED),
    ),
    Metric(
        id="channel_gap_fcr_one_touch",
        name=N_("Channel gap: first-contact resolution"),
        unit="share",
        direction="lower",
        definition=N_(
            "How far the best and the worst channel in writing are apart in requests solved with one reply: 0 % is no "
            "gap."
        ),
        formula=_FORMULA,
        population=_POPULATION,
        dated_by=N_("solved"),
        estimates=_COMPOSED,
        needs=("tickets.replies", "tickets.channel"),
        helpdesk="",
        details=(_NEWCOMBE, _PICKED),
    ),
    Metric(
        id="channel_switch_rate",
        name=N_("Requests asked again by another channel"),
        unit="share",
        direction="lower",
        definition=N_(
            "Share of requests after which the same customer asked by another channel within seven days, unless chosen "
            "otherwise; where topics are known, about the same topic."
        ),
        formula=N_("requests followed by one on another channel within N days / requests of known customers"),
        population=N_("Inbound requests of known customers with a channel; those of the last N days are left out."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=_SWITCHED,
        parameters=_DAYS,
        settles_days=7,
        helpdesk=_UNFOLLOWED,
        details=(_CENSORED,),
    ),
    Metric(
        id="channel_switches",
        name=N_("Switches to another channel"),
        unit="count",
        direction="lower",
        definition=N_(
            "Requests after which the same customer asked by another channel within seven days, unless chosen "
            "otherwise; where topics are known, about the same topic."
        ),
        formula=N_("number of requests followed by one on another channel within N days"),
        population=N_("Inbound requests of known customers with a channel; those of the last N days are left out."),
        dated_by=N_("created"),
        estimates={"count": estimates.count},
        needs=_SWITCHED,
        minimum_n=1,
        is_total=True,
        parameters=_DAYS,
        settles_days=7,
        helpdesk=_UNFOLLOWED,
        details=(_CENSORED,),
    ),
)

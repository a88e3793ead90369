"""Outbound calls and sales: whom calls reach, what comes of them, and what is offered and bought."""

from metrics import estimates
from metrics.metric import N_, Metric

NAME = N_("Outbound calls and sales")
_OUTBOUND_WITH_OUTCOME = N_("Outbound calls whose outcome is known.")
_SALE = ("tickets.offer_accepted|tickets.revenue",)
_DENOMINATOR = N_(
    "Dialling and sales tools divide sales by calls, by reached persons or by leads and call each of them conversion; "
    "here each has its own metric. A sale may be booked there on the day of payment."
)

METRICS = (
    Metric(
        id="calls_successful",
        name=N_("Successful calls"),
        unit="count",
        direction="higher",
        definition=N_("Number of outbound calls whose outcome counts as success."),
        formula=N_("number of outbound calls with outcome success"),
        population=_OUTBOUND_WITH_OUTCOME,
        dated_by=N_("created"),
        estimates={"count": estimates.count},
        needs=("tickets.outcome",),
        minimum_n=1,
        is_total=True,
        helpdesk=N_(
            "Which outcome codes mean success was chosen when the file was mapped; the dialling tool may count other "
            "codes, or every answered call."
        ),
    ),
    Metric(
        id="success_rate",
        name=N_("Call success rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of outbound calls whose outcome counts as success."),
        formula=N_("outbound calls with outcome success / outbound calls with an outcome"),
        population=_OUTBOUND_WITH_OUTCOME,
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.outcome",),
        helpdesk=N_(
            "Dialling tools may count several attempts at one person as one, or leave out those nobody answered."
        ),
    ),
    Metric(
        id="contact_rate",
        name=N_("Contact rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of outbound calls that reached the person asked for."),
        formula=N_("right-party contacts / dials"),
        population=N_("Outbound calls of which it is known whether they reached the right person."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.right_party",),
        helpdesk=N_("Dialling tools often count any answered call as a contact, answering machines included."),
    ),
    Metric(
        id="conversion_rate",
        name=N_("Conversion rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of the persons reached by outbound calls who accepted an offer or bought."),
        formula=N_("sales / right-party contacts"),
        population=N_("Outbound calls that reached the person asked for."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.right_party", *_SALE),
        settles_days=14,
        helpdesk=_DENOMINATOR,
    ),
    Metric(
        id="conversion_rate_dials",
        name=N_("Conversion rate of dials"),
        unit="share",
        direction="higher",
        definition=N_("Share of all outbound calls, answered or not, that led to an accepted offer or a sale."),
        formula=N_("sales / dials"),
        population=N_("Outbound calls."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.outcome|tickets.right_party", *_SALE),
        settles_days=14,
        helpdesk=_DENOMINATOR,
    ),
    Metric(
        id="conversion_rate_leads",
        name=N_("Conversion rate of leads"),
        unit="share",
        direction="higher",
        definition=N_("Share of outbound calls to leads that led to an accepted offer or a sale."),
        formula=N_("sales / leads"),
        population=N_("Outbound calls that are marked as leads."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.lead", *_SALE),
        settles_days=14,
        helpdesk=_DENOMINATOR,
    ),
    Metric(
        id="conversion_inbound",
        name=N_("Inbound conversion rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of customers' own requests that led to an accepted offer or a sale."),
        formula=N_("requests with an accepted offer or revenue / requests"),
        population=N_("Inbound requests from sources that tell offers or revenue."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=_SALE,
        settles_days=14,
        helpdesk=N_(
            "Sales tools may divide by the requests in which something was offered: that is the offer acceptance."
        ),
    ),
    Metric(
        id="offers_made",
        name=N_("Offers made"),
        unit="count",
        direction="higher",
        definition=N_("Number of requests and calls in which something was offered to the customer."),
        formula=N_("number of requests and calls with an offer"),
        population=N_("Requests and calls of customers, inbound and outbound."),
        dated_by=N_("created"),
        estimates={"count": estimates.count},
        needs=("tickets.offer",),
        minimum_n=1,
        is_total=True,
        helpdesk=N_("Sales tools may count each product offered; here a request counts once."),
    ),
    Metric(
        id="offer_acceptance",
        name=N_("Offer acceptance"),
        unit="share",
        direction="higher",
        definition=N_("Share of offers that were accepted."),
        formula=N_("accepted offers / offers made"),
        population=N_("Requests and calls with an offer, inbound and outbound."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.offer", "tickets.offer_accepted"),
        settles_days=14,
        helpdesk=N_("Sales tools may leave out offers that are not decided yet; here they count as not accepted."),
    ),
    Metric(
        id="upsell_revenue",
        name=N_("Upsell revenue"),
        unit="amount",
        direction="higher",
        definition=N_("What accepted offers brought in, in the organisation's own money."),
        formula=N_("Σ revenue of accepted offers"),
        population=N_("Requests and calls with an accepted offer and its revenue, inbound and outbound."),
        dated_by=N_("created"),
        estimates={"total": estimates.total},
        needs=("tickets.revenue",),
        minimum_n=1,
        settles_days=14,
        is_total=True,
        helpdesk=N_(
            "The books show it on the day of payment, without tax or after returns. Here it stands on the day of the "
            "request, as the export tells it; currencies are not converted."
        ),
    ),
)

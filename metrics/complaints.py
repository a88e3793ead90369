"""Complaints and their care: how many, how soon they are answered, who was made responsible, who was asked again."""

from metrics import estimates
from metrics.metric import N_, Metric, Parameter

NAME = N_("Complaints and their care")
_COMPLAINTS = N_("Inbound requests that are complaints.")
_HIDDEN = N_("Fewer registered complaints may mean hidden ones, so neither more nor fewer is better.")

METRICS = (
    Metric(
        id="complaints",
        name=N_("Complaints"),
        unit="count",
        direction="none",
        definition=N_(
            "Requests registered as complaints. Fewer may mean that customers are content, or that nobody registers "
            "what they say, so the number has no better direction."
        ),
        formula=N_("number of complaints created"),
        population=_COMPLAINTS,
        dated_by=N_("created"),
        estimates={"count": estimates.count},
        needs=("tickets.complaint",),
        minimum_n=1,
        is_total=True,
        helpdesk=N_(
            "Helpdesks know complaints as a type, a tag or a form; which of them count was chosen when the file was "
            "mapped."
        ),
    ),
    Metric(
        id="complaint_rate",
        name=N_("Complaint rate"),
        unit="share",
        direction="none",
        definition=N_("Share of requests that are complaints."),
        formula=N_("complaints / requests"),
        population=N_("Inbound requests from sources that tell complaints from other requests."),
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.complaint",),
        helpdesk=N_("Some companies divide by customers, orders or calls instead of by requests."),
        details=(_HIDDEN,),
    ),
    Metric(
        id="complaint_answered_within",
        name=N_("Complaints answered in time"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of complaints that were answered in substance within the set time, 30 days unless chosen otherwise, "
            "as the law asks in Hungary. One that still waits and is older counts as late; a younger one not yet."
        ),
        formula=N_("answered in time / (answered in time + answered later + unanswered and older)"),
        population=_COMPLAINTS,
        dated_by=N_("created"),
        estimates={"share": estimates.share},
        needs=("tickets.complaint", "tickets.complaint_answered_at"),
        parameters={"within": Parameter(N_("Time to answer a complaint"), default=2_592_000, unit="seconds")},
        settles_days=30,
        helpdesk=N_(
            "A helpdesk measures the first reply, which may only confirm that the complaint arrived. Here the answer "
            "to the complaint counts, where its date is recorded."
        ),
        details=(N_("Complaints that may still be answered in time are censored."),),
    ),
    Metric(
        id="complaint_resolution_time",
        name=N_("Complaint resolution time"),
        unit="seconds",
        direction="lower",
        definition=N_("Time from a complaint's creation to its last solve."),
        formula=N_("last solved − created, of complaints; median, p90 or mean"),
        population=N_("Inbound requests that are complaints and solved."),
        dated_by=N_("solved"),
        estimates={"median": estimates.median, "p90": estimates.p90, "mean": estimates.mean},
        needs=("tickets.complaint", "tickets.resolution_s"),
        helpdesk=N_("As the resolution time: helpdesks show the mean, round to minutes, or count opening hours."),
        details=(N_("Complaints not yet solved are censored: they are left out."),),
    ),
    Metric(
        id="feedback_routed_within",
        name=N_("Feedback routed in time"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of negative survey answers and complaints that were given to a responsible team within the set "
            "time, a day unless chosen otherwise. A complaint with a negative answer is two pieces of feedback."
        ),
        formula=N_("given to a team in time / (given in time + later + with nobody and older)"),
        population=N_("Answers not satisfied in the lower half of their scale, recommendation 0–6, and complaints."),
        dated_by=N_("answered; complaints: created"),
        estimates={"share": estimates.share},
        needs=("surveys.negative|tickets.complaint", "surveys.routed_at|tickets.routed_at"),
        parameters={"within": Parameter(N_("Time to find a responsible team"), default=86_400, unit="seconds")},
        settles_days=1,
        helpdesk="",
        details=(N_("Feedback that may still be routed in time is censored."),),
    ),
    Metric(
        id="follow_up_rate",
        name=N_("Follow-up rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of solved requests in which somebody asked the customer afterwards whether all is well."),
        formula=N_("solved and followed up / solved"),
        population=N_("Solved inbound requests from sources that tell follow-ups."),
        dated_by=N_("solved"),
        estimates={"share": estimates.share},
        needs=("tickets.followed_up_at",),
        settles_days=14,
        helpdesk=N_(
            "In Zendesk a follow-up is a new request that a customer opens on a closed one: something else. Surveys "
            "sent by the system are no follow-up here."
        ),
    ),
)

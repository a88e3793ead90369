"""Voice of the customer in surveys: satisfaction, recommendation, effort, and how many answer at all."""

from metrics import estimates
from metrics.metric import N_, Metric

NAME = N_("Voice of the customer")
_BY_LAST_REPLY = N_("An agent's number is of the requests in which this agent wrote last before the answer.")
_WHO_ANSWERS = N_("The interval covers chance, not who chose to answer: read it beside the response rate.")

METRICS = (
    Metric(
        id="csat",
        name=N_("Customer satisfaction"),
        unit="share",
        direction="higher",
        definition=N_(
            "Share of survey answers that are satisfied: good of good and bad; 4–5 of 1–5; 6–7 of 1–7; 9–10 of 1–10. "
            "The interval covers chance, not who chose to answer: read it beside the response rate."
        ),
        formula=N_("satisfied answers / answers"),
        population=N_("Answers to satisfaction surveys."),
        dated_by=N_("answered"),
        estimates={"share": estimates.share},
        needs=("surveys.satisfied",),
        settles_days=14,
        source=N_("Delighted: CSAT, top two boxes"),
        helpdesk=N_(
            "Some tools show the mean of the scale instead of the satisfied share, or count the upper half as "
            "satisfied. Zendesk's ticket export keeps only the last answer of a request, without its date."
        ),
        details=(_BY_LAST_REPLY,),
    ),
    Metric(
        id="csat_mean",
        name=N_("Mean satisfaction score"),
        unit="share",
        direction="higher",
        definition=N_(
            "Mean answer of satisfaction surveys as a part of its scale: 0 % is the lowest answer and 100 % the "
            "highest. Answers on different scales become comparable this way, but people answer each scale otherwise."
        ),
        formula=N_("Σ (score − lowest) / (highest − lowest) / answers"),
        population=N_("Answers to satisfaction surveys whose scale is known."),
        dated_by=N_("answered"),
        estimates={"mean": estimates.mean_of_shares},
        needs=("surveys.csat_score",),
        settles_days=14,
        helpdesk=N_(
            "Tools write the mean on its scale: 4.2 of 1–5 stands here as 80 %. Where a tool calls the share of "
            "satisfied answers its score, compare with customer satisfaction."
        ),
        details=(_BY_LAST_REPLY, _WHO_ANSWERS),
    ),
    Metric(
        id="satisfied_customers",
        name=N_("Satisfied customers"),
        unit="count",
        direction="higher",
        definition=N_(
            "Number of satisfied survey answers. It grows with the surveys sent: customer satisfaction is its share."
        ),
        formula=N_("number of satisfied answers"),
        population=N_("Answers to satisfaction surveys."),
        dated_by=N_("answered"),
        estimates={"count": estimates.count},
        needs=("surveys.satisfied",),
        minimum_n=1,
        settles_days=14,
        is_total=True,
        helpdesk=N_(
            "Helpdesks place an answer by the request's date or its last update; here the day of the answer counts. "
            "Which answers are satisfied follows the scale's policy in the settings."
        ),
        details=(_BY_LAST_REPLY,),
    ),
    Metric(
        id="survey_response_rate",
        name=N_("Survey response rate"),
        unit="share",
        direction="higher",
        definition=N_("Share of the surveys sent that were answered. Low or uneven rates make scores hard to compare."),
        formula=N_("answers / surveys sent"),
        population=N_("Surveys known to have been sent; a list of answers only cannot tell."),
        dated_by=N_("sent"),
        estimates={"share": estimates.share},
        needs=("surveys.sent",),
        settles_days=14,
        helpdesk=N_(
            "In Zendesk “Offered” means sent and not answered. Tools that place answers by the day of the answer "
            "divide them by the surveys of other days."
        ),
    ),
    Metric(
        id="nps",
        name=N_("Net promoter score"),
        unit="points",
        direction="higher",
        definition=N_(
            "Promoters (9–10) less detractors (0–6), in points from −100 to +100, on the question how likely a "
            "customer is to recommend the company."
        ),
        formula=N_("100 · (promoters − detractors) / answers"),
        population=N_("Answers to recommendation surveys."),
        dated_by=N_("answered"),
        estimates={"net": estimates.net_promoter_score},
        needs=("surveys.nps_score",),
        settles_days=14,
        source=N_("Reichheld 2003"),
        helpdesk=N_(
            "Tools round to whole points, and some keep only the last answer of each customer. Scores outside 0–10 "
            "are rejected here when the file is loaded."
        ),
        details=(_WHO_ANSWERS,),
    ),
    Metric(
        id="ces",
        name=N_("Customer effort score"),
        unit="score",
        direction="none",
        definition=N_(
            "Mean answer of effort surveys, on their own scale. Whether high is easy or hard belongs to the question "
            "that was asked, and is set with the survey scales. Answers on one scale only can be averaged."
        ),
        formula=N_("Σ score / answers"),
        population=N_("Answers to effort surveys."),
        dated_by=N_("answered"),
        estimates={"mean": estimates.mean},
        needs=("surveys.ces_score",),
        settles_days=14,
        source=N_("Dixon, Freeman and Toman 2010"),
        helpdesk=N_(
            "The first form asked for effort from 1 to 5, low being good; the later one for agreement from 1 to 7, "
            "high being good. Some tools show the share that agrees instead of the mean."
        ),
        details=(_WHO_ANSWERS,),
    ),
)

"""Voice of the customer: satisfaction, recommendation, and how many answer at all."""

from metrics import estimates
from metrics.metric import N_, Metric

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
    ),
)

"""The demonstration company on paper: channels, teams, people, topics, and the truths planted in its data.

Numbers that shape behaviour only; how they become rows stands in the other files of this package.
"""

from dataclasses import dataclass
from datetime import date

import numpy as np

from data.columns import CHANNELS

MONTHS = 24


def month_start(day: date, months_before: int = 0) -> date:
    """First day of the month that lies so many months before the month of `day`."""
    months = day.year * 12 + day.month - 1 - months_before
    return date(months // 12, months % 12 + 1, 1)


@dataclass(frozen=True)
class Truths:
    """What later work must find in the data. Dates hang on the last day of data; shares are 0–1.

    1. better agent: `better_agent` satisfies more customers than the colleagues with equal cases, by `better_by`.
       Quality checks say so too.
    2. easy agent: `easy_agent` gets only `easy_topics` at `easy_priorities`. The crude CSAT and one-touch share look
       splendid; among equal cases, and in quality checks, the agent is average.
    3. channel mix: since `mix_since(until)` requests move from `mix_from` to `mix_to`, whose CSAT is lower. The total
       CSAT falls by `mix_csat_fall` or more while no channel's own CSAT moves.
    4. phone waits: since `waits_since(until)` the wait grows week by week, to (1 + `waits_grow`) × the earlier median
       or more at the end, and the answer rate falls. The CSAT of the phone does not follow.
    5. complaints: `complaint_topic` causes more than `complaint_share` of the complaints with less than
       `complaint_topic_share` of the requests.
    6. help article: less than `article_usual` of the sessions with an article are followed by a request of the same
       customer within a day. With `bad_article` it was so too; since `article_since(until)` the share grows week by
       week, to `article_follows` or more in the last month.
    7. worn team: the people of `worn_team` handle calls and chats for more than `worn_above` of their time at the
       queue in November and December. No other team does, nor they in the months between.
    """

    better_agent: str = "a21"
    better_by: float = 0.10
    easy_agent: str = "a13"
    easy_topics: tuple[str, ...] = ("Delivery", "Product question", "Store information")
    easy_priorities: tuple[str, ...] = ("low", "normal")
    mix_from: str = "phone"
    mix_to: tuple[str, ...] = ("social", "chat")
    mix_months: int = 5
    mix_csat_fall: float = 0.02
    waits_months: int = 8
    waits_grow: float = 0.6
    complaint_topic: str = "Returns"
    complaint_share: float = 0.5
    complaint_topic_share: float = 0.2
    bad_article: str = "Reset your password"
    article_months: int = 10
    article_usual: float = 0.35
    article_follows: float = 0.55
    worn_team: str = "Social & Chat"
    worn_above: float = 0.85

    def mix_since(self, until: date) -> date:
        return month_start(until, self.mix_months - 1)

    def waits_since(self, until: date) -> date:
        return month_start(until, self.waits_months - 1)

    def article_since(self, until: date) -> date:
        return month_start(until, self.article_months - 1)


TRUTHS = Truths()

# A stream is a way in with a rhythm of its own.
STREAMS = ("phone", "email", "chat", "instagram", "whatsapp", "outbound")
PHONE, EMAIL, CHAT, INSTAGRAM, WHATSAPP, OUTBOUND = range(len(STREAMS))
STREAM_CHANNEL = ("phone", "email", "chat", "social", "social", "phone")
STREAM_CHANNEL_NUMBER = np.array([CHANNELS.index(channel) for channel in STREAM_CHANNEL])
STREAM_DETAIL = (None, None, None, "instagram", "whatsapp", None)
SHARES_BEFORE = np.array([0.420, 0.260, 0.130, 0.055, 0.075, 0.060])
SHARES_AFTER = np.array([0.205, 0.235, 0.245, 0.110, 0.145, 0.060])  # truth 3
SATISFIED = np.array([0.905, 0.835, 0.748, 0.694, 0.714, 0.8])  # before topic, priority and person
SURVEY_RESPONSE = np.array([0.31, 0.22, 0.27, 0.19, 0.20, 0.0])

PRIORITIES = ("low", "normal", "high", "urgent")
PRIORITY_SATISFIED = np.array([0.015, 0.005, -0.03, -0.05])
EASY_PRIORITY_SHARES = np.array([0.20, 0.70, 0.085, 0.015])
HARD_PRIORITY_SHARES = np.array([0.06, 0.56, 0.29, 0.09])
# Promises for e-mail and social, in hours of the calendar.
REPLY_TARGET_H = {"email": np.array([48, 24, 18, 8]), "social": np.array([24, 18, 14, 8])}
RESOLUTION_TARGET_H = {"email": np.array([168, 120, 96, 72]), "social": np.array([144, 120, 84, 60])}

PRODUCTS = ("Home & Kitchen", "Electronics", "Fashion", "Garden", "Sports")
PRODUCT_SHARES = np.array([0.31, 0.27, 0.22, 0.08, 0.12])
HARD_PRODUCTS = np.array([0.0, 1.1, -0.5, 0.1, -0.2])  # how much more often hard topics are about them
CAUSES = (
    "late refund",
    "damaged parcel",
    "late delivery",
    "wrong item",
    "defect",
    "wrong charge",
    "tone",
    "unanswered",
)
REMEDIES = ("refund", "replacement", "voucher", "apology", "explanation")
REMEDY_SHARES = np.array([0.34, 0.17, 0.16, 0.20, 0.13])
DEPARTMENTS = ("Logistics", "Finance", "Quality", "Web shop", "Customer care")


@dataclass(frozen=True)
class Topic:
    """`hard` 0–1 sets priority, length and transfers; `one_touch` and `complaints` are shares of its requests."""

    name: str
    share: float
    hard: float
    satisfied: float
    one_touch: float
    complaints: float
    cause: str
    department: str
    specialists: str | None = None


TOPICS = (
    Topic("Delivery", 0.185, 0.15, 0.055, 0.81, 0.008, "late delivery", "Logistics"),
    Topic("Returns", 0.115, 0.55, -0.045, 0.52, 0.115, "late refund", "Finance", "Orders & Returns"),
    Topic("Invoice", 0.075, 0.35, 0.015, 0.70, 0.010, "wrong charge", "Finance"),
    Topic("Product question", 0.130, 0.10, 0.060, 0.79, 0.002, "unanswered", "Customer care"),
    Topic("Technical fault", 0.100, 0.85, -0.060, 0.40, 0.018, "defect", "Quality", "Technical Support"),
    Topic("Account", 0.080, 0.40, 0.005, 0.68, 0.005, "unanswered", "Web shop"),
    Topic("Order change", 0.085, 0.45, 0.000, 0.63, 0.010, "wrong item", "Logistics", "Orders & Returns"),
    Topic("Warranty", 0.055, 0.90, -0.070, 0.42, 0.025, "defect", "Quality", "Technical Support"),
    Topic("Payment", 0.060, 0.60, -0.020, 0.60, 0.014, "wrong charge", "Finance"),
    Topic("Loyalty programme", 0.045, 0.30, 0.025, 0.71, 0.003, "tone", "Customer care"),
    Topic("Store information", 0.035, 0.05, 0.055, 0.84, 0.002, "tone", "Customer care"),
    Topic("Other", 0.035, 0.40, 0.000, 0.62, 0.010, "unanswered", "Customer care"),
)
TOPIC_NAMES = tuple(topic.name for topic in TOPICS)
HARD = np.array([topic.hard for topic in TOPICS])
TOPIC_DEPARTMENT = np.array([DEPARTMENTS.index(topic.department) for topic in TOPICS])
# How much more often than elsewhere a topic comes by this stream, in the order of TOPICS.
TOPIC_LEANING = np.array(
    [
        [1.10, 1.05, 0.95, 0.90, 1.05, 1.00, 1.10, 1.00, 1.10, 0.80, 1.10, 0.9],  # phone
        [0.85, 1.15, 1.60, 0.85, 0.95, 0.85, 0.95, 1.30, 0.90, 1.00, 0.60, 1.2],  # email
        [1.15, 0.90, 0.60, 1.25, 1.05, 1.40, 1.15, 0.70, 1.10, 1.00, 0.90, 0.8],  # chat
        [1.00, 0.70, 0.30, 1.90, 0.80, 0.70, 0.70, 0.70, 0.70, 1.80, 1.70, 1.4],  # instagram
        [1.40, 0.95, 0.50, 1.10, 0.95, 0.90, 1.20, 0.80, 0.90, 0.90, 1.30, 1.0],  # whatsapp
        [0.00, 0.30, 0.00, 3.00, 0.00, 0.00, 0.00, 0.60, 1.50, 7.00, 0.00, 0.0],  # outbound
    ]
)

TEAMS = ("Phone Desk", "Mail Desk", "Social & Chat", "Orders & Returns", "Technical Support", "Complaints Desk")
PHONE_DESK, MAIL_DESK, SOCIAL_CHAT, ORDERS_RETURNS, TECHNICAL, COMPLAINTS = range(len(TEAMS))
STREAM_TEAM = np.array([PHONE_DESK, MAIL_DESK, SOCIAL_CHAT, SOCIAL_CHAT, SOCIAL_CHAT, PHONE_DESK])
SPECIALIST_SHARE = np.array([0.70, 0.65, 0.35, 0.20, 0.25, 0.30])  # of their topics that reaches them, by stream
COMPLAINTS_DESK_SHARE, URGENT_DESK_SHARE = 0.75, 0.5  # of the complaints, of the urgent: the Complaints Desk


@dataclass(frozen=True)
class Person:
    """`joined` and `left` in months since the first month of data; null: was there before, is there still.
    `full_time`: share of the working days."""

    id: str
    name: str
    team: str
    joined: float | None = None
    left: float | None = None
    full_time: float = 1.0


PEOPLE = (
    Person("a01", "Anna Kovács", "Phone Desk"),
    Person("a02", "Reza Karimi", "Phone Desk", left=20.5),
    Person("a03", "Emily Carter", "Phone Desk"),
    Person("a04", "Bence Tóth", "Phone Desk", left=15.4),
    Person("a05", "Shirin Ahmadi", "Phone Desk", full_time=0.8),
    Person("a06", "Dániel Varga", "Phone Desk", left=3.6),
    Person("a07", "Oliver Reed", "Phone Desk"),
    Person("a08", "Zsófia Balogh", "Phone Desk", left=17.2),
    Person("a09", "Kaveh Moradi", "Phone Desk", joined=4.1),
    Person("a10", "Réka Farkas", "Mail Desk"),
    Person("a11", "Gergő Molnár", "Mail Desk"),
    Person("a12", "Leila Hosseini", "Mail Desk"),
    Person("a13", "Grace Turner", "Mail Desk"),
    Person("a14", "Péter Szabó", "Mail Desk"),
    Person("a15", "Nasrin Jafari", "Mail Desk", left=8.3),
    Person("a16", "Thomas Webb", "Mail Desk", joined=9.0, full_time=0.8),
    Person("a17", "Eszter Horváth", "Social & Chat"),
    Person("a18", "Márton Kiss", "Social & Chat"),
    Person("a19", "Dóra Németh", "Social & Chat"),
    Person("a20", "Arash Rahimi", "Social & Chat"),
    Person("a21", "Parisa Sohrabi", "Social & Chat", full_time=0.8),
    Person("a22", "Hannah Brooks", "Social & Chat"),
    Person("a23", "Levente Papp", "Social & Chat", left=13.5),
    Person("a24", "Niloufar Ebrahimi", "Social & Chat", joined=6.0),
    Person("a25", "Csilla Juhász", "Social & Chat", joined=17.5),
    Person("a26", "Jack Foster", "Social & Chat", joined=18.6),
    Person("a27", "Ádám Lakatos", "Social & Chat", joined=19.4),
    Person("a28", "Mina Tehrani", "Orders & Returns"),
    Person("a29", "Katalin Simon", "Orders & Returns", full_time=0.6),
    Person("a30", "George Palmer", "Orders & Returns", left=11.0),
    Person("a31", "Vivien Rácz", "Orders & Returns", joined=7.0),
    Person("a32", "Babak Yazdani", "Orders & Returns"),
    Person("a33", "Tamás Fekete", "Technical Support"),
    Person("a34", "Yasmin Norouzi", "Technical Support"),
    Person("a35", "Lucy Harper", "Technical Support", joined=12.0),
    Person("a36", "Balázs Gál", "Technical Support"),
    Person("a37", "Sina Farhadi", "Technical Support", left=14.2),
    Person("a38", "Judit Oláh", "Complaints Desk"),
    Person("a39", "Farid Azimi", "Complaints Desk"),
    Person("a40", "Charlotte Mills", "Complaints Desk", joined=2.0),
)

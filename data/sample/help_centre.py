"""The help centre of one month: who read which article, and whether the article was enough."""

import numpy as np
import polars as pl
from numpy.random import Generator

from data.sample.arrivals import REQUEST, Arrivals
from data.sample.company import OUTBOUND, TOPIC_NAMES, TRUTHS
from data.sample.customers import Customers
from data.sample.days import DAY, Days, Floats, Ints
from data.sample.draws import whole_seconds
from data.sample.frames import instants, keys, table, words
from data.sample.handling import UNKNOWN
from data.sample.ledger import SHOPPING_HOURS

SESSIONS = 0.18  # of the requests
ANONYMOUS = 0.4
ASKS_AFTER = 1_500.0  # seconds until those write whom the article did not help, median
FOLLOWED, FOLLOWED_AT_WORST = 0.25, 0.72  # share of sessions with a request after them; truth 6

# Two articles per topic, the first one read more.
ARTICLES: dict[str, tuple[str, str]] = {
    "Delivery": ("Track your parcel", "Delivery times and costs"),
    "Returns": ("Return an item", "When your refund arrives"),
    "Invoice": ("Download an invoice", "Correct the address on an invoice"),
    "Product question": ("Find the right size", "Compare products"),
    "Technical fault": ("First aid for devices", "Update the app"),
    "Account": (TRUTHS.bad_article, "Change your e-mail address"),
    "Order change": ("Change or cancel an order", "Add an item to an order"),
    "Warranty": ("What the warranty covers", "Send in a device for repair"),
    "Payment": ("Ways to pay", "When a payment fails"),
    "Loyalty programme": ("Collect and use points", "Your voucher does not work"),
    "Store information": ("Shops and opening hours", "Pick up in a shop"),
    "Other": ("Contact us", "Your data and your rights"),
}
TITLES = tuple(title for topic in TOPIC_NAMES for title in ARTICLES[topic])
READ_MORE = 0.65
BAD = TITLES.index(TRUTHS.bad_article)


def _followed(days: Days, article: Ints, day: Ints) -> Floats:
    """The chance that an article does not help and its reader writes to the company."""
    since = days.index(TRUTHS.article_since(days.until))
    grown = np.clip((day - since) / (days.count - since), 0, 1) ** 0.7
    share: Floats = FOLLOWED + np.where(article == BAD, grown, 0) * (FOLLOWED_AT_WORST - FOLLOWED)
    return share


def help_sessions(rng: Generator, days: Days, customers: Customers, first_id: int, requests: Arrivals) -> pl.DataFrame:
    """Sessions by topic as requests are. Those whom the article does not help are customers whose request follows."""
    asked = (requests.kind == REQUEST) & (requests.stream != OUTBOUND)
    rows = np.flatnonzero(asked & (rng.random(len(requests)) < SESSIONS))
    size, day = len(rows), requests.day[rows]
    article = requests.topic[rows] * 2 + (rng.random(size) >= READ_MORE)
    followed = rng.random(size) < _followed(days, article, day)
    before = np.minimum(whole_seconds(rng, size, ASKS_AFTER, 1.1) + 30, DAY - 3_600)
    hour = SHOPPING_HOURS.draw(rng, np.zeros(size, np.int64))
    any_time = days.instant(day, hour * 3_600 + rng.integers(0, 3_600, size))
    started = np.where(followed, np.maximum(requests.created[rows] - before, days.midnight[0]), any_time)
    customer = np.where(followed, requests.customer[rows], customers.pick(rng, day))
    return table(
        "help_sessions",
        session_id=keys("H-", first_id + rows, 7),
        customer=customers.key(np.where(rng.random(size) < ANONYMOUS, UNKNOWN, customer)),
        started_at=instants(started),
        article=words(article, TITLES),
    )

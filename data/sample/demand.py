"""How many requests come on which day by which way: growth, seasons, weekdays, holidays, noise, incidents."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from data.sample.company import (
    CHAT,
    EMAIL,
    INSTAGRAM,
    OUTBOUND,
    PHONE,
    SHARES_AFTER,
    SHARES_BEFORE,
    STREAMS,
    TOPIC_NAMES,
    TRUTHS,
    WHATSAPP,
)
from data.sample.days import Days, Flags, Floats, Ints
from data.sample.draws import stream

GROWTH_A_MONTH = 0.007
MIX_RAMP_DAYS = 35
SEASON = np.array([1.03, 0.95, 0.97, 0.98, 0.98, 0.96, 0.92, 0.83, 0.98, 1.04, 1.15, 1.25])  # at mid-month
WEEKDAYS = np.array(  # Monday to Sunday, one row per stream
    [
        [1.28, 1.10, 1.02, 0.98, 1.00, 0.38, 0.00],
        [1.25, 1.12, 1.05, 1.02, 0.96, 0.48, 0.50],
        [1.14, 1.08, 1.02, 1.00, 1.02, 0.62, 0.58],
        [0.98, 0.96, 0.98, 1.00, 1.04, 1.02, 1.12],
        [1.10, 1.04, 1.02, 1.00, 1.02, 0.86, 0.82],
        [0.95, 1.10, 1.12, 1.10, 0.80, 0.00, 0.00],
    ]
)
ON_HOLIDAYS = np.array([0.0, 0.42, 0.0, 0.85, 0.70, 0.0])
SEASON_FELT = np.array([1.0, 0.95, 1.15, 1.2, 1.15, 0.2])


@dataclass(frozen=True)
class Incident:
    days_before_end: int
    length: int
    topic: str
    factor: float  # requests of these days, times the usual


INCIDENTS = (
    Incident(617, 4, "Delivery", 1.55),  # couriers on strike
    Incident(402, 2, "Payment", 1.75),  # card payments down
    Incident(289, 2, "Account", 1.65),  # nobody can log in
    Incident(102, 2, "Technical fault", 1.60),  # a faulty app update
)


@dataclass(frozen=True)
class Demand:
    """Per day and stream. `load` is 1 on a usual day; `incident` is the topic's number or −1, and its share."""

    counts: Ints
    load: Floats
    incident: Ints
    incident_share: Floats


def _season(days: Days) -> Floats:
    """The course of the year, with the days of Black Friday, the weeks before Christmas and before Easter."""
    mid_month = (np.arange(12) + 0.5) * 365.25 / 12
    year_day = days.year_day[: days.count].astype(np.float64)
    season: Floats = np.interp(year_day, mid_month, SEASON, period=365.25)
    season *= 1 + 0.28 * np.exp(-(((year_day - 332) / 3.0) ** 2))
    season *= 1 + 0.16 * np.exp(-(((year_day - 350) / 6.0) ** 2))
    season = np.where((year_day >= 359) | (year_day <= 1), season * 0.72, season)
    for sunday in np.flatnonzero(days.easter):
        season *= 1 + 0.12 * np.exp(-(((np.arange(days.count) - (sunday - 6)) / 4.0) ** 2))
    return season


def _autocorrelated(rng: Generator, size: int, memory: float, spread: float) -> Floats:
    """Noise that remembers yesterday; `spread` is its standard deviation in the long run."""
    shocks = rng.standard_normal(size) * spread * np.sqrt(1 - memory**2)
    level = spread * rng.standard_normal()
    return np.array([level := memory * level + shock for shock in shocks])


def _noise(rng: Generator, days: int) -> Floats:
    """Good and bad days: shared by all streams, of one stream, of the one day, and slow wandering over months."""
    shared = _autocorrelated(rng, days, 0.6, 0.06)
    wander = _autocorrelated(rng, days, 0.99, 0.025)
    own = [
        _autocorrelated(rng, days, 0.5, 0.06)
        + _autocorrelated(rng, days, 0.98, 0.03)
        + 0.06 * rng.standard_normal(days)
        for _ in STREAMS
    ]
    return np.exp((shared + wander)[:, None] + np.column_stack(own))


def _incidents(days: Days) -> tuple[Ints, Floats]:
    """Topic of the day (−1: a usual day), and the factor on requests by day and stream."""
    topic = np.full(days.count, -1)
    factor = np.ones((days.count, len(STREAMS)))
    working = (days.weekday < 5) & ~days.closed
    for incident in INCIDENTS:
        first = max(days.count - incident.days_before_end, 0)
        first += int(np.argmax(working[first:]))
        span = slice(first, first + incident.length)
        topic[span] = TOPIC_NAMES.index(incident.topic)
        factor[span] = incident.factor
        factor[span, OUTBOUND] = 1.0
    return topic, factor


def _after_closed(days: Days) -> Flags:
    closed = days.closed[: days.count]
    return np.concatenate([[False], closed[:-1]]) & ~closed


def demand(tickets: int, seed: int, days: Days) -> Demand:
    """Exactly `tickets` requests over all days and streams."""
    rng = stream(seed, 0, "demand")
    day = np.arange(days.count)
    moved = np.clip((day - days.index(TRUTHS.mix_since(days.until)) + 1) / MIX_RAMP_DAYS, 0, 1)[:, None]
    season, noise = _season(days), _noise(rng, days.count)
    incident, incident_factor = _incidents(days)

    usual = SHARES_BEFORE * (1 - moved) + SHARES_AFTER * moved
    usual *= np.exp(GROWTH_A_MONTH * day / 30.4)[:, None] * season[:, None] ** SEASON_FELT
    usual *= WEEKDAYS.T[days.weekday[: days.count]]
    usual[days.closed[: days.count]] *= ON_HOLIDAYS
    usual[_after_closed(days)] *= np.array([1.22, 1.15, 1.12, 1.0, 1.0, 1.0])
    weights = usual * noise * incident_factor
    counts = rng.multinomial(tickets, (weights / weights.sum()).ravel()).reshape(weights.shape)

    # People are planned for the usual day and half of the season: what exceeds them waits, also into the next days.
    pressure = np.log(noise * incident_factor) + 0.4 * np.log(season)[:, None]
    backlog = pressure.copy()
    for written in (EMAIL, INSTAGRAM, WHATSAPP):
        for today in range(1, days.count):
            backlog[today, written] = 0.5 * backlog[today - 1, written] + 0.6 * pressure[today, written]
    sensitivity = np.ones(len(STREAMS))
    sensitivity[[PHONE, CHAT]] = 1.3
    load = np.exp(backlog * sensitivity)
    return Demand(counts, load, incident, 1 - 1 / incident_factor)

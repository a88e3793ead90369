"""The fields for what a metric is asked with: a promise for all channels, a number of days, …"""

from collections.abc import Mapping

import streamlit as st

from metrics.metric import Metric, Parameter
from ui import formats
from ui.goals.scale import Scale, time_scale
from ui.language import gettext as _


def entered(metric: Metric) -> dict[str, float]:
    """What the metric is asked with, as far as it is not the usual."""
    given = {
        name: _promise(metric, name, each) if each.default is None else _number(metric, name, each, each.default)
        for name, each in metric.parameters.items()
    }
    return {name: value for name, value in given.items() if value is not None}


def fill(metric: Metric, params: Mapping[str, float]) -> None:
    """Put parameters into their boxes before these are drawn; the usual where none is given."""
    for name, each in metric.parameters.items():
        value = params.get(name, each.default)
        units = time_scale(each.default) if each.default and each.unit == "seconds" else Scale(1.0, each.unit, 1.0)
        st.session_state[f"new-{name}-{metric.id}"] = 0.0 if value is None else units.shown(value)


def _number(metric: Metric, name: str, asked: Parameter, usual: float) -> float | None:
    """A parameter that has a default, in a unit that suits it; null for the default itself."""
    label, units = _(asked.meaning), Scale(1.0, asked.unit, 1.0)  # which names days and hours itself
    if asked.unit == "seconds":
        units = time_scale(usual)
        label = _("{what}, in {unit}").format(what=label, unit=units.unit)
    number = st.number_input(
        label,
        min_value=0.0,
        value=units.shown(usual),
        step=units.step,
        format="%g",
        key=f"new-{name}-{metric.id}",
        persist_state="session",
    )
    chosen = units.kept(number)
    return None if chosen == usual else chosen


def _promise(metric: Metric, name: str, asked: Parameter) -> float | None:
    """The promise that counts: each channel's own (null), or one for all."""
    promises = {
        0.0: _("each channel's own promise"),
        60.0: "",
        3_600.0: "",
        14_400.0: "",
        28_800.0: "",
        86_400.0: "",
        172_800.0: "",
    }
    chosen = st.selectbox(
        _(asked.meaning),
        list(promises),
        format_func=lambda seconds: promises[seconds] or formats.entered(seconds, "seconds"),
        key=f"new-{name}-{metric.id}",
        persist_state="session",
        required=True,
    )
    return chosen or None

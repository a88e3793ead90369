"""Every colour of the product, once: a role has one value for light and one for dark. Nothing else writes a colour.

Where a role carries a meaning (better, at risk, a channel) a word, sign or label stands beside it. The contrasts and
the colour-blind distances are computed in tests/ui/test_colours.py.
"""

from functools import cache
from typing import Literal

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")

ROLES: dict[str, tuple[str, str]] = {
    # paper
    "page": ("#FAFAF9", "#121110"),
    "surface": ("#FFFFFF", "#1B1A18"),  # cards and charts lie on it
    "sunken": ("#F4F3F1", "#262422"),  # inputs, history before a goal's start
    "border": ("#E6E4E1", "#2F2D2A"),
    "grid": ("#EDEBE8", "#2A2826"),
    # ink
    "ink": ("#1C1917", "#F4F2EF"),
    "muted": ("#5F5A55", "#ACA69F"),
    "faint": ("#6E6964", "#918B84"),  # ticks
    "bar": ("#D3D0CC", "#4A4743"),  # n per period
    # the one accent: what is shown
    "accent": ("#0B6E66", "#2DD4BF"),
    "earlier": ("#8CC4BD", "#2A7A72"),  # the accent, lighter on paper
    # verdicts
    "green": ("#0B7A4B", "#7FE3A6"),
    "amber": ("#A34A00", "#F5B53D"),
    "rose": ("#9B1238", "#FB7185"),
}

CHANNELS: dict[str, tuple[str, str]] = {
    "phone": ("#2F4BC7", "#6389CC"),
    "email": ("#C96A0B", "#B4753A"),
    "social": ("#86235A", "#ECA0EE"),
    "chat": ("#0D9A97", "#20C290"),
    "web": ("#4B2E8C", "#8E42EA"),
    "other": ("#716C65", "#DAD9D2"),
}

BAND = 0.16  # opacity of an interval
TINT = 0.1  # opacity of a colour behind its own word


def colour(role: str, theme: Theme) -> str:
    """The value of a role, "#RRGGBB". Raises KeyError for a role that does not exist."""
    return ROLES[role][THEMES.index(theme)]


def channel(name: str | None, theme: Theme) -> str:
    """The colour that a channel keeps everywhere; the accent where there is no channel, "other" for unknown ones."""
    if name is None:
        return colour("accent", theme)
    return CHANNELS.get(name, CHANNELS["other"])[THEMES.index(theme)]


def translucent(value: str, opacity: float) -> str:
    """ "#RRGGBB" as the rgba() that Plotly draws."""
    return f"rgba({_rgb(value)},{opacity})"


@cache
def variables() -> str:
    """CSS: every role as `--tz-role`, and charts repainted where a reader switches the theme without a rerun.

    Streamlit sets `color-scheme` on the app, so light-dark() follows the switch at once; a figure that was drawn for
    the other theme is matched by the colours that Plotly wrote into its marks.
    """
    roles = "".join(f"--tz-{role}:light-dark({light},{dark});" for role, (light, dark) in ROLES.items())
    rules = [f".stApp{{{roles}}}"]
    rules += [f".tz-dot.tz-channel-{name}{{background:light-dark({a},{b})}}" for name, (a, b) in CHANNELS.items()]
    for light, dark in dict.fromkeys([*ROLES.values(), *CHANNELS.values()]):
        for paint in ("fill", "stroke"):
            written = ",".join(f'.stPlotlyChart [style*="{paint}: rgb({_rgb(c, ", ")})"]' for c in (light, dark))
            rules.append(f"{written}{{{paint}:light-dark({light},{dark})!important}}")
    return "".join(rules)


def _rgb(value: str, comma: str = ",") -> str:
    return comma.join(str(int(value[at : at + 2], 16)) for at in (1, 3, 5))

"""Contrast (WCAG 2.2) and colour-blind distance of every colour, computed; and the theme file says the same colours."""

import itertools
import tomllib
from pathlib import Path

import pytest

from ui import colours
from ui.colours import CHANNELS, ROLES, THEMES, Theme, channel, colour

ROOT = Path(__file__).resolve().parents[2]
RGB = tuple[float, float, float]

# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
SIGHT: dict[str, tuple[RGB, RGB, RGB]] = {
    "usual": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protan": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deutan": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "tritan": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.303900)),
}
EVERYWHERE = [(theme, paper) for theme in THEMES for paper in ("surface", "page")]


def linear(value: str) -> RGB:
    parts = [int(value[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return red, green, blue


def contrast(one: str, other: str) -> float:
    light = sorted(sum(w * x for w, x in zip((0.2126, 0.7152, 0.0722), linear(c), strict=True)) for c in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


def tinted(value: str, paper: str) -> str:
    """`paper` under a tint of `value`, as the stylesheet's color-mix paints it."""
    mixed = (
        round(colours.TINT * int(value[at : at + 2], 16) + (1 - colours.TINT) * int(paper[at : at + 2], 16))
        for at in (1, 3, 5)
    )
    return "#" + "".join(f"{part:02X}" for part in mixed)


def oklab(value: str, sight: str) -> RGB:
    """Perceived place of a colour for an eye (Ottosson 2020)."""
    seen = [max(sum(m * x for m, x in zip(row, linear(value), strict=True)), 0.0) for row in SIGHT[sight]]
    red, green, blue = seen
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def nearest(values: dict[str, str]) -> tuple[float, str, str, str]:
    """The two colours that are hardest to tell apart, over all kinds of sight."""
    return min(
        (
            sum((p - q) ** 2 for p, q in zip(oklab(values[a], sight), oklab(values[b], sight), strict=True)) ** 0.5,
            sight,
            a,
            b,
        )
        for sight in SIGHT
        for a, b in itertools.combinations(values, 2)
    )


@pytest.mark.parametrize(("theme", "paper"), EVERYWHERE)
@pytest.mark.parametrize("role", ["ink", "muted", "faint", "accent", "green", "amber", "rose"])
def test_words_reach_aa(theme: Theme, paper: str, role: str) -> None:
    assert contrast(colour(role, theme), colour(paper, theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", ["ink", "muted", "faint"])
def test_words_on_the_sunken_paper_reach_aa(theme: Theme, role: str) -> None:
    assert contrast(colour(role, theme), colour("sunken", theme)) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("role", ["green", "amber", "rose", "muted", "accent"])
def test_a_verdict_reaches_aa_on_its_own_tint(theme: Theme, role: str) -> None:
    assert contrast(colour(role, theme), tinted(colour(role, theme), colour("surface", theme))) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", CHANNELS)
def test_lines_reach_three_to_one(theme: Theme, name: str) -> None:
    assert contrast(channel(name, theme), colour("surface", theme)) >= 3


@pytest.mark.parametrize("theme", THEMES)
def test_channels_are_told_apart_without_full_colour_sight(theme: Theme) -> None:
    four = {name: channel(name, theme) for name in ("phone", "email", "social", "chat")}
    assert nearest(four)[0] >= 0.115, nearest(four)
    assert nearest({name: channel(name, theme) for name in CHANNELS})[0] >= 0.09


@pytest.mark.parametrize("theme", THEMES)
def test_verdicts_are_told_apart_without_full_colour_sight(theme: Theme) -> None:
    """A word and a sign stand beside them too, so the bound is low."""
    assert nearest({role: colour(role, theme) for role in ("green", "amber", "rose")})[0] >= 0.05


def test_no_two_roles_share_a_value_because_the_repainting_goes_by_value() -> None:
    pairs = [*ROLES.values(), *CHANNELS.values()]
    values = [value for pair in pairs for value in pair]
    assert len(values) == len(set(values))


def test_unknown_names() -> None:
    assert channel("fax", "light") == channel("other", "light")
    assert channel(None, "dark") == colour("accent", "dark")
    with pytest.raises(KeyError):
        colour("pink", "light")


def test_a_switch_of_theme_repaints_what_was_drawn_for_the_other() -> None:
    css = colours.variables()
    for light, dark in [*ROLES.values(), *CHANNELS.values()]:
        for value in (light, dark):
            red, green, blue = (int(value[at : at + 2], 16) for at in (1, 3, 5))
            assert f'[style*="stroke: rgb({red}, {green}, {blue})"]' in css
        assert f"{{fill:light-dark({light},{dark})!important}}" in css


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_file_has_the_same_colours(theme: Theme) -> None:
    written = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))["theme"][theme]
    roles = {
        "primaryColor": "accent",
        "linkColor": "accent",
        "backgroundColor": "page",
        "secondaryBackgroundColor": "sunken",
        "textColor": "ink",
        "borderColor": "border",
        "greenColor": "green",
        "orangeColor": "amber",
        "redColor": "rose",
        "grayColor": "muted",
    }
    assert {key: written[key] for key in roles} == {key: colour(role, theme) for key, role in roles.items()}
    assert contrast(written["textColor"], written["sidebar"]["backgroundColor"]) >= 4.5


def test_nothing_is_fetched_from_elsewhere() -> None:
    """Fonts are our own files, and neither the theme nor the stylesheet names another host."""
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    for face in config["theme"]["fontFaces"]:
        assert (ROOT / face["url"].removeprefix("app/")).is_file()
    texts = [(ROOT / path).read_text("utf-8") for path in (".streamlit/config.toml", "ui/style.css")]
    assert not [text for text in texts if "://" in text]


def test_the_settings_that_keep_the_app_private() -> None:
    config = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text("utf-8"))
    assert config["server"]["address"] == "127.0.0.1"
    assert config["browser"]["gatherUsageStats"] is False
    assert config["client"]["showErrorDetails"] == "none"
    assert config["server"]["enableXsrfProtection"] is True

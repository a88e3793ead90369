"""While figures of single people are off: why, what to record, and the form for it."""

from answers import people
from data.errors import FiguresOff
from ui import cards
from ui.language import gettext as _
from ui.review import privacy
from ui.shell import Reader


def shown(question: str, who: Reader) -> bool:
    """Whether they are off; says so under the page's question then, with the form of the agreement."""
    try:
        people.allowed(who.scope, who.generation)
    except FiguresOff:
        cards.headline(question, _("Figures of single people are not agreed on yet."))
        cards.not_available(
            _("Figures of single people are off"),
            _(
                "They stay off until the agreement with the staff is recorded: on which day, who agreed for them, "
                "which metrics they were told of, and how long what is entered about people is kept."
            ),
        )
        with cards.panel(_("Agreement with the staff"), "privacy-terms"):
            privacy.show(who)
        return True
    return False

"""Who asks, and which teams and people they may see. A mandatory argument of every read in data/ and answers/."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Scope:
    """What one reader may see. `everything` is explicit; empty teams and agents mean nothing, never all."""

    actor: str
    everything: bool = False
    teams: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether there is anything at all that this reader may see."""
        return self.everything or bool(self.teams or self.agents)


# Until sign-in exists there is one reader: the owner of this machine.
OWNER = Scope(actor="owner", everything=True)

"""Answers about who is ready and who is trained (P7)."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.core.length import Length
from oncall_cli.core.model import Frozen
from oncall_cli.core.preparation import Kind, Standing


class ItemShown(Frozen):
    """A check or a topic that the policy asks for."""

    item: str
    what: str


class MemberPrepared(Answer):
    """How a member stands in everything that is asked for; `lacking` names what is not done or too old."""

    kind: Kind
    person: str
    name: str
    prepared: bool
    lacking: tuple[str, ...]
    items: tuple[Standing, ...]


class TeamPrepared(Answer):
    """How everybody who is on call stands, on a date; `valid` is how long an item counts."""

    kind: Kind
    day: date
    valid: Length | None
    items: tuple[ItemShown, ...]
    members: tuple[MemberPrepared, ...]

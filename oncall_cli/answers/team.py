"""Answers about members: the roster, who joins the order, who leaves."""

from datetime import date

from oncall_cli.answers.answer import Answer
from oncall_cli.answers.rotation import NewOrder, OrderChangeShown
from oncall_cli.core.member import Member


class MemberShown(Answer, Member):
    """One member; `here` until their last date in the team is over."""

    here: bool


class Team(Answer):
    """The roster; `left` counts those who have left and are not listed."""

    team: str
    members: tuple[MemberShown, ...]
    left: int = 0


class Joined(MemberShown):
    """A member who was put into the order: the first turn, the orders made for it, and the projected weeks
    they change, a quarter's worth."""

    first_week: date
    orders: tuple[NewOrder, ...]
    changes: tuple[OrderChangeShown, ...]
    stored: bool


class Left(MemberShown):
    """A member who leaves: the last week, who follows whom without them, the projected weeks that change, and
    what else names them after their last date: covers and open swaps, by number, and tickets not done."""

    last_week: date | None
    orders: tuple[NewOrder, ...] = ()
    changes: tuple[OrderChangeShown, ...] = ()
    covers: tuple[int, ...] = ()
    swaps: tuple[int, ...] = ()
    tickets: tuple[int, ...] = ()
    stored: bool


def shown(member: Member, today: date) -> MemberShown:
    """A member as answers show one."""
    return MemberShown(**member.model_dump(), here=not member.is_gone(today))

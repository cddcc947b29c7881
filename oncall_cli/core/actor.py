"""Who acts, for whom, and who may: members do what is theirs, managers what is the team's."""

from datetime import date
from typing import NamedTuple

from oncall_cli.core.member import Member
from oncall_cli.errors import BadValue, Refused


class Actor(NamedTuple):
    """`member` acts; `by` is the other member who really sits at the keyboard, if so.

    `is_manager` is also true for everybody while the store has no manager: that is how the first one gets in.
    """

    member: Member | None
    by: Member | None
    login: str
    is_manager: bool

    @property
    def handle(self) -> str | None:
        """Whose deed it is."""
        return self.member.handle if self.member else None


def check_here(member: Member, today: date) -> None:
    """Refused where a member who has left the team would act (R3)."""
    if member.is_gone(today):
        raise Refused(
            f"{member.handle} left the team on {member.leaves}",
            hint="--as HANDLE names somebody who is here: oncall team list",
        )


def acting(
    asked: Member | None, bound: Member | None, login: str, today: date, *, has_manager: bool
) -> Actor:
    """The actor, from the member asked for (`--as`) and the one whose login runs the program; the login of
    somebody who has left is nobody's.

    Refused where the member asked for has left, and where one with a login of their own is acted for by
    somebody who is no manager.
    """
    if asked:
        check_here(asked, today)
    if bound and bound.is_gone(today):
        bound = None
    member = asked or bound
    by = bound if bound and member and bound.handle != member.handle else None
    really_manager = bound is not None and bound.role == "manager"
    if asked and asked.login and asked.login != login and has_manager and not really_manager:
        raise Refused(
            f"{asked.handle} acts from the login {asked.login}, and only a manager may act for them",
            hint="leave --as out to act as yourself",
        )
    is_manager = not has_manager or really_manager or (member is not None and member.role == "manager")
    return Actor(member=member, by=by, login=login, is_manager=is_manager)


def check_manager(actor: Actor, deed: str) -> None:
    """Refused unless a manager acts; `deed` says what for ("to publish a quarter")."""
    if not actor.is_manager:
        who = actor.handle or f"the login {actor.login}, which is no member,"
        raise Refused(f"only a manager may {deed}; {who} is none", hint="--as HANDLE names a manager")


def need_member(actor: Actor) -> Member:
    """The member who acts; BadValue where nobody said who."""
    if actor.member is None:
        raise BadValue(
            f"who acts? the login {actor.login} is no member",
            hint="say --as HANDLE, set ONCALL_AS, or bind the login: oncall team edit HANDLE --login "
            + actor.login,
        )
    return actor.member

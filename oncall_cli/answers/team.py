"""Answers about members."""

from oncall_cli.answers.answer import Answer
from oncall_cli.core.member import Member, Role


class MemberShown(Answer):
    """One member."""

    handle: str
    name: str
    role: Role
    email: str | None
    phone: str | None
    login: str | None
    payroll: str | None


class Team(Answer):
    """The roster."""

    team: str
    members: tuple[MemberShown, ...]


def shown(member: Member) -> MemberShown:
    """A member as answers show one."""
    return MemberShown(**member.model_dump())

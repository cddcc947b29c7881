"""Answers about members."""

from oncall_cli.answers.answer import Answer
from oncall_cli.core.member import Member


class MemberShown(Answer, Member):
    """One member."""


class Team(Answer):
    """The roster."""

    team: str
    members: tuple[MemberShown, ...]


def shown(member: Member) -> MemberShown:
    """A member as answers show one."""
    return MemberShown(**member.model_dump())

"""The roster in the store."""

from datetime import date

from oncall_cli.core.member import Member
from oncall_cli.store.door import Door, Row

_COLUMNS = "handle, name, role, email, phone, login, payroll, leaves, leaves_because"


class Members:
    """Members in and out, by handle."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def all(self) -> list[Member]:
        """Every member, by handle."""
        return self._door.models(Member, f"SELECT {_COLUMNS} FROM member ORDER BY handle")

    def find(self, handle: str) -> Member | None:
        """The member of that handle, or nothing."""
        return self._door.model(Member, f"SELECT {_COLUMNS} FROM member WHERE handle = ?", [handle])

    def of_login(self, login: str) -> Member | None:
        """The member whom an operating-system user is, or nothing."""
        return self._door.model(Member, f"SELECT {_COLUMNS} FROM member WHERE login = ?", [login])

    def has_manager(self, day: date) -> bool:
        """Whether anybody who has not left the team before a date is a manager."""
        sql = "SELECT 1 FROM member WHERE role = 'manager' AND (leaves IS NULL OR leaves >= ?) LIMIT 1"
        return self._door.row(sql, [day.isoformat()]) is not None

    def add(self, member: Member) -> None:
        """A new member."""
        self._door.add("member", _row(member), key=member.handle)

    def change(self, before: Member, after: Member) -> None:
        """The same member with other particulars."""
        old, new = _row(before), _row(after)
        changes = {name: value for name, value in new.items() if value != old[name]}
        self._door.change("member", before.handle, old, changes)


def _row(member: Member) -> Row:
    return {**member.model_dump(), "leaves": member.leaves.isoformat() if member.leaves else None}

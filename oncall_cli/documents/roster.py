"""A roster read from CSV: every row is checked before anything is made of it."""

import csv
import io
from pathlib import Path

from oncall_cli.core.member import ROSTER_COLUMNS, Member, member_of
from oncall_cli.errors import BadValue, OncallError
from oncall_cli.policy.file import file_text

SIZE_LIMIT = 5_000_000


def roster_of(path: Path) -> list[Member]:
    """The members of a CSV with a head line; more columns than ours are allowed and left alone.
    BadValue lists every fault with its line."""
    return _members(file_text(path, "roster", SIZE_LIMIT), path)


def _members(text: str, path: Path) -> list[Member]:
    reader = csv.DictReader(io.StringIO(text, newline=""), dialect=_dialect(text))
    try:
        head = [(name or "").strip().lower() for name in reader.fieldnames or []]
        reader.fieldnames = head
        rows = [(reader.line_num, row) for row in reader]
    except csv.Error as error:
        raise BadValue(f"{path}, line {reader.reader.line_num}: {error}") from None
    for needed in ("handle", "name"):
        if needed not in head:
            raise BadValue(
                f"{path} has no column '{needed}'", hint=f"its first line names {','.join(ROSTER_COLUMNS)}"
            )
    members: dict[str, Member] = {}
    logins: dict[str, str] = {}
    faults = []
    for line, row in rows:
        known = {name: (row.get(name) or "").strip() for name in ROSTER_COLUMNS}
        if not any(known.values()):
            continue
        try:
            member = member_of(**known)
        except OncallError as error:
            faults.append(f"line {line}: {error.message}")
            continue
        if member.handle in members:
            faults.append(f"line {line}: the handle {member.handle} is there twice")
        elif member.login and member.login in logins:
            faults.append(f"line {line}: the login {member.login} is {logins[member.login]}'s already")
        else:
            members[member.handle] = member
            if member.login:
                logins[member.login] = member.handle
    if faults:
        more = f"; and {len(faults) - 8} more" if len(faults) > 8 else ""
        raise BadValue(f"{path}: {'; '.join(faults[:8])}{more}", hint="nothing was stored")
    return list(members.values())


def _dialect(text: str) -> type[csv.Dialect]:
    """Comma or semicolon, as spreadsheets of different countries write them."""

    class Roster(csv.excel):
        delimiter = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","

    return Roster

"""Members on screen."""

from collections.abc import Sequence

from oncall_cli.answers.team import Joined, Left, MemberShown, Team
from oncall_cli.render.screen import Screen


def member(screen: Screen, answer: MemberShown, more: Sequence[tuple[str, str | None]] = ()) -> None:
    """One member, whole, and what more there is to say of them."""
    screen.line(f"{answer.name} ({answer.handle}), {answer.role}", "bold")
    leaving = ", ".join([str(answer.leaves), answer.leaves_because or ""]).rstrip(", ")
    screen.pairs(
        [
            ("Email", answer.email),
            ("Phone", answer.phone),
            ("Login", answer.login),
            ("Payroll number", answer.payroll),
            ("Leaves" if answer.here else "Left", leaving if answer.leaves else None),
            *more,
        ]
    )


def joined(screen: Screen, answer: Joined) -> None:
    """A member and the first turn."""
    member(screen, answer)
    screen.pairs([("First week", str(answer.first_week))])


def left(screen: Screen, answer: Left) -> None:
    """A member and the last week."""
    member(screen, answer)
    screen.pairs([("Last week", str(answer.last_week) if answer.last_week else None)])


def team(screen: Screen, answer: Team) -> None:
    """The roster as a table; who leaves or has left has the date beside the role."""
    if not answer.members:
        screen.line(f"{answer.team} has no members yet: oncall team add ana --name 'Ana Ruiz'")
        return
    columns = ["Handle", "Name", "Role", "Phone", "Email"]
    rows = [[m.handle, m.name, m.role, m.phone or "", m.email or ""] for m in answer.members]
    if any(m.leaves for m in answer.members):
        columns.insert(3, "Last date")
        for row, one in zip(rows, answer.members, strict=True):
            row.insert(3, str(one.leaves or ""))
    styles = ["" if one.here else "dim" for one in answer.members]
    screen.table(columns, rows, title=answer.team, whole=["Handle", "Role", "Last date"], styles=styles)
    if answer.left:
        screen.line(f"{answer.left} who left: oncall team list --all")

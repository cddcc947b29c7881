"""Members on screen."""

from oncall_cli.answers.team import MemberShown, Team
from oncall_cli.render.screen import Screen


def member(screen: Screen, answer: MemberShown) -> None:
    """One member, whole."""
    screen.line(f"{answer.name} ({answer.handle}), {answer.role}", "bold")
    screen.pairs(
        [
            ("Email", answer.email),
            ("Phone", answer.phone),
            ("Login", answer.login),
            ("Payroll number", answer.payroll),
        ]
    )


def team(screen: Screen, answer: Team) -> None:
    """The roster as a table."""
    if not answer.members:
        screen.line(f"{answer.team} has no members yet: oncall team add ana --name 'Ana Ruiz'")
        return
    rows = [[m.handle, m.name, m.role, m.phone or "", m.email or ""] for m in answer.members]
    screen.table(
        ["Handle", "Name", "Role", "Phone", "Email"], rows, title=answer.team, whole=["Handle", "Role"]
    )

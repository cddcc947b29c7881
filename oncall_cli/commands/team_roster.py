"""The roster: add, edit, list, show."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.base_rate import MemberWithRate, hourly_rate
from oncall_cli.answers.team import Team, shown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.team_frame import DryRun, Handle, app, check_other_manager
from oncall_cli.commands.team_join import After, From, joined
from oncall_cli.core.actor import check_manager
from oncall_cli.core.base_rate import in_force
from oncall_cli.core.member import ROLES, Member, member_of
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session

Name = Annotated[str | None, typer.Option("--name", help="Full name.")]
RoleName = Annotated[
    str | None, typer.Option("--role", help=f"One of {', '.join(ROLES)}.", autocompletion=lambda: list(ROLES))
]
Email = Annotated[str | None, typer.Option("--email", help="Email address.")]
Phone = Annotated[str | None, typer.Option("--phone", help="Phone number.")]
Login = Annotated[str | None, typer.Option("--login", help="The operating system's user who is this member.")]
Payroll = Annotated[str | None, typer.Option("--payroll", help="Payroll number, for the pay form.")]

DATED = {"leaves", "leaves_because"}
"""What only `leave` changes."""


@verb(app, "add", writes=True)
def add(
    session: Session,
    handle: Annotated[str, typer.Argument(help="A short name to be known by, like ana.")],
    name: Name = None,
    role: RoleName = None,
    email: Email = None,
    phone: Phone = None,
    login: Login = None,
    payroll: Payroll = None,
    after: After = None,
    from_: From = None,
    dry_run: DryRun = False,
) -> Result:
    """Add a member; --after and --from put them into the order as well."""
    check_manager(session.actor, "add members")
    if not name:
        raise BadValue("a member needs a name", hint=f"oncall team add {handle} --name 'Ana Ruiz'")
    member = member_of(
        handle, name, role=role or "technician", email=email, phone=phone, login=login, payroll=payroll
    )
    check_new(session, member)
    if after:
        session.member(after)  # before the new one can be among the members it names
    if dry_run:
        session.rehearse()
    session.store.members.add(member)
    line = f"{'Would add' if dry_run else 'Added'} {member.handle} ({member.name}), {member.role}."
    notes = _login_notes(session, member)
    if not after and not from_:
        return Done(shown(member, session.today), line, notes)
    answer, changes = joined(session, member, after, from_, dry_run=dry_run)
    return Done(answer, f"{line}\nFirst turn: week {answer.first_week}.\n{changes}", notes)


@verb(app, "edit", writes=True)
def edit(
    session: Session,
    handle: Handle,
    name: Name = None,
    role: RoleName = None,
    email: Email = None,
    phone: Phone = None,
    login: Login = None,
    payroll: Payroll = None,
) -> Result:
    """Change a member's particulars; an empty text removes one."""
    before = session.member(handle)
    own = session.actor.handle == before.handle and role is None and login is None and payroll is None
    if not own:
        check_manager(session.actor, "change members' roles, logins and others' particulars")
    asked = {"name": name, "role": role, "email": email, "phone": phone, "login": login, "payroll": payroll}
    changes = {field: text for field, text in asked.items() if text is not None}
    particulars = member_of(**{**before.model_dump(exclude=DATED), **changes})
    after = particulars.model_copy(update=before.model_dump(include=DATED))
    if after == before:
        return Done(shown(before, session.today), f"{before.handle} is as before; nothing was changed.")
    _check_login(session, after)
    if after.role != "manager" and not before.is_gone(session.today):
        check_other_manager(session, before)
    session.store.members.change(before, after)
    said = ", ".join(field for field in asked if getattr(before, field) != getattr(after, field))
    return Done(shown(after, session.today), f"Changed {after.handle}: {said}.", _login_notes(session, after))


@verb(app, "list")
def list_(
    session: Session,
    all_: Annotated[bool, typer.Option("--all", help="Those who have left too.")] = False,
) -> Result:
    """List the members who are here."""
    members = [shown(member, session.today) for member in session.store.members.all()]
    listed = tuple(member for member in members if member.here or all_)
    return Team(team=session.policy.team.name, members=listed, left=len(members) - len(listed))


@verb(app, "show")
def show(session: Session, handle: Handle) -> Result:
    """Show one member."""
    member = session.member(handle)
    rules = session.policy.pay
    held = in_force(session.store.base_rates.of(member.handle), session.today)
    return MemberWithRate(
        **shown(member, session.today).model_dump(),
        base_rate=hourly_rate(held, rules),
        currency=rules.currency,
    )


def check_new(session: Session, member: Member) -> None:
    """Refused where the handle or the login is taken."""
    other = session.store.members.find(member.handle)
    if other:
        is_gone = other.is_gone(session.today)
        raise Refused(
            f"there is a member '{member.handle}' already"
            + (f", who left on {other.leaves}" if is_gone else ""),
            hint="choose another handle, or oncall team "
            + (f"leave {member.handle} --cancel for one who is back" if is_gone else f"edit {member.handle}"),
        )
    _check_login(session, member)


def _login_notes(session: Session, member: Member) -> tuple[str, ...]:
    """A login that nobody has here would let nobody act as its member; a manager, in the worst case."""
    if member.login is None or session.has_login(member.login):
        return ()
    return (
        f"this machine has no user '{member.login}'; from here only a manager can act as {member.handle}",
    )


def _check_login(session: Session, member: Member) -> None:
    other = session.store.members.of_login(member.login) if member.login else None
    if other and other.handle != member.handle:
        raise Refused(
            f"the login {member.login} is {other.handle}'s already",
            hint=f"oncall team edit {other.handle} --login '' takes it from them",
        )

"""The roster: add, edit, list, show."""

from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.team import Team, shown
from oncall_cli.commands.frame import verb
from oncall_cli.commands.team_frame import Handle, app
from oncall_cli.core.actor import check_manager
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
) -> Result:
    """Add a member."""
    check_manager(session.actor, "add members")
    if not name:
        raise BadValue("a member needs a name", hint=f"oncall team add {handle} --name 'Ana Ruiz'")
    member = member_of(
        handle, name, role=role or "technician", email=email, phone=phone, login=login, payroll=payroll
    )
    check_new(session, member)
    session.store.members.add(member)
    return Done(
        shown(member), f"Added {member.handle} ({member.name}), {member.role}.", _login_notes(session, member)
    )


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
    particulars = member_of(**{**before.model_dump(exclude={"leaves"}), **changes})
    after = particulars.model_copy(update={"leaves": before.leaves})
    if after == before:
        return Done(shown(before), f"{before.handle} is as before; nothing was changed.")
    _check_login(session, after)
    if before.role == "manager" and after.role != "manager":
        _check_other_manager(session, before)
    session.store.members.change(before, after)
    said = ", ".join(field for field in asked if getattr(before, field) != getattr(after, field))
    return Done(shown(after), f"Changed {after.handle}: {said}.", _login_notes(session, after))


@verb(app, "list")
def list_(session: Session) -> Result:
    """List the members."""
    members = session.store.members.all()
    return Team(team=session.policy.team.name, members=tuple(shown(member) for member in members))


@verb(app, "show")
def show(session: Session, handle: Handle) -> Result:
    """Show one member."""
    return shown(session.member(handle))


def check_new(session: Session, member: Member) -> None:
    """Refused where the handle or the login is taken."""
    if session.store.members.find(member.handle):
        raise Refused(
            f"there is a member '{member.handle}' already",
            hint=f"choose another handle, or oncall team edit {member.handle}",
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
        raise Refused(f"the login {member.login} is {other.handle}'s already")


def _check_other_manager(session: Session, member: Member) -> None:
    managers = [other for other in session.store.members.all() if other.role == "manager"]
    if managers == [member]:
        raise Refused(
            f"{member.handle} is the only manager",
            hint="make somebody else a manager first, then change this role",
        )

"""`oncall calendar link`: where a member's own calendar is read, and another link for it."""

from collections.abc import Iterator
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.calendar import CalendarLink
from oncall_cli.commands.calendar_advice import TO_SUBSCRIBE
from oncall_cli.commands.calendar_frame import app
from oncall_cli.commands.complete import handles
from oncall_cli.commands.feed import feed_key
from oncall_cli.commands.frame import verb
from oncall_cli.core.actor import check_manager, need_member
from oncall_cli.core.link import base_url_of, links_of
from oncall_cli.core.member import Member
from oncall_cli.errors import BadValue, Refused
from oncall_cli.session import Session


@verb(app, "link", writes=True)
def link(
    session: Session,
    person: Annotated[
        str | None,
        typer.Option("--person", help="Whose; left out: your own.", metavar="HANDLE", autocompletion=handles),
    ] = None,
    base_url: Annotated[
        str | None,
        typer.Option(
            "--base-url",
            help="The address of the published folder; left out: as the policy says.",
            metavar="URL",
        ),
    ] = None,
    renew: Annotated[
        bool, typer.Option("--renew", help="Give the link up and make another; subscribe anew then.")
    ] = False,
) -> Result:
    """Show the private link of a member's own calendar, and the code to scan with a phone.

    A link is made where there is none yet. It leads to what `oncall calendar publish` wrote last. A manager
    may see everybody's.
    """
    member = _whose(session, person)
    folder = _folder(session, base_url)
    before = session.store.feed_links.of(member.handle)
    if before and renew:
        session.confirm(
            f"{member.name} has to subscribe anew on every phone and program.\n"
            f"Give up the link of {member.handle} and make another?"
        )
        session.store.feed_links.retire(before, session.now)
    kept = None if renew else before
    found = kept or session.store.feed_links.make(member.handle, session.now)
    answer = CalendarLink(
        person=member.handle,
        name=member.name,
        file=found.file,
        links=links_of(folder, found.file),
        made=session.local(found.made),
        new=kept is None,
        renewed=bool(before and renew),
    )
    # Whoever has no week has no event to know; the team's calendar is published with everybody's.
    published = session.store.feeds.knows(feed_key(None))
    return Done(answer, _line(answer), tuple(_notes(answer, published)), show=True, advice=TO_SUBSCRIBE)


def _whose(session: Session, person: str | None) -> Member:
    """The member whose link it is. Refused where it is not for whoever acts, and where they have left."""
    member = session.member(person) if person else need_member(session.actor)
    if session.actor.handle != member.handle:
        check_manager(session.actor, "see others' private links")
    if member.is_gone(session.today):
        raise Refused(
            f"{member.handle} left the team on {member.leaves} and has no calendar any more",
            hint="oncall team list shows who is here",
        )
    return member


def _folder(session: Session, base_url: str | None) -> str:
    """The address of the published folder. BadValue where nobody has said it."""
    if base_url is not None:
        return base_url_of(base_url)
    if session.policy.calendar.base_url:
        return session.policy.calendar.base_url
    raise BadValue(
        "it is not known where the published calendars can be read",
        hint="--base-url https://calendars.example.com/oncall/, or base_url in [calendar] of the policy",
    )


def _line(answer: CalendarLink) -> str:
    whose = f"{answer.name} ({answer.person})"
    if answer.renewed:
        return f"Made another private link for {whose}."
    if answer.new:
        return f"Made a private link for {whose}."
    return f"The private link of {whose}, made on {answer.made.date()}."


def _notes(answer: CalendarLink, published: bool) -> Iterator[str]:
    """From when on a link leads to the calendar, where it was made just now or nothing can have been
    `published` yet, and the one before to nothing; and who else can read it."""
    if answer.renewed:
        yield "the next `oncall calendar publish DIR` writes its file and empties that of the old link"
    elif answer.new:
        yield "it leads to the calendar from the next `oncall calendar publish DIR` on"
    elif not published:
        yield "it leads to the calendar once `oncall calendar publish DIR` has written that"
    if answer.links.https.startswith("http://"):
        yield "http:// is not encrypted: anybody on the way can read this calendar"

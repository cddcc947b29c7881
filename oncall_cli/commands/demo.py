"""A sample team's quarter: the dealer desk's policy and roster, some weeks of its life, every document.

It is the one command that plays the others, each at the moment of its story.
"""

from datetime import date, datetime, time, timedelta
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Annotated

import typer

from oncall_cli.answers.answer import Done, Result
from oncall_cli.answers.demo import DemoMade
from oncall_cli.commands import (
    cover,
    init,
    now,
    payform_list,
    rotation_publish,
    rotation_set,
    rotation_show,
    swap,
    team_away,
    team_ready,
    ticket_defer,
    ticket_document,
    ticket_done,
    ticket_list,
)
from oncall_cli.commands import ticket_log as log
from oncall_cli.commands import ticket_steps as steps
from oncall_cli.commands.demo_documents import write_documents
from oncall_cli.commands.demo_forms import early_calls, own_rate, turn_in
from oncall_cli.commands.demo_play import MANAGER, ORDER, Play
from oncall_cli.commands.frame import alone, verb
from oncall_cli.core.moment import quarter_of
from oncall_cli.core.week import DAY, WEEK, instant
from oncall_cli.documents.file import write_file
from oncall_cli.errors import Refused, StoreFailed
from oncall_cli.session import Session

app = alone()

SAMPLE = ("policy.toml", "roster.csv", "WEEK.md", "mail/harbor.eml", "mail/voicemail.eml")


def examples() -> Traversable:
    """Where the examples are: inside an installed program, or beside the program in its source."""
    inside = resources.files("oncall_cli") / "examples"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "examples"


@verb(app, "demo")
def demo(
    session: Session,
    folder: Annotated[Path, typer.Argument(help="A new folder to make it in.", metavar="DIR")] = Path(
        "oncall-demo"
    ),
) -> Result:
    """Make a sample team's quarter in a folder: its store, calendars and pay form."""
    _make_folder(folder)
    for name in SAMPLE:
        target = folder / name.rpartition("/")[2]
        write_file(target, (examples() / "dealer-desk" / name).read_bytes())
    play = Play(folder / "oncall.db")
    week = _quarter(play, folder, session.now)
    early_calls(play, week, session.now)
    _last_week(play, week - WEEK, session.now)
    on_call = _tonight(play, folder, week, session.now)
    turn_in(play, week, session.now)
    form = write_documents(play, folder, week - WEEK, session.now)
    session.store_path = play.path
    made = DemoMade(
        folder=str(folder),
        files=tuple(sorted(path.name for path in folder.iterdir())),
        rotation=play.look(session.now, on_call, rotation_show.show),
        now=play.look(session.now, on_call, now.now),
        tickets=play.look(session.now, on_call, ticket_list.list_),
        forms=play.look(session.now, MANAGER, payform_list.list_, weeks=4),
        form=form,
    )
    name = session.policy.team.name
    return Done(made, f"Made {name} in {folder}.", show=True)


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if any(folder.iterdir()):
            raise Refused(f"{folder} is not empty", hint="name a new folder: oncall demo DIR")
    except OSError as error:
        raise StoreFailed(f"{folder} cannot be made: {error.strerror}") from None


def _quarter(play: Play, folder: Path, present: datetime) -> date:
    """The team, its order and its published weeks, one traded around time away and one with cover, a swap
    that was applied and one that is asked for."""
    start = present - 10 * WEEK
    text = (folder / "policy.toml").read_text(encoding="utf-8")
    session = play.session(start, "")
    try:
        init.make_store(session, text, "policy.toml", init.members_of(folder / "roster.csv"))
        week = session.timetable(present.date(), present.date()).this_week(present)
    finally:
        session.close()
    own_rate(play, start)
    play.act(start, MANAGER, rotation_set.set_, order=ORDER, from_=str(week - 8 * WEEK))
    weeks = [week + step * WEEK for step in range(-8, 13)]
    for handle in ORDER:
        play.look(start, handle, team_ready.ready, handle=handle, all_=True)
    away = week + 10 * WEEK
    dates = f"{away + 2 * DAY}/{away + 8 * DAY}"
    traveller = _owner(weeks, away)
    play.look(start, traveller, team_away.away, handle=traveller, dates=dates, reason="ski week")
    for quarter in sorted(set(map(quarter_of, weeks))):
        play.act(start, MANAGER, rotation_publish.publish, quarter=quarter)
    for give, take, days in ((2, 4, 2), (7, 9, 1)):
        asks, other = _owner(weeks, week + give * WEEK), _owner(weeks, week + take * WEEK)
        exchange = {"give": str(week + give * WEEK), "take": str(week + take * WEEK), "with_": other}
        asked = play.act(present - days * DAY, asks, swap.request, reason="family visit", **exchange)
        if give == 2:
            play.act(present - timedelta(hours=30), other, swap.accept, number=asked.id)
    evening = instant(week + WEEK + 2 * DAY, time(18, 30), play.zone(present))
    night = f"{evening.isoformat()}/{(evening + timedelta(hours=12)).isoformat()}"
    covering = _owner(weeks, week - WEEK)
    play.act(present - DAY, MANAGER, cover.add, handle=covering, span=night, reason="a night at the hospital")
    return week


def _owner(weeks: list[date], week: date) -> str:
    return ORDER[weeks.index(week) % len(ORDER)]


def _last_week(play: Play, week: date, present: datetime) -> None:
    """Three calls of the week that is over; one still lacks its documents."""
    zone, person = play.zone(present), play.owner(week, present)

    def at(day: int, hour: int, minute: int) -> datetime:
        return instant(week + day * DAY, time(hour, minute), zone)

    calls = (
        (at(1, 22, 14), 27, "phone", 2, "Marisol Vega", "A sale cannot be finished: the fee table is empty."),
        (at(5, 10, 5), 43, "voicemail", 1, "Tom Brandt", "The portal shows a blank page to everybody."),
        (at(3, 21, 30), 8, "phone", 4, "Nils Ek", "How is a trade-in entered?"),
    )
    answers = ("Loaded the fee table again.", "Restarted the session service.", "Showed the trade-in page.")
    for (moment, minutes, channel, tier, caller, what), answer in zip(calls, answers, strict=True):
        contact = {"phone": "+1 916 555 0161", "description": what, "tier": str(tier)}
        kept = play.act(moment, person, log.log, channel=channel, caller=caller, **contact)
        begun = moment if channel == "phone" else moment + timedelta(minutes=7)
        if channel != "phone":
            play.act(begun, person, steps.on_it, number=kept.id)
        end = moment + timedelta(minutes=minutes)
        span = f"{begun.isoformat()}/{end.isoformat()}"
        play.act(end, person, ticket_done.done, number=kept.id, resolution=answer, work=[span])
        if tier < 4:
            papers = {"help_desk": f"HD-{4400 + kept.id}", "contact_log": f"CL-{910 + kept.id}"}
            filed = end + timedelta(minutes=5)
            papers["work_order"] = f"WO-{70 + kept.id}"
            play.look(filed, person, ticket_document.document, number=kept.id, **papers)


def _tonight(play: Play, folder: Path, week: date, present: datetime) -> str:
    """What is open right now: one waits, one is On It and answered, one is put off, one has just come in."""
    person = play.owner(week, present)
    ago = timedelta(minutes=1)
    waits = play.act(
        present - 300 * ago, person, log.log, channel="phone", caller="Priya Nair", phone="+1 916 555 0162",
        customer="Northgate Cars", tier="3", description="The label printer prints every second label twice.",
    )  # fmt: skip
    play.act(present - 280 * ago, person, steps.wait, number=waits.id, reason="she looks for the driver disk")
    came = present - 50 * ago
    mail = play.act(
        came, person, log.log, eml=(folder / "harbor.eml").read_bytes(), tier="2", received=came.isoformat()
    )
    play.act(present - 41 * ago, person, steps.on_it, number=mail.id, draft=folder / "reply-on-it.eml")
    question = play.act(
        present - 20 * ago, person, log.log, caller="Ida Moss", phone="+1 916 555 0166", tier="4",
        description="Where is the contract form for a leased car?",
    )  # fmt: skip
    later = (present + timedelta(hours=10)).isoformat()
    play.act(present - 18 * ago, person, ticket_defer.defer, number=question.id, until=later)
    play.act(
        present - 9 * ago, person, log.log, channel="voicemail", caller="Dana Whitfield", tier="1",
        phone="+1 916 555 0163", description="Billing is down, customers are waiting at the counter.",
    )  # fmt: skip
    return person

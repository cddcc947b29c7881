"""Every document of the demo: calendars, to import and as a web server shows them, last week's pay form in
each format, payroll's file, the bill."""

from datetime import date, datetime, timedelta
from importlib.util import find_spec
from pathlib import Path

from oncall_cli.answers.payform import PayForm
from oncall_cli.commands import (
    calendar_export,
    calendar_publish,
    payform_export,
    payform_show,
    report,
)
from oncall_cli.commands.demo_play import MANAGER, ORDER, Play
from oncall_cli.core.week import DAY, WEEK
from oncall_cli.documents.payform import FORMATS


def write_documents(play: Play, folder: Path, week: date, present: datetime) -> PayForm:
    """Writes them into the folder; the pay form of the week's owner. PDF is there where it can be made."""
    for handle in ORDER:
        play.write(present, MANAGER, calendar_export.export, person=handle, out=folder / f"{handle}.ics")
    play.write(present, MANAGER, calendar_export.export, team=True, out=folder / "team.ics")
    published = folder / "calendars"
    published.mkdir()
    play.look(present, MANAGER, calendar_publish.publish, folder=published)
    person = play.owner(week, present)
    formats = [name for name in FORMATS if name != "pdf" or find_spec("typst")]
    for suffix in formats:
        out = folder / f"payform-{person}-{week}.{suffix}"
        play.write(present, person, payform_export.export, person=person, week=str(week), out=out)
    month = f"{week - 4 * WEEK + DAY}/{week + WEEK}"
    payroll = {"all_": True, "period": month, "by": "week"}
    play.write(present, MANAGER, payform_export.export, out=folder / "payroll.xlsx", **payroll)
    since = f"{(present - timedelta(weeks=10)).date()}/{present.date()}"
    play.write(present, MANAGER, report.misuse, period=since, out=folder / "misuse.csv")
    shown: PayForm = play.look(present, person, payform_show.show, person=person, week=str(week))
    return shown

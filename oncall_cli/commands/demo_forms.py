"""The demo's pay: a member's own rate, a call in each of three earlier weeks, and their forms turned in."""

from datetime import date, datetime, time, timedelta

from oncall_cli.commands import payform_settle, payform_submit, team_rate, ticket_document, ticket_done
from oncall_cli.commands import ticket_log as log
from oncall_cli.commands.demo_play import MANAGER, Play
from oncall_cli.core.week import DAY, WEEK, instant

_CALLS = (
    (4, "Grace Okoro", "Harbor Auto Group", 1, 38, "Registrations fail with error 503.", "Moved the queue."),
    (3, "Ben Sato", "Northgate Cars", 2, 19, "Titles print without the lien.", "Mended the template."),
    (2, "Ida Moss", "Harbor Auto Group", 4, 6, "Where is the contract form for a lease?", "Sent the form."),
)  # fmt: skip
_SIGNED = (4, 3)


def own_rate(play: Play, start: datetime) -> None:
    """An hour pays one of them more than the others."""
    play.look(start, MANAGER, team_rate.rate, handle="lukasz", amount="26.50")


def early_calls(play: Play, week: date, present: datetime) -> None:
    """A call with all of its documents in each of three weeks before the last."""
    for back, caller, customer, tier, minutes, what, answer in _CALLS:
        of_week = week - back * WEEK
        person = play.owner(of_week, present)
        came = instant(of_week + 2 * DAY, time(20, 40), play.zone(present))
        done = came + timedelta(minutes=minutes)
        kept = play.act(
            came, person, log.log, channel="phone", caller=caller, phone="+1 916 555 0170",
            customer=customer, tier=str(tier), description=what,
        )  # fmt: skip
        span = f"{came.isoformat()}/{done.isoformat()}"
        play.act(done, person, ticket_done.done, number=kept.id, resolution=answer, work=[span])
        papers = {"help_desk": f"HD-{4300 + kept.id}", "contact_log": f"CL-{880 + kept.id}"}
        filed = done + timedelta(minutes=5)
        papers["work_order"] = f"WO-{50 + kept.id}"
        play.look(filed, person, ticket_document.document, number=kept.id, **papers)


def turn_in(play: Play, week: date, present: datetime) -> None:
    """The forms of those weeks, each on its Monday morning; a manager has signed all but the last."""
    for back, *_ in _CALLS:
        of_week = week - back * WEEK
        monday = instant(of_week + WEEK, time(7, 12), play.zone(present))
        person = play.owner(of_week, present)
        form = play.act(monday, person, payform_submit.submit, week=str(of_week))
        if back in _SIGNED:
            signed = monday + timedelta(hours=3)
            play.act(signed, MANAGER, payform_settle.approve, number=[form.form])

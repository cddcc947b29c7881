"""When another policy may begin to hold: never over what has been lived by the old one (Y2, R2, R6)."""

from collections.abc import Sequence
from datetime import date, datetime

from oncall_cli.core.rotation import Order
from oncall_cli.core.week import WEEK, WeekShape, first_day, instant
from oncall_cli.errors import Refused


def check_not_past(day: date, today: date, orders: Sequence[Order], *, is_judged: bool) -> None:
    """Refused for a past date once anything since then was lived by a policy: a week that an order gave to
    somebody, or what `is_judged` stands for, a ticket or work since that date."""
    if day < today and (is_judged or any(order.start < today for order in orders)):
        raise Refused(
            f"{day} is past, and weeks and tickets since then keep the policy that held",
            hint="let it hold from today or later: --from today",
        )


def check_shape_change(
    day: date, old: WeekShape, new: WeekShape, now: datetime, last_published: date | None
) -> None:
    """Refused unless weeks can change their shape on a day: it begins a week that is neither published nor
    begun, and weeks go on beginning on the same weekday, for that names them."""
    if old == new:
        return
    if last_published and last_published >= day:
        raise Refused(
            f"week {last_published} is published, and this policy would move the weeks up to it",
            hint=f"let it hold from {last_published + WEEK} or later",
        )
    if old.weekday != new.weekday:
        raise Refused(
            "weeks are named by the day they begin, so a team keeps that day",
            hint="a team that hands over on another day begins with a new store: oncall init --policy FILE",
        )
    meets = first_day(day, old)
    if meets != day:
        raise Refused(
            f"{day} lies inside the week of {meets}, and a week begins and ends by one policy",
            hint=f"let it hold from {meets + WEEK}",
        )
    if min(instant(day, old.start, old.zone), instant(day, new.start, new.zone)) <= now:
        raise Refused(f"week {day} has begun", hint=f"let it hold from {day + WEEK}")
    if instant(day, old.end, old.zone) >= instant(day, new.start, new.zone):
        raise Refused("the last week before this policy would end after its first one begins")

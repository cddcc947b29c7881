"""A pay rule: all that the `[pay]` table of a policy can say; what it leaves out pays and changes nothing."""

from datetime import time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, field_validator, model_validator

from oncall_cli.core.model import Frozen
from oncall_cli.core.pay.number import Amount, Factor, Hours, Minutes
from oncall_cli.core.wallclock import WallClock

Kind = Literal["weekday", "saturday", "sunday", "holiday"]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WeekendKind = Literal["saturday", "sunday"]
Merge = Literal["separate", "absorb", "extend", "pool"]
Unit = Literal["none", "week", "day", "hour", "block"]

NOTHING = Decimal(0)
ONCE = Decimal(1)
_WEEKEND: dict[Weekday, WeekendKind] = {"sat": "saturday", "sun": "sunday"}
KINDS: tuple[Kind, ...] = ("weekday", "saturday", "sunday", "holiday")


def _fallback(values: dict[Kind, Decimal | None], kind: Kind, neutral: Decimal) -> Decimal:
    """The value of a kind of day, else of the kind before it: holiday, sunday, saturday, weekday."""
    for known in reversed(KINDS[: KINDS.index(kind) + 1]):
        value = values[known]
        if value is not None:
            return value
    return neutral


class Amounts(Frozen):
    """Amounts by kind of day. One that is left out is that of the kind before it; a left-out weekday is 0."""

    weekday: Amount | None = None
    saturday: Amount | None = None
    sunday: Amount | None = None
    holiday: Amount | None = None

    @property
    def given(self) -> bool:
        """Whether the table says anything at all."""
        return any(value is not None for value in self._values.values())

    @property
    def _values(self) -> dict[Kind, Decimal | None]:
        return {
            "weekday": self.weekday,
            "saturday": self.saturday,
            "sunday": self.sunday,
            "holiday": self.holiday,
        }

    def on(self, kind: Kind) -> Decimal:
        """The amount of a kind of day."""
        return _fallback(self._values, kind, NOTHING)


class Multipliers(Frozen):
    """Multipliers by kind of day, falling back as `Amounts` do; a left-out weekday is 1."""

    weekday: Factor | None = None
    saturday: Factor | None = None
    sunday: Factor | None = None
    holiday: Factor | None = None

    def on(self, kind: Kind) -> Decimal:
        """The multiplier of a kind of day."""
        values: dict[Kind, Decimal | None] = {
            "weekday": self.weekday,
            "saturday": self.saturday,
            "sunday": self.sunday,
            "holiday": self.holiday,
        }
        return _fallback(values, kind, ONCE)


class StandbyRules(Frozen):
    """`[pay.standby]`: what being available pays."""

    unit: Unit = "none"
    week: Amount = NOTHING
    """A whole week held by one member."""
    holiday_addon: Amount = NOTHING
    """On top of a whole week, for each of its days that is a holiday."""
    week_void_on_callout: bool = False
    """A call-out turns the week into days."""
    day: Amounts = Amounts()
    day_by: Literal["start", "calendar", "majority", "shift"] = "start"
    last_day: Literal["any", "overnight"] = "any"
    day_min_hours: Hours = NOTHING
    """A duty shorter than this is paid by the hour table."""
    hour: Amounts = Amounts()
    in_base_hours: bool = False
    """Every amount of this table is a multiple of the base rate."""
    first_hours: Hours = NOTHING
    """How many hours `first` pays."""
    first: Amount = NOTHING
    block_hours: Hours = ONCE
    block: Amount = NOTHING
    """For each block of `block_hours` begun after the first hours."""
    max_hours: Hours | None = None
    """No blocks beyond so many hours of one duty."""
    pause_in_callout: bool = False
    """Hours worked are not also stood by; by the hour only."""
    guarantee_hours: Hours = NOTHING
    """Call-out hours that are paid at least, at the weekday multiplier."""

    @field_validator("block_hours")
    @classmethod
    def _some(cls, hours: Decimal) -> Decimal:
        if not hours:
            raise ValueError("expected hours of a block like 2, more than 0")
        return hours


class Rounding(Frozen):
    """Steps of minutes that a call is rounded to; 0 for none."""

    minutes: Minutes = 0
    mode: Literal["up", "nearest", "down", "grace"] = "up"
    grace: Minutes = 0
    """Minutes over a full step that are let go; with mode "grace" alone."""

    @model_validator(mode="after")
    def _grace_fits(self) -> "Rounding":
        if self.mode != "grace" and self.grace:
            raise ValueError('expected mode = "grace" beside grace')
        if self.mode == "grace" and not self.grace < self.minutes:
            raise ValueError("expected a grace of fewer minutes than the step")
        return self


class Night(Frozen):
    """Another minimum for calls that begin from `start` up to, not including, `end` on the wall clock."""

    start: WallClock
    end: WallClock
    minimum: Minutes

    @model_validator(mode="after")
    def _some_time(self) -> "Night":
        if self.start == self.end:
            raise ValueError("expected a night that ends at another time than it starts")
        return self

    def holds_at(self, clock: time) -> bool:
        """Whether a call that begins at this time of day begins in the night."""
        if self.start < self.end:
            return self.start <= clock < self.end
        return clock >= self.start or clock < self.end


class CalloutRules(Frozen):
    """`[pay.callout]`: what work done after hours pays. Minutes, unless money."""

    rate: Amount | None = None
    """An hour; left out, the base rate."""
    multiplier: Multipliers = Multipliers()
    minimum: Minutes = 0
    minimum_amount: Amount = NOTHING
    flat_fee: Amount = NOTHING
    """For each paid call."""
    included: Minutes = 0
    """The first minutes of a call, which standby already pays; a call no longer than that pays nothing."""
    merge: Merge = "absorb"
    merge_window: Minutes | None = None
    """Left out, the minimum."""
    rounding: Rounding = Rounding()
    split: Literal["midnight", "start"] = "midnight"
    cap_per_hour: Minutes | None = None
    """Paid minutes of the calls that begin in one clock hour."""
    nights: tuple[Night, ...] = ()

    def minimum_at(self, clock: time) -> int:
        """The minimum of a call that begins at this time of day: that of the first night that holds it."""
        return next((night.minimum for night in self.nights if night.holds_at(clock)), self.minimum)


class MisuseRules(Frozen):
    """`[pay.misuse]`: non-critical use of the line, billed to the customer and never taken from pay."""

    tiers: tuple[Annotated[int, Field(ge=1, le=9, strict=True)], ...] = (3, 4)
    fee: Amount = NOTHING


class PayRules(Frozen):
    """The `[pay]` table: money in `currency`, `base_rate` an hour."""

    currency: Annotated[str, StringConstraints(strip_whitespace=True)] = "USD"
    base_rate: Amount = NOTHING
    weekend_days: dict[Weekday, WeekendKind] = Field(default_factory=lambda: dict(_WEEKEND))
    """Which days of the week are paid as a Saturday or a Sunday."""
    standby: StandbyRules = StandbyRules()
    callout: CalloutRules = CalloutRules()
    misuse: MisuseRules = MisuseRules()

    @field_validator("currency")
    @classmethod
    def _three_letters(cls, currency: str) -> str:
        if len(currency) != 3 or not (currency.isascii() and currency.isalpha() and currency.isupper()):
            raise ValueError('expected a currency like "USD", three capital letters')
        return currency

"""What a member's hour pays, on screen."""

from oncall_cli.answers.base_rate import HourlyRate, MemberRates, MemberWithRate, RateShown
from oncall_cli.core.base_rate import RateState, rate_said
from oncall_cli.render.screen import Screen
from oncall_cli.render.team import member

_STATES: dict[RateState, str] = {
    "holds": "holds today",
    "over": "over",
    "coming": "to come",
    "replaced": "counts no more",
}


def rates(screen: Screen, answer: MemberRates) -> None:
    """What holds today, and every rate there is by its date."""
    screen.line(f"Base rate of {answer.name} ({answer.person})", "bold")
    screen.pairs(
        [
            ("Today", _held(answer.holds, answer.currency)),
            ("Policy", rate_said(answer.policy, answer.currency) if answer.holds.own else None),
        ]
    )
    if answer.rates:
        screen.line()
        screen.table(
            ["From", "An hour", "", "Recorded"],
            [_row(screen, rate, answer.currency) for rate in answer.rates],
            whole=["From", "Recorded"],
            styles=["" if rate.state in ("holds", "coming") else "dim" for rate in answer.rates],
        )


def member_with_rate(screen: Screen, answer: MemberWithRate) -> None:
    """One member, whole, with what an hour pays them where anything does."""
    held = answer.base_rate
    pays = held.own or held.rate
    member(screen, answer, [("Base rate", _held(held, answer.currency) if pays else None)])


def _held(held: HourlyRate, currency: str) -> str:
    said = rate_said(held.rate, currency)
    return f"{said} since {held.since}" if held.own else f"{said}, the policy's"


def _row(screen: Screen, rate: RateShown, currency: str) -> list[str]:
    return [
        str(rate.holds_from),
        "the policy's" if rate.rate is None else f"{rate.rate:f} {currency}",
        _STATES[rate.state],
        screen.moment(rate.recorded),
    ]

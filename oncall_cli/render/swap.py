"""Swaps on screen."""

from oncall_cli.answers.swap import PastOwner, Swaps, SwapShown
from oncall_cli.render.screen import Screen


def swap(screen: Screen, answer: SwapShown) -> None:
    """One swap: what it exchanges, how it stands, and every step."""
    screen.line(f"Swap {answer.id} is {answer.state}", "bold")
    screen.pairs(
        [
            (answer.requester, f"gives week {answer.give}"),
            (answer.partner, f"gives week {answer.take}" if answer.take else "takes it, and gives none"),
            ("Notice", _notice(screen, answer)),
            ("Reason", answer.reason),
            ("Exception", answer.exception),
            ("Because", answer.closed_because),
            ("Next", answer.next),
        ]
    )
    for warning in answer.warnings:
        screen.line(f"! {warning}", "yellow")
    rows = [
        [screen.moment(step.moment), step.step, step.person or "", step.reason or ""] for step in answer.steps
    ]
    screen.table(["When", "Step", "Who", "Why"], rows, whole=["When", "Step"])
    if answer.history:
        screen.line()
        owners = [
            [str(week.week), " → ".join(_owner(owner) for owner in week.owners)] for week in answer.history
        ]
        screen.table(["Week", "Who had it"], owners, whole=["Week"])


def _owner(owner: PastOwner) -> str:
    return f"{owner.person} (swap {owner.swap})" if owner.swap else f"{owner.person} ({owner.cause})"


def _notice(screen: Screen, answer: SwapShown) -> str:
    kept = "asked in time" if answer.in_time else "asked late"
    return f"{kept}; the last moment was {screen.moment(answer.deadline)}"


def swaps(screen: Screen, answer: Swaps) -> None:
    """Swaps as a table."""
    if not answer.swaps:
        screen.line("No swap is open.")
        return
    rows = [
        [
            str(swap.id),
            swap.state,
            f"{swap.requester} gives {swap.give}",
            f"{swap.partner} gives {swap.take}" if swap.take else f"{swap.partner} takes it",
            swap.next or swap.closed_because or "",
        ]
        for swap in answer.swaps
    ]
    screen.table(["No.", "State", "One", "Other", "Next or why"], rows, right=["No."], whole=["No.", "State"])

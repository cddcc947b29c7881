"""Swaps in words: what one exchanges, what it waits for, and how it ended."""

from oncall_cli.core.schedule import Schedule
from oncall_cli.core.swap import Swap, SwapStepTaken


def exchange(swap: Swap, *, done: bool = False) -> str:
    """What the swap exchanges."""
    gives, takes = ("gave", "took") if done else ("gives", "takes")
    if swap.take is None:
        return f"{swap.requester} {gives} week {swap.give} to {swap.partner}"
    return f"{swap.requester} {gives} {swap.partner} week {swap.give} and {takes} {swap.take}"


def next_step(swap: Swap) -> str | None:
    """What an open swap waits for."""
    if swap.state == "requested":
        return f"{swap.partner} accepts or declines"
    if swap.state == "accepted":
        return "a manager approves or refuses"
    return None


def ending(swap: Swap, last: SwapStepTaken, reader: str, schedule: Schedule) -> str:
    """How a closed swap ended, to one of its parties: by whom and why, or whose its weeks are now; not of a
    week that has gone on to somebody else since."""
    if swap.state == "applied":
        now = [
            f"week {week} is yours now" if person == reader else f"week {week} is {person}'s now"
            for week, person in swap.moves
            if (held := schedule.held(week)) and held.swap == swap.id
        ]
        return f"swap {swap.id} was applied" + (f": {', '.join(now)}" if now else "")
    if swap.state == "expired":
        return f"swap {swap.id} expired: {swap.closed_because}"
    because = f": {last.reason}" if last.reason else ""
    return f"swap {swap.id} was {swap.state} by {last.person}{because}"

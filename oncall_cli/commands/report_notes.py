"""Notes on non-critical use of the line: what the report lacks, and what it counts all the same."""

from collections.abc import Sequence

from oncall_cli.answers.misuse import MisuseTicket

_NAMED = 8
"""How many tickets are named by number."""


def notes_of(
    tickets: Sequence[MisuseTicket], without_tier: Sequence[int], left_out: Sequence[int]
) -> tuple[str, ...]:
    """Notes on the tickets of a report, on those whose tier nobody has said, and on those `left_out` of it,
    as they name no customer at all."""
    notes = []
    nameless = [one.ticket for one in tickets if one.customer is None]
    if nameless:
        fill = f"oncall ticket edit {nameless[0]} --customer NAME"
        notes.append(f"{_numbers(nameless)} {_names(nameless)} no customer: {fill}")
    if left_out:
        notes.append(f"{_numbers(left_out)} {_names(left_out)} no customer, and may be this one's")
    if without_tier:
        has = "has" if len(without_tier) == 1 else "have"
        notes.append(
            f"{_numbers(without_tier)} came over the line and {has} no tier, so nobody can say what is "
            f"billed: oncall ticket edit {without_tier[0]} --tier N"
        )
    deferred = sum(one.deferred_until is not None for one in tickets)
    if deferred:
        were = "1 of them was" if deferred == 1 else f"{deferred} of them were"
        notes.append(f"{were} deferred, and counted all the same: the line was used")
    free = sum(not one.fee for one in tickets)
    if free:
        which = "" if free == len(tickets) else f" of the day of {free} of them"
        notes.append(f"the policy{which} has no fee: [pay.misuse] fee says what a call is billed at")
    return tuple(notes)


def _numbers(tickets: Sequence[int]) -> str:
    named = ", ".join(map(str, tickets[:_NAMED]))
    more = f" and {len(tickets) - _NAMED} more" if len(tickets) > _NAMED else ""
    return f"ticket{'' if len(tickets) == 1 else 's'} {named}{more}"


def _names(tickets: Sequence[int]) -> str:
    return "names" if len(tickets) == 1 else "name"

"""Who is ready and who is trained, on screen: members against checks or topics."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.text import Text

from oncall_cli.answers.preparation import MemberPrepared, TeamPrepared
from oncall_cli.core.length import length_text
from oncall_cli.core.preparation import ITEM_WORDS, LACK_WORDS, Kind, Standing
from oncall_cli.render.screen import GAP, Cell, Screen

WIDTH = 80
"""What a table of items against members has to fit; more items make another table."""

TITLES: dict[Kind, str] = {"ready": "Ready", "training": "Trained"}
ADDS: dict[Kind, str] = {
    "ready": "oncall team ready HANDLE CHECK... records what was checked",
    "training": "oncall team train HANDLE TOPIC... records what somebody was trained in",
}
MARKS = {"done": "", "too_old": "! ", "undone": "x ", "never": ""}


def team(screen: Screen, answer: TeamPrepared) -> None:
    """Everybody against everything, as many columns at a time as there is room for."""
    if _asks_nothing(screen, answer.kind, [item.item for item in answer.items]):
        return
    if not answer.members:
        screen.line("Nobody is on call yet.")
        return
    screen.line(f"{TITLES[answer.kind]}, {answer.day}", "bold")
    for place in _blocks(answer):
        names = [answer.items[number].item for number in place]
        rows: list[list[Cell]] = [
            [member.person, *(_date(member.items[number]) for number in place)] for member in answer.members
        ]
        screen.table(["Member", *names], rows, whole=["Member", *names])
    _legend(screen, answer)
    lacking = [member.person for member in answer.members if not member.prepared]
    if lacking:
        screen.line(f"{LACK_WORDS[answer.kind].capitalize()}: {', '.join(lacking)}.")
    screen.line(ADDS[answer.kind])


def _blocks(answer: TeamPrepared) -> list[list[int]]:
    """The numbers of the items, in tables that are no wider than the page."""
    margin = max(cell_len(text) for text in ("Member", *(member.person for member in answer.members))) + GAP
    blocks: list[list[int]] = [[]]
    left = WIDTH - margin
    for number, item in enumerate(answer.items):
        cells = [_date(member.items[number]).cell_len for member in answer.members]
        width = max(cell_len(item.item), *cells) + GAP
        if width > left and blocks[-1]:
            blocks.append([])
            left = WIDTH - margin
        blocks[-1].append(number)
        left -= width
    return blocks


def _date(standing: Standing) -> Text:
    said = str(standing.day) if standing.day else "-"
    return Text(f"{MARKS[standing.state]}{said}", style="" if standing.state == "done" else "yellow")


def _legend(screen: Screen, answer: TeamPrepared) -> None:
    states = {standing.state for member in answer.members for standing in member.items}
    counts = f" (it counts for {length_text(answer.valid)})" if answer.valid else ""
    words = {"too_old": f"! too long ago{counts}", "undone": "x found undone", "never": "- never done"}
    said = [words[state] for state in words if state in states]
    if said:
        screen.line("; ".join(said) + ".")


def member(screen: Screen, answer: MemberPrepared) -> None:
    """One member, item by item."""
    if _asks_nothing(screen, answer.kind, [standing.item for standing in answer.items]):
        return
    how = TITLES[answer.kind].lower() if answer.prepared else LACK_WORDS[answer.kind]
    lacks = f": {', '.join(answer.lacking)}" if answer.lacking else ""
    screen.line(f"{answer.name} ({answer.person}) is {how}{lacks}", "bold")
    screen.table(
        [ITEM_WORDS[answer.kind].title(), "Done", "What it is, and notes"],
        [[standing.item, _when(standing), _what(standing)] for standing in answer.items],
        whole=[ITEM_WORDS[answer.kind].title(), "Done"],
    )


def _when(standing: Standing) -> Text:
    words = {
        "done": f"{standing.day}, until {standing.until}" if standing.until else str(standing.day),
        "too_old": f"{standing.day}, too long ago",
        "undone": f"no, since {standing.day}",
        "never": "never",
    }
    return Text(words[standing.state], style="" if standing.state == "done" else "yellow")


def _what(standing: Standing) -> str:
    return f"{standing.what} [{standing.note}]" if standing.note else standing.what


def _asks_nothing(screen: Screen, kind: Kind, items: Sequence[str]) -> bool:
    if not items:
        noun = ITEM_WORDS[kind]
        screen.line(f"The policy asks for no {noun}; [{kind}] {noun}s in the policy file names them.")
    return not items

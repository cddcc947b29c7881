"""What a member has ready before their week and has been trained in, and how long that counts (P7)."""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Annotated, Literal, NamedTuple

from pydantic import BeforeValidator, PlainSerializer

from oncall_cli.core.model import Frozen
from oncall_cli.core.near import nearest
from oncall_cli.core.text import one_line, visible
from oncall_cli.errors import BadValue, OncallError

Kind = Literal["ready", "training"]
State = Literal["done", "too_old", "undone", "never"]

LACK_WORDS: dict[Kind, str] = {"ready": "not ready", "training": "not trained"}
ITEM_WORDS: dict[Kind, str] = {"ready": "check", "training": "topic"}
_KEY = re.compile(r"[a-z][a-z0-9-]{0,19}")
_EXPECTED = 'expected a word and what it stands for, like "computer: a computer and internet at hand"'


class Item(NamedTuple):
    """A check or a topic: the word that names it on the command line, and what it stands for."""

    key: str
    what: str


class Asked(NamedTuple):
    """What a policy asks for, and how long it counts once it is done; nothing: for good."""

    items: tuple[Item, ...]
    valid: timedelta | None


class Preparation(Frozen):
    """A recorded check or training: on a date it was `done`, or was found undone."""

    id: int
    person: str
    kind: Kind
    item: str
    day: date
    done: bool
    note: str | None = None


class Standing(Frozen):
    """How a member stands in one item: `day` and `note` are those of the latest record, `until` the last date
    on which it counts."""

    item: str
    what: str
    state: State
    day: date | None = None
    until: date | None = None
    note: str | None = None


def item_of(text: object) -> Item:
    """The item that a policy writes as `key: what it stands for`; ValueError where it is none."""
    if isinstance(text, Item):
        return text
    key, colon, what = text.partition(":") if isinstance(text, str) else ("", "", "")
    if not colon or not _KEY.fullmatch(key.strip()):
        raise ValueError(_EXPECTED)
    try:
        return Item(key.strip(), one_line(what, f"text of {key.strip()}"))
    except OncallError as error:
        raise ValueError(error.message) from None


def item_text(item: Item) -> str:
    """An item as a policy writes it."""
    return f"{item.key}: {item.what}"


PolicyItem = Annotated[Item, BeforeValidator(item_of), PlainSerializer(item_text)]


def items_named(words: Sequence[str], kind: Kind, asked: Asked) -> tuple[Item, ...]:
    """The items that `words` name, each once. BadValue lists the known ones where a word names none."""
    known = {item.key: item for item in asked.items}
    noun = ITEM_WORDS[kind]
    if not known:
        raise BadValue(
            f"the policy asks for no {noun}", hint=f"[{kind}] {noun}s in the policy file names them"
        )
    found = {}
    for word in words:
        key = word.strip().lower()
        if key not in known:
            near = nearest(key, known)
            meant = f" (did you mean {near}?)" if near else ""
            raise BadValue(
                f"the policy has no {noun} '{visible(word[:60])}'{meant}", hint=f"{noun}s: {', '.join(known)}"
            )
        found[key] = known[key]
    return tuple(found.values())


def standings(person: str, asked: Asked, records: Iterable[Preparation], day: date) -> tuple[Standing, ...]:
    """How a member stands in each item asked for on a date. Of several records of an item the one that was
    made last counts, and none that is of a later date."""
    latest = {
        record.item: record
        for record in sorted(records, key=lambda record: record.id)
        if record.person == person and record.day <= day
    }
    return tuple(_standing(item, latest.get(item.key), asked.valid, day) for item in asked.items)


def _standing(item: Item, record: Preparation | None, valid: timedelta | None, day: date) -> Standing:
    if record is None:
        return Standing(item=item.key, what=item.what, state="never")
    until = record.day + valid if valid and record.done else None
    state: State = "undone" if not record.done else "too_old" if until and until < day else "done"
    return Standing(item=item.key, what=item.what, state=state, day=record.day, until=until, note=record.note)


def lacking(found: Iterable[Standing]) -> tuple[str, ...]:
    """The items that are not done, or were done too long ago."""
    return tuple(standing.item for standing in found if standing.state != "done")


def lack_said(persons: Sequence[str], kind: Kind, items: Sequence[str]) -> str:
    """What members lack, in words: "ben is not ready: computer, code"."""
    who = f"{', '.join(persons[:-1])} and {persons[-1]} are" if len(persons) > 1 else f"{persons[0]} is"
    return f"{who} {LACK_WORDS[kind]}: {', '.join(items)}"

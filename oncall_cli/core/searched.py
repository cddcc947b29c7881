"""Which texts of a ticket are searched, and how much each counts: who, what, outcome, and its story (T11)."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from oncall_cli.core.message import Message
from oncall_cli.core.word import phone_words, words_of

Group = Literal["who", "what", "outcome", "story"]
GROUPS: tuple[Group, ...] = get_args(Group)

WEIGHTS: dict[Group, float] = {"who": 8, "what": 4, "outcome": 2, "story": 1}
"""How much a word counts by where it stands."""

_FIELDS: dict[Group, tuple[str, ...]] = {
    "what": (
        "description",
        "error",
        "affected",
        "tried",
        "location",
        "reference",
        "help_desk",
        "contact_log",
        "work_order",
    ),
    "outcome": ("resolution", "workaround"),
    "who": ("caller", "requester", "tell", "customer", "phone", "email", "assignee"),
}
_OF_EVENT = ("whom", "how", "topic", "name", "phone", "email", "person")


class Text(NamedTuple):
    """A text that is searched: where it counts, what it is called, and what it says."""

    group: Group
    name: str
    text: str


def ticket_texts(fields: Mapping[str, object]) -> list[Text]:
    """The texts of a ticket itself, by the names of its fields; a field that is not there says nothing."""
    return [
        Text(group, name, str(fields[name]))
        for group, names in _FIELDS.items()
        for name in names
        if fields.get(name) is not None
    ]


def event_texts(kind: str, text: str | None, about: Mapping[str, object] | None) -> list[Text]:
    """The texts of something that happened: its words, and whom it names."""
    said = [Text("story", kind, text)] if text else []
    named = [Text("story", name, str(about[name])) for name in _OF_EVENT if about.get(name)] if about else []
    return [*said, *named]


def message_texts(subject: str | None, text: str, people: Iterable[str | None]) -> list[Text]:
    """The texts of a message of the thread, and everybody on it by name and address."""
    said = [Text("story", "subject", subject)] if subject else []
    named = Text("story", "people", ", ".join(name for name in people if name))
    return [*said, Text("story", "message", text), named]


def people_of(message: Message) -> list[str | None]:
    """The names and addresses of everybody on a message."""
    return [said for box in (message.sender, *message.people) for said in (box.name, box.address)]


def file_texts(name: str) -> list[Text]:
    """The name of a file."""
    return [Text("story", "file", name)]


def indexed(texts: list[Text]) -> dict[Group, str]:
    """The words of texts by where they count, one space between them; telephone numbers in every part."""
    found: dict[Group, list[str]] = {}
    for text in texts:
        found.setdefault(text.group, []).extend(_words(text))
    return {group: " ".join(words) for group, words in found.items()}


def _words(text: Text) -> Iterator[str]:
    yield from words_of(text.text)
    if text.name == "phone":
        yield from phone_words(text.text)

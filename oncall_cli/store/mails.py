"""The mails that go out, in the store: the outbox."""

import json
from collections.abc import Sequence

from oncall_cli.core.mail import Mail, MailStepTaken
from oncall_cli.store.door import Door, Row, kept
from oncall_cli.store.several import among, some_at_once

_COLUMNS = ", ".join(Mail.model_fields)
_FINAL = "('sent', 'dropped')"


class Mails:
    """Mails in and out; every change of one is in the record."""

    def __init__(self, door: Door) -> None:
        self._door = door

    def add(self, mail: Mail) -> Mail:
        """A new mail; the same with its number."""
        row = _row(mail)
        del row["id"]
        return mail.model_copy(update={"id": self._door.add("mail", row)})

    def find(self, number: int) -> Mail | None:
        """The mail of that number, or nothing."""
        return self._door.model(_mail, f"SELECT {_COLUMNS} FROM mail WHERE id = ?", [number])

    def not_sent(self) -> list[Mail]:
        """Every mail that is neither sent nor dropped, oldest first."""
        sql = f"SELECT {_COLUMNS} FROM mail WHERE state NOT IN {_FINAL} ORDER BY id"
        return self._door.models(_mail, sql)

    def all(self) -> list[Mail]:
        """Every mail, oldest first."""
        return self._door.models(_mail, f"SELECT {_COLUMNS} FROM mail ORDER BY id")

    def of_ticket(self, number: int) -> list[Mail]:
        """The mails about a ticket, oldest first."""
        return self.of_tickets([number])[number]

    def of_tickets(self, numbers: Sequence[int]) -> dict[int, list[Mail]]:
        """The mails about each of several tickets, oldest first."""
        found: dict[int, list[Mail]] = {number: [] for number in numbers}
        for some in some_at_once(numbers):
            sql = f"SELECT {_COLUMNS} FROM mail WHERE ticket {among(some)} ORDER BY id"
            for mail in self._door.models(_mail, sql, some):
                found[mail.ticket].append(mail)
        return found

    def change(self, before: Mail, after: Mail) -> None:
        """The same mail later on its way."""
        old, new = _row(before), _row(after)
        self._door.change("mail", before.id, old, {name: new[name] for name in new if new[name] != old[name]})

    def steps(self, number: int) -> list[MailStepTaken]:
        """What happened to a mail, oldest first, as the record has it."""
        sql = "SELECT moment, actor, after FROM record WHERE noun = 'mail' AND key = ? ORDER BY id"
        state = ""

        def step(*, moment: str, actor: str | None, after: str) -> MailStepTaken:
            nonlocal state
            changed = json.loads(after)
            state = changed.get("state", state)
            taken = {"moment": moment, "person": actor, "state": state, "why": changed.get("why")}
            return MailStepTaken.model_validate(taken)

        return self._door.models(step, sql, [str(number)])


def _row(mail: Mail) -> Row:
    return mail.model_dump() | {
        "recipients": json.dumps(mail.recipients, ensure_ascii=False),
        "got": json.dumps(mail.got, ensure_ascii=False),
        "refused": json.dumps([one.model_dump() for one in mail.refused], ensure_ascii=False),
        "made": kept(mail.made),
        "tried": kept(mail.tried) if mail.tried else None,
    }


def _mail(*, recipients: str, got: str, refused: str, **rest: object) -> Mail:
    lists = {"recipients": recipients, "got": got, "refused": refused}
    return Mail.model_validate(rest | {name: json.loads(text) for name, text in lists.items()})

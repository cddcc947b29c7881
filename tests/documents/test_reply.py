"""A reply's bytes, read back by the standard library's older parser and looked at raw."""

from datetime import datetime, timedelta, timezone
from email import policy
from email.header import decode_header, make_header
from email.parser import BytesParser
from email.utils import getaddresses, parsedate_to_datetime
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.mail_rules import MailRules, ReplyKind
from oncall_cli.core.message import Mailbox
from oncall_cli.core.reply import Envelope
from oncall_cli.core.reply_said import SAMPLES
from oncall_cli.core.reply_words import check_template
from oncall_cli.documents.mail_headers import wire_address
from oncall_cli.documents.reply import identity, recipients_of, reply_bytes
from oncall_cli.documents.reply_words import QUOTED_LINES, built_in, quotation, reply_words

NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=timezone(timedelta(hours=-6)))
ANA = Mailbox(address="ana@example.com", name="Ana Ruiz")
DANA = Mailbox(address="dana@x.org", name="Dana Fox")
PLAIN = Envelope(sender=ANA, to=(DANA,), cc=(), subject="Re: Printer", in_reply_to=None, references=())

GOLDEN = """\
Date: Tue, 24 Nov 2026 02:12:00 -0600
From: Ana Ruiz <ana@example.com>
To: Dana Fox <dana@x.org>
Cc: "Moe, Al" <al@x.org>,
 bo@y.org
Subject: Re: Printer
Message-ID: <oncall.12.on-it.1@example.com>
In-Reply-To: <2@x.org>
References: <1@x.org>
 <2@x.org>
X-Unsent: 1
Content-Type: text/plain; charset="utf-8"
Content-Transfer-Encoding: 7bit
MIME-Version: 1.0

Hello Dana,

.On It!
From me
"""


def made(envelope: Envelope = PLAIN, text: str = "On It!\n", **more: bool) -> bytes:
    return reply_bytes(envelope, text, message_id="<oncall.12.on-it.1@example.com>", moment=NIGHT, **more)


def read(raw: bytes) -> dict[str, str]:
    """The headers as the older parser reads them, decoded as every mail program does."""
    message = BytesParser(policy=policy.compat32).parsebytes(raw)
    return {name: str(make_header(decode_header(str(value)))) for name, value in message.items()}


def people(raw: bytes, name: str) -> list[tuple[str, str]]:
    message = BytesParser(policy=policy.compat32).parsebytes(raw)
    return [
        (str(make_header(decode_header(said))), address)
        for said, address in getaddresses([str(value) for value in message.get_all(name, [])])
    ]


def body(raw: bytes) -> str:
    message = BytesParser(policy=policy.compat32).parsebytes(raw)
    return message.get_payload(decode=True).decode("utf-8").replace("\r\n", "\n")


def check_raw(raw: bytes, *, ascii_alone: bool = True) -> None:
    """No bare line breaks, no overlong lines, and ASCII alone."""
    assert raw.replace(b"\r\n", b"").count(b"\n") == raw.replace(b"\r\n", b"").count(b"\r") == 0
    assert max(map(len, raw.split(b"\r\n"))) <= 998
    assert not ascii_alone or raw.isascii()


def test_a_draft_as_it_is_written() -> None:
    whole = PLAIN.model_copy(
        update={
            "cc": (Mailbox(address="al@x.org", name="Moe, Al"), Mailbox(address="bo@y.org")),
            "in_reply_to": "<2@x.org>",
            "references": ("<1@x.org>", "<2@x.org>"),
        }
    )
    raw = made(whole, "Hello Dana,\n\n.On It!\nFrom me\n", draft=True)
    assert raw.decode("ascii") == GOLDEN.replace("\n", "\r\n")
    assert raw == made(whole, "Hello Dana,\n\n.On It!\nFrom me\n", draft=True)


def test_only_a_draft_is_marked_as_one_and_no_reply_as_made_by_a_machine() -> None:
    names = read(made()).keys()
    assert not {"X-Unsent", "Cc", "In-Reply-To", "References", "Auto-Submitted"} & names
    assert parsedate_to_datetime(read(made())["Date"]) == NIGHT


NAMES = [
    "Dana Fox",
    "Fox, Dana",
    'Dana "the Fox" O\'Neil',
    "back\\slash",
    "Zoë, Bo; Al <x@y>",
    "张三",
    "داناه",
    "🦊 Dana",
    "dana@x.org",
    "Dana (night)",
    "=?utf-8?q?fake?=",
    "Dr. Dana",
    "x" * 200,
    "ü, " * 66,
    "[red]Dana[/]",
    "=cmd()",
]


@pytest.mark.parametrize("name", NAMES, ids=[name[:20] for name in NAMES])
def test_a_name_arrives_as_it_was(name: str) -> None:
    cc = tuple(Mailbox(address=f"p{number}@x.org", name=name) for number in range(5))
    raw = made(PLAIN.model_copy(update={"to": (Mailbox(address="d@x.org", name=name),), "cc": cc}))
    check_raw(raw)
    assert people(raw, "To") == [(name.strip(), "d@x.org")]
    assert people(raw, "Cc") == [(name.strip(), f"p{number}@x.org") for number in range(5)]
    assert max(len(line) for line in raw.split(b"\r\n\r\n")[0].split(b"\r\n")) <= 90 or name == NAMES[-1]


@given(st.text(max_size=250), st.text(max_size=400), st.text(max_size=400))
def test_no_text_makes_a_header_of_its_own(name: str, subject: str, text: str) -> None:
    hostile = f"{name}\r\nBcc: evil@z.org\n{subject}"
    envelope = PLAIN.model_copy(
        update={"to": (Mailbox(address="d@x.org", name=hostile),), "subject": hostile, "sender": ANA}
    )
    shown, _ = reply_words("update", MailRules(), SAMPLES[1].model_copy(update={"words": text}))
    raw = made(envelope, shown)
    check_raw(raw)
    assert list(read(raw)) == list(read(made()))
    assert [address for _, address in people(raw, "To")] == ["d@x.org"]
    assert body(raw).strip() == shown.strip()


def test_a_long_subject_and_a_long_identity_stay_whole() -> None:
    subject = "Re: " + "Gerätestörung im Büro, " * 6
    identities = tuple(f"<{'i' * 200}{number}@mail.example.com>" for number in range(20))
    raw = made(
        PLAIN.model_copy(update={"subject": subject, "in_reply_to": identities[-1], "references": identities})
    )
    check_raw(raw)
    assert read(raw)["Subject"] == subject.strip()
    assert read(raw)["References"].split() == list(identities)
    assert read(raw)["In-Reply-To"] == identities[-1]
    assert b"=?" not in raw.partition(b"In-Reply-To")[2], "no identity is encoded"


@pytest.mark.parametrize(
    "text",
    [
        "x" * 1_000_000,
        "ü" * 300_000,
        "日本語\n" * 50_000,
        ".\n..\n.x\nFrom x\n",
        "a \n b\t\n",
        "\x1b[2J\u202e\x00",
    ],
    ids=["long line", "umlauts", "Japanese", "dots", "spaces at ends", "controls"],
)
def test_a_text_arrives_as_it_was(text: str) -> None:
    raw = made(text=text)
    check_raw(raw)
    assert body(raw).rstrip("\n") == text.rstrip("\n")


def test_an_address_in_other_letters_stays_one() -> None:
    assert wire_address("dana@Bücher.straße.example") == "dana@xn--bcher-kva.xn--strae-oqa.example"
    abroad = PLAIN.model_copy(update={"to": (Mailbox(address="dana@bücher.example", name="Dana"),)})
    check_raw(made(abroad))
    assert recipients_of(abroad) == ("dana@xn--bcher-kva.example",)
    other = PLAIN.model_copy(update={"to": (Mailbox(address="jörg@bücher.example", name="Jörg"),)})
    raw = made(other)
    check_raw(raw, ascii_alone=False)
    assert "<jörg@xn--bcher-kva.example>" in raw.decode("utf-8")


def test_an_identity_is_of_one_reply_alone() -> None:
    def one(ticket: int = 12, kind: str = "on_it", text: str = "x", count: int = 0, days: int = 0) -> str:
        return identity(PLAIN, ticket, kind, text, NIGHT + timedelta(days), count)

    assert one() == one()
    others = [one(ticket=13), one(kind="done"), one(text="y"), one(count=1), one(days=1)]
    assert len({one(), *others}) == 6
    assert one().startswith("<oncall.12.on-it.")
    assert one().endswith("@example.com>")


@pytest.mark.parametrize("kind", get_args(ReplyKind))
def test_the_built_in_words_pass_their_own_check_and_name_the_ticket(kind: ReplyKind) -> None:
    check_template(built_in(kind))
    for sample in SAMPLES:
        said = sample.model_copy(update={"words": "some words", "resolution": "a new toner"})
        text, fault = reply_words(kind, MailRules(), said)
        assert fault is None
        assert text.startswith("Hello Dana Fox,\n\n")
        assert "12" in text
        assert "\n\n\n" not in text
        assert "None" not in text
        assert not set("{}#") & set(text)


def test_done_has_the_five_points_of_a_good_answer() -> None:
    said = SAMPLES[1].model_copy(update={"resolution": "a new toner", "workaround": "the other printer"})
    text, _ = reply_words("done", MailRules(), said)
    for point in (
        "Done",
        "What was wrong:\nsome text",
        "a new toner",
        "the other printer",
        "glad to help",
        "Thank",
    ):
        assert point in text
    assert "Should it come back" not in reply_words("done", MailRules(), SAMPLES[1])[0]


def test_the_teams_own_words_stand_in_and_a_fault_at_night_falls_back() -> None:
    own = MailRules(templates={"done": "Fixed: {{ resolution }}"})
    said = SAMPLES[1].model_copy(update={"resolution": "a new\x1b[2J toner"})
    assert reply_words("done", own, said) == ("Fixed: a new\\x1b[2J toner\n", None)
    text, fault = reply_words("done", MailRules(templates={"done": "{{ gone }}"}), said)
    assert text.startswith("Hello Dana Fox,\n\nDone!")
    assert fault == "line 1: there is no gone (known: " + ", ".join(type(said).model_fields) + ")"


def test_a_quotation_is_marked_wrapped_and_short() -> None:
    assert quotation("Dana wrote:", "Hi\r\n\n> old\nBye") == "Dana wrote:\n> Hi\n>\n> > old\n> Bye\n"
    for text in ("word " * 200_000, "x" * 1_000_000, "line\n" * 99, "\n" * 1_000_000):
        lines = quotation("Dana wrote:", text).splitlines()
        assert len(lines) <= QUOTED_LINES + 2
        assert lines[-1] == "> […]"
        assert max(map(len, lines)) <= 78
    assert "\x1b" not in quotation("Dana wrote:", "\x1b[2J")

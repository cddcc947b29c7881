"""Mails of the shapes that mail programs really write, read as what there is to log."""

import contextlib
import re
from datetime import UTC, datetime
from encodings.aliases import aliases
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.attachment import file_name
from oncall_cli.core.member import email_of, phone_of
from oncall_cli.core.message import MAIL_LIMIT
from oncall_cli.core.text import TEXT_LIMIT, long_text, one_line
from oncall_cli.documents.mail_html import PIECES_LIMIT, html_text
from oncall_cli.documents.mail_opened import (
    BOUNDARIES_LIMIT,
    DEEPEST,
    HEADERS_LIMIT,
    LINES_LIMIT,
    THREAD_LIMIT,
)
from oncall_cli.documents.mail_people import mailboxes
from oncall_cli.documents.mail_read import MailRead, read_mail
from oncall_cli.documents.mail_words import MORE
from oncall_cli.errors import BadValue

EML = Path(__file__).parent / "eml"
EXAMPLES = Path(__file__).parents[2] / "examples/dealer-desk/mail"
HEAD = b"From: Dana <dana@x.example>\nSubject: It is slow\n"


def read(name: str) -> MailRead:
    return read_mail((EML / f"{name}.eml").read_bytes())


def check_whole(mail: MailRead) -> None:
    """What holds for every mail: each field can be kept as it is, and the mail itself is kept."""
    assert one_line(mail.caller, "caller") == mail.caller
    assert long_text(mail.description, "description") == mail.description
    assert mail.email is None or email_of(mail.email) == mail.email
    assert mail.phone is None or phone_of(mail.phone) == mail.phone
    for person in (mail.message.sender, *mail.message.people):
        assert email_of(person.address) == person.address
        assert person.name is None or one_line(person.name, "name") == person.name
    addresses = [one.address.lower() for one in (mail.message.sender, *mail.message.people)]
    assert len(addresses) == len(set(addresses))
    assert mail.received is None or mail.received.tzinfo is UTC
    assert mail.enclosed[0].name == "message.eml"
    assert all(file_name(one.name) == one.name for one in mail.enclosed)


@pytest.mark.parametrize("path", sorted(EML.glob("*.eml")), ids=lambda path: path.stem)
def test_every_mail_can_be_kept_as_it_was_read(path: Path) -> None:
    mail = read_mail(path.read_bytes())
    check_whole(mail)
    assert mail.enclosed[0].content == path.read_bytes()


DESCRIPTIONS = {
    "plain": "Printer in hall B is down\n\nHello,\n\nit prints nothing since 01:30.\n\nDana",
    "quoted-printable": "Café € down\n\nDas Menü ist leer, und die Kasse läuft seit heute früh nicht.",
    "latin1-base64": "Heizung\n\nDie Heizung fällt aus – 14 °C",
    "wrong-charset": "Wrong\n\nnaïve café",
    "unknown-charset": "Grüße\n\nGrüße",
    "japanese": "システム障害\n\nログインできません",
    "outlook-alternative": "Login\n\nNobody can log in.",
    "apple-mixed": "Screen\n\nIt looks like this:\n\nSent from my phone",
    "forwarded-inside": "Fwd: Outage\n\nPlease look into this.\n\n---- Forwarded message ----\n"
    "From: Customer <c@other.example>\nSubject: Outage\n\nEverything is down.",
    "disclaimer-signed": "Signed\n\nIt stopped.\n\nThis message is confidential.",
    "eight-bit-headers": "Störung\n\nx",
    "mbox-bom": "Exported\n\nOut of an mbox.",
    "utf-16": "Wide\n\nWide.",
    "smime": "Secret\n\n(The message is encrypted. It is kept as a file.)",
    "pgp": "Secret\n\n(The message is encrypted. It is kept as a file.)",
    "invitation": "Maintenance\n\nMaintenance on Friday.",
    "broken-parts": "Hello\n\n--nothing\nno boundary was said",
    "nothing": "(a mail without subject or text)",
    "injection": "Hello Bcc: evil@x.example[2J =cmd()\n\n=cmd()\n[red]not red[/]",
}


@pytest.mark.parametrize("name", sorted(DESCRIPTIONS))
def test_the_description_is_the_subject_and_the_text(name: str) -> None:
    assert read(name).description == DESCRIPTIONS[name]


def test_a_text_with_a_name_is_the_text_and_a_second_one_is_a_file() -> None:
    part = b"--b\nContent-Type: text/plain; name=%s\n%s\n%s\n"
    parts = part % (b"body.txt", b"", b"It is down.") + part % (b"log.txt", b"", b"a log")
    mail = read_mail(HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n" + parts + b"--b--\n")
    assert mail.description == "It is slow\n\nIt is down."
    assert [one.name for one in mail.enclosed[1:]] == ["log.txt"]


def test_a_signature_around_a_mail_is_not_called_encryption() -> None:
    sealed = b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\n\nMIAG"
    assert "encrypted" not in read_mail(HEAD + sealed).description
    assert "signature" in read_mail(HEAD + sealed).description


def test_html_is_read_as_somebody_would_read_it_aloud() -> None:
    assert read("html-only").description == (
        "Overview\n\nGood morning,\n\n"
        "please see the page <https://status.example/a?b=1&c=2>, or https://status.example.\n\n"
        "Site | State\nNorth | down <1 h\n\n1. restart\n2. wait\n\n- printer\nThanks [Logo]\n\n"
        "> On Monday Al wrote:\n>\n> > It is slow."
    )


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("plain", []),
        ("outlook-alternative", [("image001.png", "image/png"), ("winmail.dat", "application/ms-tnef")]),
        ("apple-mixed", [("Bildschirmüfoto.png", "image/png"), ("wd", "application/octet-stream")]),
        ("forwarded-inside", [("Outage.eml", "message/rfc822")]),
        ("smime", [("smime.p7m", "application/pkcs7-mime")]),
        ("pgp", [("encrypted.asc", "application/octet-stream")]),
        ("invitation", [("invitation.ics", "text/calendar")]),
        ("disclaimer-signed", []),
        ("voicemail-octet", [("msg0001.WAV", "application/octet-stream")]),
    ],
)
def test_files_keep_their_names_and_nothing_of_their_paths(name: str, files: list[tuple[str, str]]) -> None:
    assert [(one.name, one.media_type) for one in read(name).enclosed[1:]] == files


@pytest.mark.parametrize(
    ("name", "caller", "phone", "email"),
    [
        ("voicemail-number", "555-0100", "555-0100", None),
        ("voicemail-name", "Dana Fox", "+1 (555) 010-0100", None),
        ("voicemail-octet", "555-0100", "555-0100", None),
        ("voicemail-asterisk", "Dana Fox", "5550100", None),
        ("voicemail-forwarded", "Dana Fox", "555-0100", None),
    ],
)
def test_a_notice_of_a_voicemail_names_who_called(
    name: str, caller: str, phone: str, email: str | None
) -> None:
    mail = read(name)
    assert (mail.channel, mail.caller, mail.phone, mail.email) == ("voicemail", caller, phone, email)


@pytest.mark.parametrize(
    "subject", ["Voicemail does not work, call my number 555-010-0100", "A strange noise", "Call me back"]
)
def test_a_mail_about_voicemail_is_a_mail(subject: str) -> None:
    mail = read_mail(f"From: Dana <dana@x.example>\nSubject: {subject}\n\nPlease help.\n".encode())
    assert (mail.channel, mail.caller, mail.phone, mail.email) == ("email", "Dana", None, "dana@x.example")


def test_everybody_on_the_mail_is_on_the_thread_once() -> None:
    plain, listed = read("plain").message, read("mailing-list").message
    assert (plain.sender.address, plain.sender.name) == ("dana@customer.example", "Dana Fox")
    assert [(one.address, one.name) for one in plain.people] == [
        ("support@desk.example", None),
        ("al@customer.example", "Al Berg"),
        ("ben@customer.example", "Okafor, Ben"),
    ]
    assert listed.sender.address == "dana@customer.example"
    assert {one.address for one in listed.people} == {"users@lists.example", "al@x.example", "b@x.example"}
    several = read("several-from")
    assert several.caller == "Fox, Dana"
    assert "al@customer.example" in {one.address for one in several.message.people}


def test_a_group_without_members_is_nobody() -> None:
    assert mailboxes(
        ["undisclosed-recipients:;", "Team: al@x.example, b@x.example;, c@x.example"]
    ) == mailboxes(["al@x.example, b@x.example, c@x.example"])


def test_the_thread_is_kept_in_its_order() -> None:
    assert read("plain").message.thread == ("<a@customer.example>", "<b@desk.example>")
    assert len(read("help-desk").message.thread) == 3
    assert read("help-desk").message.message_id is None
    assert read("injection").message.message_id == "<ok@x.example>"
    many = " ".join(f"<{number}@x.example>" for number in range(500))
    thread = read_mail(HEAD + f"References: {many}\n\nx".encode()).message.thread
    assert len(thread) == THREAD_LIMIT
    assert (thread[0], thread[-1]) == ("<0@x.example>", "<499@x.example>")


def test_it_came_in_when_the_last_server_took_it() -> None:
    assert read("plain").received == datetime(2026, 11, 24, 8, 1, 30, tzinfo=UTC)
    assert read("quoted-printable").received == datetime(2026, 11, 24, 7, 55, tzinfo=UTC)
    assert read("help-desk").received is None
    for date in (b"Date: Mon, 99 Foo 0000 99:99:99 +9999", b"Date: ", b"X: y", b"Received: x; never"):
        assert read_mail(HEAD + date + b"\n\nx").received is None


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n", "empty"),
        (b"To: a@b.example\n\nhello", "nobody to answer"),
        (b"From: nobody at all\n\nhello", "nobody to answer"),
        (b"From: <>\n\nhello", "nobody to answer"),
        (bytes(range(256)) * 20, "nobody to answer"),
        (bytes.fromhex("D0CF11E0A1B11AE1") + bytes(100), ".msg"),
        (HEAD + b"\n" + b"x" * MAIL_LIMIT, "30 MB is the most"),
    ],
)
def test_what_cannot_be_logged_says_why(content: bytes, why: str) -> None:
    with pytest.raises(BadValue) as refused:
        read_mail(content)
    assert why in refused.value.message


def test_a_long_mail_is_cut_and_says_so_and_is_kept_whole() -> None:
    content = HEAD + b"Subject: x\n\n" + b"all of it \n" * 300_000
    mail = read_mail(content)
    assert len(mail.description) == TEXT_LIMIT
    assert mail.description.endswith("it is in the file message.eml.)")
    assert len(mail.message.text) <= TEXT_LIMIT
    assert mail.enclosed[0].content == content


@pytest.mark.parametrize(
    "piece",
    [
        "<a ",
        "<!--",
        "<![x",
        '<a "',
        '<a " >',
        "<blockquote>",
        "<ul><li>",
        "<head>",
        "<style",
        "</style",
        "&#",
    ],
)
def test_html_that_means_harm_ends(piece: str) -> None:
    page = "<p>" + piece * (100_000 // len(piece))
    check_whole(read_mail(HEAD + b"Content-Type: text/html\n\nbefore" + page.encode()))
    assert html_text(f"before{page}").startswith("before")


@pytest.mark.parametrize(
    "piece", [b"(", b"<", b'"', b",", b"@:", b"=?", b"=?a?q?=", b"\\", b"?= ", b";", b"a=b;"]
)
@pytest.mark.parametrize("name", [b"To", b"Subject", b"References", b"Content-Type", b"Content-Disposition"])
def test_headers_that_mean_harm_end(name: bytes, piece: bytes) -> None:
    check_whole(read_mail(HEAD.replace(b"Subject", b"X") + name + b": " + piece * 10_000 + b"\n\nx"))


LINES = st.sampled_from(
    [
        *(b"From: a@b.example", b"Subject: =?utf-8?b?4oI=?=", b"Content-Type: multipart/mixed; boundary=b"),
        *(b"Content-Type: text/html; charset=utf-7", b"Content-Type: multipart/alternative; boundary=b"),
        *(
            b"Content-Transfer-Encoding: base64",
            b"Content-Transfer-Encoding: x-uuencode",
            b"",
            b"--b",
            b"--b--",
        ),
        *(
            b"Content-Type: message/rfc822",
            b"Content-Disposition: attachment; filename*0*=x'y'%zz",
            b"begin 644 x",
        ),
        *(
            b"Content-Type: text/plain; charset=unicode_escape",
            b"\\N{x",
            b"Content-Type: message/delivery-status",
        ),
        *(
            b"Date: 1 Jan 0001 00:00 +2359",
            b"To: a:b@c.example,;<d@e.example>",
            b" \x00\xff",
            b"Reply-To: =?x?q?=00?=",
        ),
    ]
)


@given(st.lists(st.one_of(LINES, st.binary(max_size=30)), max_size=25))
def test_whatever_lines_a_mail_has_it_is_read_or_refused(lines: list[bytes]) -> None:
    try:
        check_whole(read_mail(b"From: x@y.example\nX: y\n" + b"\n".join(lines)))
    except BadValue:
        pytest.fail("it names whom to answer")


@given(st.text())
def test_a_name_of_a_file_is_one_in_any_folder(text: str) -> None:
    name = file_name(text)
    assert name == file_name(name)
    assert name not in {"", ".", ".."}
    assert not set(name) & set("/\\\x00\n\u202e")
    assert not name.startswith((".", "-"))
    assert len(name.encode()) <= 200
    assert one_line(name + "x", "name") or True


def test_what_a_caller_said_comes_first_where_the_notice_has_it_written_out() -> None:
    mail = read_mail((EXAMPLES / "voicemail.eml").read_bytes())
    said, subject, *_ = mail.description.split("\n\n")
    assert said == (
        "Hi, this is Tom at Northgate. The portal shows a blank page to everybody here. "
        "We cannot sell anything. Please call back."
    )
    assert subject == mail.message.subject
    assert mail.message.text.startswith("You received a new voicemail message")
    assert (mail.caller, mail.phone, mail.email) == ("Tom Brandt", "+1 (916) 555-0164", None)


MIXED = b"Content-Type: multipart/mixed; boundary=b\n\n"
PART = b"--b\n\nwords\n"


def nested(depth: int) -> bytes:
    heads = (b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(depth))
    return HEAD + b"".join(heads) + b"\nthe words"


@pytest.mark.parametrize(
    "content",
    [
        nested(DEEPEST + 1),
        (HEAD + b"Content-Type: message/rfc822\n\n") * 3000,
        HEAD + b"\nwords" + b"\n" * LINES_LIMIT + b"and more",
        HEAD + b"\nwords" + b"\r" * LINES_LIMIT + b"and more",
        HEAD + MIXED + PART * (BOUNDARIES_LIMIT + 1),
        HEAD + b"X: y\n" * HEADERS_LIMIT + b"\nwords",
        HEAD + b"Content-Type: text/html\n\nwords" + b"<i>" * PIECES_LIMIT + b"and more",
        HEAD + MIXED + b"--b\nContent-Type: application/x\n\nx\n" * 201,
    ],
    ids=["parts", "mails", "lines", "returns", "boundaries", "headers", "html", "files"],
)
def test_of_a_mail_that_is_too_much_a_part_is_read_and_it_says_so(content: bytes) -> None:
    mail = read_mail(content)
    check_whole(mail)
    assert mail.description.count(MORE) == 1
    assert mail.description.endswith(MORE)
    assert "and more" not in mail.description
    assert mail.enclosed[0].content == content


def test_what_is_not_too_much_is_read_whole() -> None:
    assert read_mail(nested(DEEPEST)).description == "It is slow\n\nthe words"
    lines = read_mail(HEAD + b"\nwords" + b"\n" * (LINES_LIMIT - 10) + b"the end")
    assert lines.description.endswith("the end")


CHARSETS = sorted({*aliases, *aliases.values(), "idna", "undefined", "punycode", "unicode_escape", "utf-8"})


@pytest.mark.parametrize("charset", CHARSETS)
def test_any_name_of_a_charset_can_be_read(charset: str) -> None:
    """Whatever Python has under that name, be it no way to write text at all."""
    named = charset.encode()
    word = b"=?%s?b?eJz/?= =?%s?q?a=E9?=" % (named, named)
    body = b'Content-Type: text/plain; charset="%s"\n\nh\xe9llo +AGE- \\u202e' % named
    mail = read_mail(b"From: " + word + b" <a@b.example>\nSubject: " + word + b"\n" + body)
    check_whole(mail)
    assert mail.email == "a@b.example"


WHOLE = [path.read_bytes() for path in sorted(EML.glob("*.eml"))]
PIECES = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(CHARSETS).map(str.encode),
    st.sampled_from(
        [b"\n\n", b"=?", b"?=", b"<", b"&#" + b"9" * 5000 + b";", b'"', b"--", b"\r", b";", b"\n ", b":"]
    ),
)


@given(st.sampled_from(WHOLE), st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), PIECES), max_size=8))
def test_a_mail_that_was_damaged_is_read_or_refused(
    content: bytes, damage: list[tuple[float, int, bytes]]
) -> None:
    for place, length, piece in damage:
        at = int(place * len(content))
        content = content[:at] + piece + content[at + length :]
    with contextlib.suppress(BadValue):
        check_whole(read_mail(content))


@given(st.sampled_from(WHOLE), st.sampled_from(CHARSETS))
def test_a_mail_may_claim_any_charset(content: bytes, charset: str) -> None:
    claimed = re.sub(
        rb'(?i)(charset=)"?[\w-]+"?|(?<==\?)[\w-]+(?=\?[bq]\?)', rb"\g<1>" + charset.encode(), content
    )
    check_whole(read_mail(claimed))


def test_a_number_too_long_to_be_a_character_is_none() -> None:
    assert html_text("a &#65; &#" + "9" * 5000 + "; b &#" + "0" * 5000 + "65; c") == "a A \ufffd b \ufffd c"


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("=?utf-8?q?Dana:_Sales?= <dana@x.example>", "Dana: Sales", "dana@x.example"),
        ("=?utf-8?q?Fox,_Dana?= <dana@x.example>", "Fox, Dana", "dana@x.example"),
        (
            "=?utf-8?q?Dana=0D=0ABcc:_evil=40x.example?= <d@x.example>",
            "Dana Bcc: evil@x.example",
            "d@x.example",
        ),
        ("=?utf-8?q?Team:?= =?utf-8?q?_Al?= <al@x.example>", "Team: Al", "al@x.example"),
        ("<<x@y.example>>", None, "x@y.example"),
        ("Dana <<x@y.example>>", "Dana", "x@y.example"),
        ("<@route.example:u@v.example>", None, "u@v.example"),
        ("<@one.example,@two.example:u@v.example>", None, "u@v.example"),
        ('"x y"@x.example', None, '"x y"@x.example'),
        ('Dana <"a@b.c"@d.example>', "Dana", '"a@b.c"@d.example'),
    ],
)
def test_whoever_can_be_answered_is_somebody(header: str, name: str | None, address: str) -> None:
    assert [(one.name, one.address) for one in mailboxes([header])] == [(name, address)]
    assert read_mail(f"From: {header}\n\nhelp".encode()).email == address

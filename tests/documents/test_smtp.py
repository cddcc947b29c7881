"""One mail, one server: what was taken, what surely was not, and what nobody knows."""

import ssl
from base64 import b64encode
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from oncall_cli.core.mail import LEASE, Mail, Refusal
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.documents.mail_login import VARIABLE
from oncall_cli.documents.smtp_mail import LAST_PATIENCE, WHOLE, MailServer, Outcome, wire_form
from tests.mail_server import CERTIFICATE, ENVELOPE, HELLO, Kept, only_ana, playing, serving, tls_context

RESET = ("RSET", b"250 ok\r\n")
SOURCE = "From: ana@example.com\r\nTo: dana@x.org\r\nSubject: Re: down\r\n\r\nOn It!\r\n"
PASSWORD = {VARIABLE: "gehe¡m"}

# The library warns of a login without encryption, which stays within this machine here.
pytestmark = pytest.mark.filterwarnings("ignore:Requiring AUTH")


def a_mail(source: str = SOURCE, *recipients: str, sender: str = "ana@example.com") -> Mail:
    return Mail(
        id=1,
        ticket=1,
        kind="on_it",
        person="ana",
        message_id="<1@example.com>",
        sender=sender,
        recipients=recipients or ("dana@x.org",),
        subject="Re: down",
        source=source,
        made=datetime(2026, 11, 24, tzinfo=UTC),
    )


def given(port: int, mail: Mail | None = None, *, patience: float = 5, **rules: Any) -> Outcome:
    """What comes of giving a mail to the server at a port."""
    policy = MailRules(**{"server": "localhost", "port": port, "security": "none", **rules})
    with MailServer(policy, PASSWORD, patience=patience, last_patience=patience) as server:
        return server.give(mail or a_mail())


@pytest.fixture
def trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """The tests' certificate is one to trust."""
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))


DOTS = "Subject: dots\r\n\r\n.\r\n..\r\n.x\r\n a.\r\n\r\n.\r\nend\r\n"
LONG = "Subject: long\r\n\r\n" + ("0123456789" * 90 + "\r\n.\r\n") * 1_200
HUGE = LONG * 20
"""More than a connection holds on its way, so that whoever sends it notices that nobody reads."""

EIGHT_BIT = "Subject: wide\r\n\r\nGrüße, 你好\r\n"


@pytest.mark.parametrize("source", [SOURCE, DOTS, LONG, EIGHT_BIT], ids=["plain", "dots", "1 MB", "8 bit"])
def test_a_mail_arrives_as_it_is_kept(source: str) -> None:
    kept = Kept()
    with serving(kept) as port:
        assert given(port, a_mail(source, "dana@x.org", "al@x.org")) == Outcome("taken")
    (envelope,) = kept.taken
    assert envelope.content == source.encode()
    assert envelope.mail_from == "ana@example.com"
    assert envelope.rcpt_tos == ["dana@x.org", "al@x.org"]


def test_line_ends_of_every_kind_travel_as_one() -> None:
    assert wire_form("a\nb\rc\r\n.\n.d") == b"a\r\nb\r\nc\r\n..\r\n..d\r\n"


def test_one_connection_takes_several_mails() -> None:
    kept = Kept()
    kept.rcpt["gone@x.org"] = "550 no such user"
    with serving(kept) as port:
        rules = MailRules(server="localhost", port=port, security="none")
        with MailServer(rules, {}) as server:
            ended = [server.give(a_mail(SOURCE, to)).ended for to in ("al@x.org", "gone@x.org", "bo@x.org")]
    assert ended == ["taken", "refuse", "taken"]
    assert [envelope.rcpt_tos for envelope in kept.taken] == [["al@x.org"], ["bo@x.org"]]
    assert kept.greeted == 1


def test_starttls_and_a_login(trusted: None) -> None:
    kept = Kept()
    with serving(
        kept, tls_context=tls_context(), require_starttls=True, auth_required=True, authenticator=only_ana
    ) as port:
        assert given(port, security="starttls", user="ana") == Outcome("taken")
    assert kept.taken[0].content == SOURCE.encode()


def test_tls_from_the_first_byte_and_a_login(trusted: None) -> None:
    kept = Kept()
    server = {"within": True, "auth_required": True, "auth_require_tls": False, "authenticator": only_ana}
    with serving(kept, **server) as port:
        assert given(port, security="tls", user="ana") == Outcome("taken")
        wrong = given(port, security="tls", user="ben")
    assert (wrong.ended, wrong.useless) == ("not_taken", True)
    assert "the server did not take the login of ben" in (wrong.why or "")
    assert len(kept.taken) == 1


def test_a_login_by_the_older_way() -> None:
    """LOGIN asks for the name, then for the password."""
    kept = Kept()
    with serving(
        kept,
        auth_required=True,
        auth_require_tls=False,
        auth_exclude_mechanism=["PLAIN"],
        authenticator=only_ana,
    ) as port:
        assert given(port, user="ana") == Outcome("taken")


@pytest.mark.parametrize(
    ("rules", "server", "said"),
    [
        ({"security": "starttls"}, {}, "offers no STARTTLS"),
        ({"security": "starttls"}, {"tls_context": tls_context}, "certificate is not to be trusted"),
        ({"security": "tls"}, {"within": True}, "certificate is not to be trusted"),
        ({"security": "tls"}, {}, "no encrypted connection"),
        ({"user": "ana"}, {}, "offers neither PLAIN nor LOGIN"),
        ({"server": "127.0.0.1", "security": "tls"}, {"within": True}, "certificate is not to be trusted"),
    ],
)
def test_a_server_that_is_not_to_be_used_gets_nothing(
    rules: dict[str, str], server: dict[str, Any], said: str
) -> None:
    kept = Kept()
    made = {name: value() if callable(value) else value for name, value in server.items()}
    with serving(kept, **made) as port:
        outcome = given(port, **rules)
    assert (outcome.ended, outcome.useless) == ("not_taken", True)
    assert said in (outcome.why or "")
    assert kept.taken == []


def test_a_certificate_is_of_one_name_only(trusted: None) -> None:
    with serving(Kept(), tls_context=tls_context()) as port:
        outcome = given(port, server="127.0.0.1", security="starttls")
        assert (outcome.ended, outcome.useless) == ("not_taken", True)
        assert "certificate is not to be trusted" in (outcome.why or "")
        assert given(port, security="starttls").ended == "taken"


def test_nobody_logs_in_in_the_open_but_on_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[object] = []
    monkeypatch.setattr("socket.create_connection", lambda *given, **_: asked.append(given))
    outcome = given(25, server="mail.example.com", user="ana")
    assert "ana is not logged into mail.example.com without encryption" in (outcome.why or "")
    assert asked == []


def test_the_password_comes_from_the_keyring_where_the_environment_has_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    import keyring

    have = {("oncall", "ana"): "gehe¡m"}
    monkeypatch.setattr(keyring, "get_password", lambda service, user: have.get((service, user)))
    with serving(Kept(), auth_require_tls=False, authenticator=only_ana) as port:
        rules = MailRules(server="localhost", port=port, security="none", user="ana")
        with MailServer(rules, {}) as server:
            assert server.give(a_mail()).ended == "taken"
        have.clear()
        with MailServer(rules, {}) as server:
            outcome = server.give(a_mail())
    assert outcome.useless
    assert "set ONCALL_MAIL_PASSWORD" in (outcome.why or "")
    assert "keyring set oncall ana" in (outcome.why or "")


@pytest.mark.parametrize("echo", [b"535 you said ", b"454 you said ", b"you said "])
def test_the_password_is_in_no_text_even_if_the_server_says_it(echo: bytes) -> None:
    in_base_64 = b64encode(PASSWORD[VARIABLE].encode())
    parts = [HELLO[0], ("EHLO", b"250-mail.test\r\n250 AUTH LOGIN\r\n"), ("AUTH", b"334 VXNlcg==\r\n")]
    parts += [
        ("YW5h", b"334 UGFzcw==\r\n"),
        (in_base_64.decode(), echo + b"gehe\xc2\xa1m " + in_base_64 + b"\r\n"),
    ]
    with playing(parts) as port:
        outcome = given(port, user="ana")
    assert (outcome.ended, outcome.useless) == ("not_taken", True)
    assert "gehe" not in (outcome.why or "")
    assert in_base_64.decode() not in (outcome.why or "")


def test_a_server_that_is_not_there() -> None:
    outcome = given(1)
    assert (outcome.ended, outcome.useless) == ("not_taken", True)
    assert outcome.why == "localhost:1 cannot be used: Connection refused"


NOT_TAKEN = {
    "it hangs up at once": ([(None, None)], "the connection was lost"),
    "it hangs up before MAIL": ([*HELLO, ("MAIL", None)], "the connection was lost"),
    "it hangs up before DATA": ([*ENVELOPE[:-1], ("DATA", None)], "the connection was lost"),
    "it hangs up in the middle of the text": ([*ENVELOPE, ("Subject", None)], "the connection was lost"),
    "it is silent": ([], "no answer within 0.5 s"),
    "it is silent at RCPT": (ENVELOPE[:3], "no answer within 0.5 s"),
    "it speaks garbage": ([(None, b"\x00\xff\x1b[31mhello\r\n")], "its answer is none of a mail server"),
    "it speaks without end": ([(None, b"220-hello\r\n" * 5000)], "the connection was lost"),
    "it says one endless line": ([(None, b"2" * 20_000)], "it said 500"),
    "it is closed": ([(None, b"554 no service\r\n")], "it said 554 no service"),
    "it goes away": ([*HELLO, ("MAIL", b"421 closing\r\n")], "it said 421 closing"),
    "it wants a login": ([*HELLO, ("MAIL", b"530 log in\r\n"), RESET], "it said 530 log in"),
    "it is busy at MAIL": ([*HELLO, ("MAIL", b"451 later\r\n"), RESET], "it said 451 later"),
    "it is busy at RCPT": (
        [*ENVELOPE[:3], ("RCPT", b"450 later\r\n"), RESET],
        "dana@x.org was put off: it said",
    ),
    "it is busy at DATA": ([*ENVELOPE[:4], ("DATA", b"451 later\r\n"), RESET], "it said 451 later"),
    "it is busy at the end": ([*ENVELOPE, (".\r\n", b"452 later\r\n"), RESET], "it said 452 later"),
}


@pytest.mark.parametrize(("part", "said"), NOT_TAKEN.values(), ids=NOT_TAKEN.keys())
def test_what_was_surely_not_taken(part: list[Any], said: str) -> None:
    source = HUGE if ("Subject", None) in part else SOURCE
    with playing(part) as port:
        outcome = given(port, a_mail(source), patience=0.5)
    assert outcome.ended == "not_taken"
    assert said in (outcome.why or "")
    assert "\x1b" not in (outcome.why or "")
    assert len(outcome.why or "") < 250


UNANSWERED = {
    "it hangs up after the end": [*ENVELOPE, (".\r\n", None)],
    "it is silent after the end": [*ENVELOPE],
    "it speaks garbage after the end": [*ENVELOPE, (".\r\n", b"what\r\n")],
    "it says one endless line after the end": [*ENVELOPE, (".\r\n", b"5" * 20_000)],
    "it asks for more after the end": [*ENVELOPE, (".\r\n", b"354 more\r\n")],
}


@pytest.mark.parametrize("part", UNANSWERED.values(), ids=UNANSWERED.keys())
def test_what_nobody_knows(part: list[Any]) -> None:
    with playing(part) as port:
        outcome = given(port, patience=0.5)
    assert (outcome.ended, outcome.lost) == ("unanswered", True)


REFUSED = {
    "the sender": [*HELLO, ("MAIL", b"550 not from here\r\n"), RESET],
    "the only recipient": [*ENVELOPE[:3], ("RCPT", b"550 unknown\r\n"), RESET],
    "the text": [*ENVELOPE, (".\r\n", b"554 no spam\x1b[2J\r\n"), RESET],
}


@pytest.mark.parametrize("part", REFUSED.values(), ids=REFUSED.keys())
def test_what_was_refused_for_good(part: list[Any]) -> None:
    with playing(part) as port:
        outcome = given(port)
    assert outcome.ended == "refuse"
    said = "".join([outcome.why or "", *(one.said for one in outcome.refused)])
    assert "it said 55" in said
    assert "\x1b" not in said


def test_a_server_that_speaks_before_the_end_is_not_given_it() -> None:
    """It refuses the text while that is on its way; the end is never given then, so nothing is unsure."""
    heard: list[bytes] = []
    with playing([*ENVELOPE, ("Subject", b"552 too much\r\n")], heard=heard) as port:
        outcome = given(port, a_mail("Subject: huge\r\n\r\n" + "0123456789\r\n" * 1_000_000))
    assert heard == []
    assert outcome[:3] == ("refuse", "before the end of the mail it said 552 too much", True)


EARLY = {
    "by itself": [*ENVELOPE, ("Subject", b"250 queued\r\n")],
    "in one breath with 354": [*ENVELOPE[:-1], ("DATA", b"354 go\r\n250 queued\r\n")],
    "in part": [*ENVELOPE, ("Subject", b"25")],
}


@pytest.mark.parametrize("part", EARLY.values(), ids=EARLY.keys())
def test_a_server_that_says_it_has_a_mail_whose_end_it_was_not_given_has_not_taken_it(
    part: list[Any],
) -> None:
    heard: list[bytes] = []
    with playing(part, heard=heard) as port:
        outcome = given(port, a_mail("Subject: huge\r\n\r\n" + "0123456789\r\n" * 1_000_000))
    assert heard == []
    assert (outcome.ended, outcome.lost) == ("not_taken", True)
    assert (outcome.why or "").startswith("before the end of the mail it")


def test_a_server_that_dribbles_is_waited_for_no_longer_than_a_silent_one() -> None:
    """Every piece comes in time; the answer as a whole does not."""
    with playing(
        [(None, b"220 hello there\r\n"), *ENVELOPE[1:], (".\r\n", b"250 ok\r\n")], pause=0.1
    ) as port:
        outcome = given(port, patience=0.5)
    assert (outcome.ended, outcome.useless) == ("not_taken", True)
    assert "no answer within 0.5 s" in (outcome.why or "")


def test_a_try_whose_every_answer_is_in_time_ends_in_time_too() -> None:
    heard: list[bytes] = []
    with playing([*ENVELOPE, (".\r\n", b"250 ok\r\n")], heard=heard, pause=0.01) as port:
        rules = MailRules(server="localhost", port=port, security="none")
        with MailServer(rules, {}, patience=5, whole=0.4) as server:
            outcome = server.give(a_mail())
    assert (outcome.ended, heard) == ("not_taken", [])


def test_a_try_is_over_before_its_claim_is() -> None:
    assert LEASE.total_seconds() > 2 * (WHOLE + LAST_PATIENCE)


def test_one_of_two_is_refused_and_the_other_gets_it() -> None:
    kept = Kept()
    kept.rcpt["gone@x.org"] = "550 no such user\x1b[31m"
    with serving(kept) as port:
        outcome = given(port, a_mail(SOURCE, "gone@x.org", "al@x.org"))
    refused = Refusal(address="gone@x.org", said="it said 550 no such user\\x1b[31m")
    assert outcome == Outcome("taken", refused=(refused,))
    assert [envelope.rcpt_tos for envelope in kept.taken] == [["al@x.org"]]


def test_one_of_two_is_put_off_and_only_that_one_is_given_it_later() -> None:
    kept = Kept()
    kept.rcpt["grey@x.org"] = "450 greylisted\x1b[31m"
    mail = a_mail(SOURCE, "grey@x.org", "al@x.org")
    with serving(kept) as port:
        outcome = given(port, mail)
        said = "grey@x.org was put off: it said 450 greylisted\\x1b[31m"
        assert outcome == Outcome("taken", said, later=("grey@x.org",))
        kept.rcpt.clear()
        assert given(port, mail.model_copy(update={"got": ("al@x.org",)})) == Outcome("taken")
    assert [envelope.rcpt_tos for envelope in kept.taken] == [["al@x.org"], ["grey@x.org"]]


def test_all_are_refused_but_one_of_them_for_now() -> None:
    kept = Kept()
    kept.rcpt |= {"a@x.org": "550 unknown", "b@x.org": "450 later"}
    with serving(kept) as port:
        outcome = given(port, a_mail(SOURCE, "a@x.org", "b@x.org"))
    assert outcome.ended == "not_taken"
    assert outcome.why == "b@x.org was put off: it said 450 later"
    assert outcome.refused == (Refusal(address="a@x.org", said="it said 550 unknown"),)


def test_a_server_that_drops_the_connection_once_it_has_the_mail() -> None:
    kept = Kept()

    def drop(server: Any) -> str:
        server.transport.abort()
        return "250 kept"

    kept.data = drop
    with serving(kept) as port:
        outcome = given(port)
    assert outcome.ended == "unanswered"
    assert len(kept.taken) == 1, "it had arrived, which is why it must not be sent again by itself"


def test_addresses_outside_ascii_need_a_server_that_takes_them() -> None:
    kept = Kept()
    wide = a_mail("To: Jürgen <jürgen@x.org>\r\nSubject: Grüße\r\n\r\nhi\r\n", "jürgen@x.org")
    with serving(kept, enable_SMTPUTF8=True) as port:
        assert given(port, wide) == Outcome("taken")
    assert kept.taken[0].rcpt_tos == ["jürgen@x.org"]
    assert kept.taken[0].content == wide.source.encode()
    with serving(kept) as port:
        outcome = given(port, wide)
    assert outcome.ended == "refuse"
    assert "SMTPUTF8" in (outcome.why or "")
    assert len(kept.taken) == 1


def test_what_a_server_can_never_take_is_said_before_it_is_given() -> None:
    kept = Kept()
    with serving(kept, data_size_limit=1000) as port:
        assert "and the server takes 1,000" in (given(port, a_mail(LONG)).why or "")
        for odd in ("a b@x.org", "a@x.org>\r\nRCPT TO:<b@x.org", "nobody"):
            outcome = given(port, a_mail(SOURCE, odd))
            assert outcome.ended == "refuse"
            assert "is no email address" in (outcome.why or "")
    with playing([*HELLO, ("MAIL", b"250 ok\r\n")]) as port:
        assert "8BITMIME" in (given(port, a_mail(EIGHT_BIT)).why or "")
    assert kept.taken == []


def test_an_interruption_is_told_by_where_it_came(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    kept = Kept()
    with serving(kept) as port:
        with monkeypatch.context() as patched:
            patched.setattr("oncall_cli.documents.smtp_mail._said_early", interrupted)
            early = given(port)
        assert (early.ended, early.interrupted) == ("not_taken", True)
        assert kept.taken == []
    with playing(ENVELOPE) as port, monkeypatch.context() as patched:
        from oncall_cli.documents.smtp import Wire

        answers = Wire.getreply

        def after_the_end(wire: Wire) -> tuple[int, bytes]:
            if wire.patience == 7:
                raise KeyboardInterrupt
            return answers(wire)

        patched.setattr(Wire, "getreply", after_the_end)
        rules = MailRules(server="localhost", port=port, security="none")
        with MailServer(rules, {}, patience=5, last_patience=7) as server:
            late = server.give(a_mail())
    assert (late.ended, late.interrupted) == ("unanswered", True)


def test_the_certificate_of_the_tests_is_not_about_to_end() -> None:
    context = ssl.create_default_context(cafile=str(Path(CERTIFICATE)))
    (certificate,) = context.get_ca_certs()
    assert str(certificate["notAfter"]).split()[-2] > "2100"

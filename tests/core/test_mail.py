"""A reply goes out once, whatever happens in between: laws over every way its life can go."""

from datetime import UTC, datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as some

from oncall_cli.core.mail import (
    LEASE,
    TRANSITIONS,
    Ended,
    Mail,
    MailState,
    MailStep,
    Refusal,
    again,
    as_of,
    claimed,
    dropped,
    is_here,
    left_said,
    next_state,
    outcome_said,
    people_said,
    settled,
)
from oncall_cli.errors import Refused

NOW = datetime(2026, 11, 24, 8, tzinfo=UTC)
STATES = get_args(MailState)
ENDED = get_args(Ended)
WAYS: dict[str, Ended] = {way: way for way in ENDED}


PEOPLE = ("dana@x.org", "al@x.org", "bo@x.org")


def a_mail(
    state: MailState = "waiting",
    why: str | None = None,
    tried: datetime | None = None,
    got: tuple[str, ...] = (),
) -> Mail:
    return Mail(
        id=3,
        ticket=1,
        kind="done",
        person="ana",
        message_id="<1@x.org>",
        sender="ana@x.org",
        recipients=PEOPLE,
        subject="Re: down",
        source="Subject: Re: down\r\n\r\nDone.\r\n",
        made=NOW,
        state=state,
        why=why,
        tried=tried,
        got=got,
    )


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("step", get_args(MailStep))
def test_a_step_that_is_not_in_the_table_is_refused_with_a_sentence(state: MailState, step: MailStep) -> None:
    if (state, step) in TRANSITIONS:
        assert next_state(a_mail(state), step) == TRANSITIONS[state, step]
    else:
        with pytest.raises(Refused, match=r"^reply 3 "):
            next_state(a_mail(state), step)


def test_only_what_waits_is_claimed_and_nothing_leaves_sent_or_dropped() -> None:
    assert {state for state, step in TRANSITIONS if step == "claim"} == {"waiting"}
    assert not {state for state, _ in TRANSITIONS} & {"sent", "dropped"}


@given(some.lists(some.sampled_from(["run", "other", "kill", "again", "drop", *ENDED]), max_size=30))
def test_a_mail_is_given_to_the_server_again_only_where_it_surely_was_not_taken_or_by_a_persons_word(
    deeds: list[str],
) -> None:
    """Runs come and go in any order. `maybe` is whether the server may have it from a try that nobody told
    the end of, or that it took."""
    mail, moment = a_mail(), NOW
    claims: list[Mail] = []
    maybe, allowed = False, False
    for deed in deeds:
        moment += timedelta(minutes=1)
        mail = as_of(mail, moment)
        try:
            if deed in ("run", "other"):
                claim = claimed(mail, moment)
                assert not maybe or allowed, "it would be given a second time"
                mail, maybe, allowed = claim, True, False
                claims.append(claim)
            elif deed == "kill":
                moment += LEASE
            elif deed == "again":
                mail = again(mail)
                allowed = True
            elif deed == "drop":
                mail = dropped(mail, "by phone")
            elif claims:
                after = settled(mail, claims[-1], WAYS[deed], None)
                if after.state == "waiting" and mail.state != "waiting":
                    maybe = False
                if after.state == "refused" and mail.state != "refused":
                    maybe = False
                mail = after
        except Refused:
            pass
        assert (mail.message_id, mail.source, mail.recipients) == (
            a_mail().message_id,
            a_mail().source,
            a_mail().recipients,
        )
        assert mail.attempts == len(claims)
    if mail.state == "waiting":
        assert not maybe or allowed


def no(address: str) -> Refusal:
    return Refusal(address=address, said="it said 550 unknown")


@given(
    some.lists(
        some.tuples(
            some.sampled_from([*ENDED, "again"]),
            some.lists(some.sampled_from(["later", "no", "yes"]), min_size=3, max_size=3),
        ),
        max_size=12,
    )
)
def test_nobody_gets_a_mail_twice_and_nobody_is_forgotten(
    tries: list[tuple[str, list[str]]],
) -> None:
    """Each try has an end, and what the server said of each recipient it was given for."""
    mail = a_mail()
    given_to: list[str] = []
    for deed, words in tries:
        said = dict(zip(PEOPLE, words, strict=True))
        if deed == "again":
            if mail.state in ("refused", "unsure"):
                mail = again(mail)
                assert set(mail.left) == set(PEOPLE) - set(mail.got)
            continue
        if mail.state != "waiting" or (deed == "taken" and not {said[one] for one in mail.left} & {"yes"}):
            continue  # no server takes a mail for nobody
        claim = claimed(mail, NOW)
        asked = claim.left
        assert asked
        later = [address for address in asked if said[address] == "later"]
        refused = [no(address) for address in asked if said[address] == "no"]
        mail = settled(claim, claim, WAYS[deed], None, later=later, refused=refused)
        if deed == "taken":
            given_to += [address for address in asked if said[address] == "yes"]
        assert sorted(mail.got) == sorted(given_to)
        parts = (*mail.got, *mail.left, *(one.address for one in mail.refused))
        assert sorted(parts) == sorted(PEOPLE), "each is told once, as one of the three"
        assert (mail.left == ()) == (mail.state == "sent")
        assert mail.got or mail.state != "sent"


def test_who_was_put_off_is_waited_for_and_who_was_refused_is_not() -> None:
    claim = claimed(a_mail(), NOW)
    off = "al@x.org was put off: it said 450 later"
    partly = settled(claim, claim, "taken", off, later=["al@x.org"], refused=[no("bo@x.org")])
    assert (partly.state, partly.got, partly.left) == ("waiting", ("dana@x.org",), ("al@x.org",))
    assert outcome_said(partly) == (
        f"the reply was sent to dana@x.org; that to al@x.org waits: {off}; "
        "bo@x.org was refused: it said 550 unknown; oncall mail send tries again"
    )
    assert left_said([partly]).startswith("1 reply is not sent to everybody, 1 waiting: al@x.org was put off")
    second = claimed(partly, NOW)
    sent = settled(second, second, "taken", None)
    assert (sent.state, sent.got) == ("sent", ("dana@x.org", "al@x.org"))
    assert outcome_said(sent) == (
        "the reply was sent to dana@x.org and 1 more, but bo@x.org was refused: it said 550 unknown"
    )
    late = settled(second, second, "refuse", None, refused=[no("al@x.org")])
    assert (late.state, late.got) == ("sent", ("dana@x.org",))
    unsure = settled(second, second, "unanswered", "no answer")
    assert outcome_said(unsure).startswith(
        "the reply was sent to dana@x.org; whether that to al@x.org arrived is not known: no answer; bo@x.org"
    )
    assert again(unsure).left == ("al@x.org", "bo@x.org")


def test_where_all_are_refused_it_is_refused_as_a_whole_and_a_person_can_send_it_to_all() -> None:
    claim = claimed(a_mail(), NOW)
    mail = settled(claim, claim, "refuse", None, refused=[no(address) for address in PEOPLE])
    assert (mail.state, mail.left) == ("refused", PEOPLE)
    assert (mail.why or "").count("was refused: it said 550 unknown") == 3
    assert again(mail).left == PEOPLE


@given(some.integers(-40, 40))
def test_a_claim_holds_for_its_lease_and_then_is_unsure(minutes: int) -> None:
    sending = claimed(a_mail(why="before"), NOW)
    later = as_of(sending, NOW + timedelta(minutes=minutes))
    if abs(minutes) < 15:
        assert later == sending
    else:
        assert (later.state, later.why) == ("unsure", "the program ended while it was being sent")
    assert as_of(a_mail("waiting", tried=NOW), NOW + timedelta(days=9)).state == "waiting"


def test_what_came_of_an_earlier_try_changes_nothing_of_a_later_one() -> None:
    first = claimed(a_mail(), NOW)
    second = claimed(again(as_of(first, NOW + LEASE)), NOW + LEASE)
    assert settled(second, first, "not_taken", "late") == second
    assert settled(second, second, "taken", None).state == "sent"


def test_who_is_late_to_tell_that_it_was_sent_still_may() -> None:
    first = claimed(a_mail(), NOW)
    unsure = as_of(first, NOW + LEASE)
    assert settled(unsure, first, "taken", None).state == "sent"
    assert settled(dropped(unsure, "x"), first, "taken", None).state == "dropped"


@pytest.mark.parametrize(
    ("state", "why", "said"),
    [
        ("sent", None, "the reply was sent to dana@x.org and 2 more"),
        (
            "sent",
            "al@x.org was refused",
            "the reply was sent to dana@x.org and 2 more, but al@x.org was refused",
        ),
        ("waiting", "no answer", "the reply waits: no answer; oncall mail send tries again"),
        ("refused", "it said 550", "the reply was refused: it said 550; oncall mail show 3 has it whole"),
        (
            "unsure",
            "no answer",
            "whether the reply arrived is not known: no answer; it is not sent again by itself, "
            "but by oncall mail send 3 --again",
        ),
    ],
)
def test_what_came_of_it_is_said_with_the_way_on(state: MailState, why: str | None, said: str) -> None:
    assert outcome_said(a_mail(state, why, got=PEOPLE if state == "sent" else ())) == said


def test_what_is_left_is_counted_by_how_it_stands() -> None:
    mails = [a_mail("waiting", "no answer"), a_mail("waiting"), a_mail("unsure")]
    assert left_said(mails) == "3 replies are not sent, 2 waiting, 1 unsure (it may have arrived): no answer"
    assert left_said(mails[1:2]) == "1 reply is not sent, 1 waiting"
    assert people_said(("dana@x.org",)) == "dana@x.org"


def test_which_servers_are_this_machine() -> None:
    assert all(map(is_here, ("localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "::1")))
    assert not any(map(is_here, ("localhost.example.com", "128.0.0.1", "example.com", "")))

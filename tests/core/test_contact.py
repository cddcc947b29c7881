"""Whom an entry of the policy names, and who that is on a date."""

from datetime import date

import pytest

from oncall_cli.core.contact import Contact, call_said, entry_of, reached
from oncall_cli.core.member import Member
from oncall_cli.errors import BadValue

DAY = date(2026, 11, 24)
DEE = Member(handle="dee", name="Dee Park", role="manager", phone="555-0110")
EVE = Member(handle="eve", name="Eve Lu", role="manager", email="eve@example.com")
ANA = Member(handle="ana", name="Ana Ruiz", phone="555-0100")
BEN = Member(handle="ben", name="Ben Okafor")
TEAM = [ANA, BEN, DEE, EVE]


@pytest.mark.parametrize(
    ("said", "contact"),
    [
        ("Kim Lee, +1 555 0177", Contact(name="Kim Lee", phone="+1 555 0177")),
        ("Kim Lee, kim@example.com", Contact(name="Kim Lee", email="kim@example.com")),
        ("Kim, 555-0177, k@x.org", Contact(name="Kim", phone="555-0177", email="k@x.org")),
        ("Kim, k@x.org, 555-0177", Contact(name="Kim", phone="555-0177", email="k@x.org")),
        ("Lee, Kim, 555-0177", Contact(name="Lee, Kim", phone="555-0177")),
    ],
)
def test_somebody_outside_is_a_name_and_how_to_reach_them(said: str, contact: Contact) -> None:
    assert reached(entry_of(said), TEAM, DAY).contacts == (contact,)


@pytest.mark.parametrize(
    "said",
    [
        "",
        "Kim Lee",
        "Kim Lee,",
        ", 555-0177",
        "555-0177, 555-0178",
        "k@x.org, 555-0177",
        "technician",
        "Desk 24, Hall B, 24",
        "a,b\x1b,555-0177",
    ],
)
def test_what_can_be_nobody_to_call_is_refused(said: str) -> None:
    with pytest.raises(BadValue):
        entry_of(said)


def test_capitals_of_a_handle_or_role_do_not_matter() -> None:
    assert (entry_of(" DEE "), entry_of("Manager")) == ("dee", "manager")


def test_a_role_is_everybody_here_who_has_it_with_a_number_first() -> None:
    contacts = reached("manager", TEAM, DAY).contacts
    assert [(one.person, one.role) for one in contacts] == [("dee", "manager"), ("eve", "manager")]
    turned = [EVE.model_copy(update={"handle": "aaa"}), DEE]
    assert [one.person for one in reached("manager", turned, DAY).contacts] == ["dee", "aaa"]


@pytest.mark.parametrize(
    ("entry", "besides", "fault"),
    [
        ("administrator", None, "nobody of the team is an administrator"),
        ("ghost", None, "there is no member 'ghost'"),
        ("gone", None, "gone has left the team"),
        ("ben", None, "ben has neither a phone number nor an email address"),
        ("dee", "dee", "dee cannot call themselves"),
    ],
)
def test_who_cannot_be_called_is_said_with_why(entry: str, besides: str | None, fault: str) -> None:
    gone = ANA.model_copy(update={"handle": "gone", "leaves": date(2026, 11, 23)})
    assert reached(entry, [*TEAM, gone], DAY, besides) == ((), fault)


def test_nobody_is_told_to_call_themselves() -> None:
    assert [one.person for one in reached("manager", TEAM, DAY, "dee").contacts] == ["eve"]
    assert reached("manager", [DEE], DAY, "dee").fault == "dee is the only manager"


def test_a_member_is_here_up_to_the_last_date() -> None:
    leaver = DEE.model_copy(update={"leaves": DAY})
    assert reached("dee", [leaver], DAY).contacts
    gone_by = date(2026, 11, 25)
    assert reached("dee", [leaver], gone_by).fault == "dee has left the team"
    assert [one.person for one in reached("manager", [leaver, EVE], gone_by).contacts] == ["eve"]
    assert reached("manager", [leaver], gone_by).fault == "nobody of the team is a manager"


def test_how_to_reach_somebody_is_a_call_where_there_is_a_number() -> None:
    said = [call_said(contact) for contact in reached("manager", TEAM, DAY).contacts]
    assert said == ["call 555-0110", "write to eve@example.com"]

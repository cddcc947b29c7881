"""Who acts, for whom, and who may."""

from datetime import date, timedelta

import pytest

from oncall_cli.core.actor import acting, check_here, check_manager, need_member
from oncall_cli.core.member import Member
from oncall_cli.errors import BadValue, Refused

ANA = Member(handle="ana", name="Ana", login="ana1")
BEN = Member(handle="ben", name="Ben")
CY = Member(handle="cy", name="Cy", login="cy1", role="administrator")
DEE = Member(handle="dee", name="Dee", login="dee1", role="manager")
EVE = Member(handle="eve", name="Eve", role="manager")
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("asked", "bound", "member", "by", "is_manager"),
    [
        (None, ANA, ANA, None, False),
        (None, DEE, DEE, None, True),
        (ANA, ANA, ANA, None, False),
        (ANA, DEE, ANA, DEE, True),
        (BEN, ANA, BEN, ANA, False),
        (BEN, None, BEN, None, False),
        (EVE, None, EVE, None, True),
        (None, None, None, None, False),
    ],
)
def test_who_acts(
    asked: Member | None, bound: Member | None, member: Member | None, by: Member | None, is_manager: bool
) -> None:
    login = (bound.login if bound else None) or "guest"
    assert acting(asked, bound, login, TODAY, has_manager=True) == (member, by, login, is_manager)


@pytest.mark.parametrize(
    ("asked", "bound"),
    [(ANA, BEN), (ANA, None), (DEE, ANA), (ANA, CY), (ANA, EVE.model_copy(update={"role": "technician"}))],
)
def test_a_member_with_a_login_is_acted_for_by_a_manager_only(asked: Member, bound: Member | None) -> None:
    with pytest.raises(Refused, match=f"{asked.handle} acts from the login {asked.login}"):
        acting(asked, bound, "guest", TODAY, has_manager=True)


def test_while_there_is_no_manager_anybody_acts_as_one_and_for_anybody() -> None:
    actor = acting(ANA, None, "guest", TODAY, has_manager=False)
    assert (actor.handle, actor.is_manager) == ("ana", True)
    assert acting(None, None, "guest", TODAY, has_manager=False).is_manager


def test_a_deed_of_managers_names_who_is_none() -> None:
    with pytest.raises(Refused, match="only a manager may publish a quarter; ana is none"):
        check_manager(acting(None, ANA, "ana1", TODAY, has_manager=True), "publish a quarter")
    with pytest.raises(Refused, match="the login guest, which is no member, is none"):
        check_manager(acting(None, None, "guest", TODAY, has_manager=True), "publish a quarter")


def test_nobody_is_asked_to_say_who() -> None:
    with pytest.raises(BadValue, match="who acts") as refused:
        need_member(acting(None, None, "guest", TODAY, has_manager=True))
    assert refused.value.hint is not None
    assert "--as HANDLE" in refused.value.hint
    assert need_member(acting(BEN, None, "guest", TODAY, has_manager=True)) == BEN


def gone(member: Member, days: int = 1) -> Member:
    return member.model_copy(update={"leaves": TODAY - timedelta(days=days)})


def test_who_has_left_acts_no_more_from_the_day_after_their_last_date() -> None:
    assert acting(gone(BEN, 0), None, "guest", TODAY, has_manager=True).member
    for has_manager in (True, False):
        with pytest.raises(Refused, match="ben left the team on 2026-11-23"):
            acting(gone(BEN), DEE, "dee1", TODAY, has_manager=has_manager)
    with pytest.raises(Refused, match="ben left"):
        check_here(gone(BEN), TODAY)
    check_here(BEN, TODAY)


def test_the_login_of_somebody_who_has_left_is_nobodys() -> None:
    assert acting(None, gone(DEE), "dee1", TODAY, has_manager=True) == (None, None, "dee1", False)
    assert acting(BEN, gone(DEE), "dee1", TODAY, has_manager=True) == (BEN, None, "dee1", False)
    with pytest.raises(Refused, match="only a manager may act for them"):
        acting(ANA, gone(DEE), "dee1", TODAY, has_manager=True)

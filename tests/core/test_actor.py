"""Who acts, for whom, and who may."""

import pytest

from oncall_cli.core.actor import acting, check_manager, need_member
from oncall_cli.core.member import Member
from oncall_cli.errors import BadValue, Refused

ANA = Member(handle="ana", name="Ana", login="ana1")
BEN = Member(handle="ben", name="Ben")
CY = Member(handle="cy", name="Cy", login="cy1", role="administrator")
DEE = Member(handle="dee", name="Dee", login="dee1", role="manager")
EVE = Member(handle="eve", name="Eve", role="manager")


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
    assert acting(asked, bound, login, has_manager=True) == (member, by, login, is_manager)


@pytest.mark.parametrize(
    ("asked", "bound"),
    [(ANA, BEN), (ANA, None), (DEE, ANA), (ANA, CY), (ANA, EVE.model_copy(update={"role": "technician"}))],
)
def test_a_member_with_a_login_is_acted_for_by_a_manager_only(asked: Member, bound: Member | None) -> None:
    with pytest.raises(Refused, match=f"{asked.handle} acts from the login {asked.login}"):
        acting(asked, bound, "guest", has_manager=True)


def test_while_there_is_no_manager_anybody_acts_as_one_and_for_anybody() -> None:
    actor = acting(ANA, None, "guest", has_manager=False)
    assert (actor.handle, actor.is_manager) == ("ana", True)
    assert acting(None, None, "guest", has_manager=False).is_manager


def test_a_deed_of_managers_names_who_is_none() -> None:
    with pytest.raises(Refused, match="only a manager may publish a quarter; ana is none"):
        check_manager(acting(None, ANA, "ana1", has_manager=True), "publish a quarter")
    with pytest.raises(Refused, match="the login guest, which is no member, is none"):
        check_manager(acting(None, None, "guest", has_manager=True), "publish a quarter")


def test_nobody_is_asked_to_say_who() -> None:
    with pytest.raises(BadValue, match="who acts") as refused:
        need_member(acting(None, None, "guest", has_manager=True))
    assert refused.value.hint is not None
    assert "--as HANDLE" in refused.value.hint
    assert need_member(acting(BEN, None, "guest", has_manager=True)) == BEN

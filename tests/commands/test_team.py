"""Members: who is in the team, and who may say so."""

import pytest

from tests.conftest import Cli


def test_the_first_members_get_in_without_a_manager(cli: Cli) -> None:
    cli("init")
    assert "has no members yet" in cli("team", "list").out
    said = cli("team", "add", "Ana", "--name", "Ana Ruiz", "--role", "manager", "--phone", "555-0100").out
    assert said == "Added ana (Ana Ruiz), manager.\n"
    refused = cli("team", "add", "ben", "--name", "Ben", code=1)
    assert "only a manager may add members; the login nobody, which is no member, is none" in refused.err
    cli("team", "add", "ben", "--name", "Ben", "--as", "ana")


def test_a_member_is_shown_with_every_particular(team: Cli) -> None:
    assert team("team", "show", "ANA", "--json").json == {
        "handle": "ana",
        "name": "Ana Ruiz",
        "role": "technician",
        "email": "ana@example.com",
        "phone": "555-0100",
        "login": None,
        "payroll": None,
        "leaves": None,
        "leaves_because": None,
        "here": True,
        "base_rate": {"rate": "0.00", "own": False, "since": None},
        "currency": "USD",
    }
    assert [m["handle"] for m in team("team", "list", "--json").json["members"]] == [
        "ana",
        "ben",
        "cy",
        "dee",
    ]
    screen = team("team", "show", "ana").out
    assert "Ana Ruiz (ana), technician" in screen
    assert "Login" not in screen


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("add", "ana", "--name", "Another"), 1, "there is a member 'ana' already"),
        (("add", "eve"), 2, "a member needs a name"),
        (("add", "eve", "--name", ""), 2, "a member needs a name"),
        (("add", "9lives", "--name", "Cat"), 2, "'9lives' is not a handle"),
        (("add", "eve", "--name", "Eve", "--role", "boss"), 2, "'boss' is not a role"),
        (("add", "eve", "--name", "Eve", "--email", "eve"), 2, "'eve' is not an email address"),
        (("add", "eve", "--name", "Eve", "--phone", "home"), 2, "'home' is not a phone number"),
        (("add", "eve", "--name", "Eve\nAdded root"), 2, "the name holds \\n, a control character"),
        (("edit", "ghost", "--name", "x"), 3, "there is no member 'ghost'"),
        (("edit", "dee", "--role", "technician"), 1, "dee is the only manager"),
        (("show", "ghost"), 3, "there is no member 'ghost'"),
        (("show", "a b"), 2, "'a b' is not a handle"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, argv: tuple[str, ...], code: int, said: str
) -> None:
    before = team("store", "log", "--json").out
    assert said in team("team", *argv, "--as", "dee", code=code).err
    assert team("store", "log", "--json").out == before


def test_an_edit_changes_what_is_named_and_an_empty_text_removes(team: Cli) -> None:
    assert team("team", "edit", "ana", "--phone", "", "--name", "Ana R.", "--as", "dee").out == (
        "Changed ana: name, phone.\n"
    )
    ana = team.store().members.find("ana")
    assert ana
    assert (ana.name, ana.phone, ana.email) == ("Ana R.", None, "ana@example.com")
    assert "nothing was changed" in team("team", "edit", "ana", "--name", "Ana R.", "--as", "dee").out
    assert team.store().records.latest(1)[0].before == {"name": "Ana Ruiz", "phone": "555-0100"}


def test_a_login_belongs_to_one_member(team: Cli) -> None:
    team("team", "edit", "ana", "--login", "ana1", "--as", "dee")
    team("team", "edit", "ana", "--login", "ana1", "--as", "dee")
    for argv in (("edit", "ben", "--login", "ana1"), ("add", "eve", "--name", "Eve", "--login", "ana1")):
        assert "the login ana1 is ana's already" in team("team", *argv, "--as", "dee", code=1).err


def test_members_change_their_own_particulars_and_managers_everything(team: Cli) -> None:
    team("team", "edit", "ana", "--phone", "555-0111", "--as", "ana")
    for argv in (
        ("ana", "--role", "manager"),
        ("ana", "--login", "root"),
        ("ana", "--payroll", "1"),
        ("ben", "--phone", "555-0112"),
    ):
        assert "only a manager may" in team("team", "edit", *argv, "--as", "ana", code=1).err
    team("team", "edit", "ben", "--role", "manager", "--as", "dee")
    team("team", "edit", "dee", "--role", "technician", "--as", "ben")
    roles = {member.handle: member.role for member in team.store().members.all()}
    assert roles == {"ana": "technician", "ben": "manager", "cy": "technician", "dee": "technician"}


def test_a_login_that_nobody_has_here_is_remarked_on(team: Cli) -> None:
    said = team("team", "edit", "ana", "--login", "no-such-user", "--as", "dee").err
    assert "this machine has no user 'no-such-user'" in said
    assert team("team", "edit", "ben", "--login", "root", "--as", "dee").err == ""

"""The policy group: what holds, what a file would change, and since when."""

from pathlib import Path

import pytest

from tests.conftest import Cli


def written(folder: Path, text: str, name: str = "next.toml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_what_show_prints_can_be_checked_and_applied_and_changes_nothing(team: Cli, tmp_path: Path) -> None:
    before = team("policy", "show", "--json").json["policy"]
    path = written(tmp_path, team("policy", "show").out)
    assert team("policy", "check", path, "--json").json["team"] == "Dealer desk"
    applied = team("policy", "apply", path, "--from", "today", "--as", "dee", "--json").json
    assert (applied["changes"], applied["stored"]) == ([], False)
    assert team("policy", "show", "--json").json["policy"] == before
    assert before["team"]["timezone"] == "America/Chicago"


def test_an_apply_shows_what_changes_before_it_is_stored(team: Cli, tmp_path: Path) -> None:
    path = written(
        tmp_path, '[swap]\nnotice_days = 7\n[holidays]\ncountry = "US"\n[team]\nname = "Dealer desk"'
    )
    changes = [{"key": "swap.notice_days", "before": "5", "after": "7"}]
    argv = ("policy", "apply", path, "--from", "2026-12-01", "--as", "dee")
    tried = team(*argv, "--dry-run", "--json").json
    assert (tried["changes"], tried["stored"]) == (changes, False)
    assert "Would apply" in team(*argv, "--dry-run").out
    assert len(team("policy", "history", "--json").json["policies"]) == 1
    assert team(*argv, "--json").json["changes"] == changes
    shown = {day: team("policy", "show", "--on", day, "--json").json for day in ("2026-11-30", "2026-12-01")}
    assert [answer["policy"]["swap"]["notice_days"] for answer in shown.values()] == [5, 7]
    assert [answer["holds_from"] for answer in shown.values()] == [None, "2026-12-01"]


@pytest.mark.parametrize("agrees", [True, False])
def test_at_a_terminal_a_person_is_asked_first(team: Cli, tmp_path: Path, agrees: bool) -> None:
    team.answers = [agrees]
    path = written(tmp_path, "[swap]\nnotice_days = 7")
    team("policy", "apply", path, "--from", "2026-12-01", "--as", "dee", code=0 if agrees else 1)
    assert "swap.notice_days: 5 → 7" in team.asked[0]
    assert len(team.store().policy_history.all().applied) == 1 + agrees


@pytest.mark.parametrize(
    ("text", "from_", "code", "said"),
    [
        ("[swap]\nnotice_day = 7", "2026-12-01", 2, "did you mean notice_days?"),
        (
            '[holidays]\ncountry = "QQ"',
            "2026-12-01",
            2,
            "next.toml: holidays.country: there is no country 'QQ'",
        ),
        ("", "soon", 2, "'soon' is not a date"),
        ("", "0001-01-01", 2, "is not a date"),
        ("", "9999-12-31", 2, "is not a date"),
        ("", "2026-10-01", 1, "2026-10-01 is past"),
        ('[rotation]\nday = "tuesday"', "2027-02-01", 1, "weeks are named by the day they begin"),
        ('[rotation]\nstart = "17:01"', "2027-02-03", 1, "2027-02-03 lies inside the week of 2027-02-01"),
        ('[team]\ntimezone = "Europe/London"', "2026-12-07", 1, "week 2026-12-28 is published"),
    ],
)
def test_what_cannot_hold_is_refused(
    team: Cli, tmp_path: Path, text: str, from_: str, code: int, said: str
) -> None:
    path = written(tmp_path, text)
    for more in ((), ("--dry-run",)):
        assert said in team("policy", "apply", path, "--from", from_, "--as", "dee", *more, code=code).err
    assert len(team.store().policy_history.all().applied) == 1


def test_only_a_manager_applies(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, "")
    assert "only a manager may apply a policy; ana is none" in (
        team("policy", "apply", path, "--from", "today", "--as", "ana", code=1).err
    )


def test_a_check_needs_no_store_and_names_what_looks_unintended(cli: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, '[holidays]\nremove = ["Labor Day"]')
    checked = cli("policy", "check", path, "--json").json
    assert (checked["ok"], checked["timezone"]) == (True, None)
    assert [warning.split()[0] for warning in checked["warnings"]] == [
        "holidays.remove",
        "phone.line",
        "team.timezone",
    ]
    assert "! holidays.remove has no effect" in cli("policy", "check", path).out
    error = cli("policy", "check", written(tmp_path, "[swap]\nnotice_dais = 1"), "--json", code=2).error
    assert error["message"].endswith(
        "swap.notice_dais is not a key of the policy (did you mean notice_days?)"
    )


def test_every_fault_has_a_line_of_its_own(cli: Cli, tmp_path: Path) -> None:
    path = written(
        tmp_path, '[swap]\nnotice_dais = 1\n[holidays]\ncountry = "QQ"\n[mail.templates]\ndone = "{{ x }}"'
    )
    said = cli("policy", "check", path, code=2).err.splitlines()
    assert said[0] == f"oncall: error: {path}: 3 faults"
    assert [line.split()[0].rstrip(":") for line in said[1:]] == [
        "swap.notice_dais",
        "mail.templates.done",
        "holidays.country",
    ]
    assert all(line.startswith("  ") for line in said[1:])
    error = cli("policy", "check", path, "--json", code=2).error
    assert [f"  {detail}" for detail in error["details"]] == said[1:]


def test_contacts_that_no_team_was_asked_about_are_said_not_to_be_checked(cli: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, '[escalation]\nlevels = ["zed"]')
    warnings = cli("policy", "check", path, "--json").json["warnings"]
    assert warnings[-1].startswith("[escalation] is not checked against the team: there is no store at ")


def test_a_policy_that_says_what_holds_already_is_not_stored(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, "# in other words\n" + team("policy", "show").out)
    for more in ((), ("--dry-run",)):
        said = team("policy", "apply", path, "--from", "2026-12-01", "--as", "dee", *more)
        assert said.out == f"{path} says what holds on 2026-12-01 already: nothing was stored.\n"
    assert len(team.store().policy_history.all().applied) == 1
    other = written(tmp_path, "[swap]\nnotice_days = 7")
    team("policy", "apply", other, "--from", "2026-12-01", "--as", "dee")
    team("policy", "apply", other, "--from", "2026-12-08", "--as", "dee")
    assert len(team.store().policy_history.all().applied) == 2


@pytest.mark.parametrize(
    ("from_", "day"),
    [
        ("today", "2026-11-24"),
        ("tomorrow", "2026-11-25"),
        ("next", "2026-11-30"),
        ("monday", "2026-11-30"),
        ("next monday", "2026-11-30"),
        ("tue", "2026-12-01"),
    ],
)
def test_the_first_day_of_a_policy_can_be_said_in_words(
    team: Cli, tmp_path: Path, from_: str, day: str
) -> None:
    path = written(tmp_path, "[swap]\nnotice_days = 7")
    argv = ("policy", "apply", path, "--from", from_, "--as", "dee", "--json")
    assert team(*argv).json["holds_from"] == day


def test_the_ways_to_say_a_day_are_listed(team: Cli, tmp_path: Path) -> None:
    refused = team("policy", "apply", written(tmp_path, ""), "--from", "soon", "--as", "dee", code=2)
    hint = refused.err.splitlines()[1]
    assert all(word in hint for word in ("2026-11-23", "today", "tomorrow", "monday", "next"))
    shown = team("policy", "show", "--on", "monday", code=2).err.splitlines()[1]
    assert all(word in shown for word in ("2026-11-23", "today", "tomorrow", "yesterday"))
    assert "monday" not in shown


def test_a_removal_that_removes_nothing_is_a_warning_and_a_note(team: Cli, tmp_path: Path) -> None:
    known = '[escalation]\nlevels = ["ana"]\n'
    path = written(tmp_path, known + '[holidays]\ncountry = "US"\nremove = ["Foo Day", "Labor Day"]')
    warning = "holidays.remove: 'Foo Day' removes no holiday of 2026"
    assert f"! {warning}\n" in team("policy", "check", path).out
    argv = ("policy", "apply", path, "--from", "today", "--as", "dee")
    assert team(*argv, "--dry-run").err == f"note: {warning}\n"
    assert team(*argv, "--json").json["warnings"] == [warning]
    later = ("policy", "apply", path, "--from", "2027-03-01", "--as", "dee", "--json")
    assert team(*later).json["warnings"] == [warning.replace("2026", "2027")]


CONTACTS = """
[escalation]
levels = ["manager", "ghost", "Kim Lee, +1 555 0177"]
topics = { billing = "ana" }
"""


def test_contacts_nobody_could_call_are_found_by_a_check_and_noted_when_applied(
    team: Cli, tmp_path: Path
) -> None:
    path = written(tmp_path, CONTACTS)
    faults = [
        "escalation.levels: dee has neither a phone number nor an email address",
        "escalation.levels: there is no member 'ghost'",
    ]
    refused = team("policy", "check", path, code=2).err
    assert refused == f"oncall: error: {path}: {faults[1]}\n"
    nobody_missing = written(tmp_path, CONTACTS.replace("ghost", "ana"), "ana.toml")
    found = team("policy", "check", nobody_missing, "--json").json["warnings"]
    assert [warning for warning in found if warning.startswith("escalation")] == faults[:1]
    applied = team("policy", "apply", path, "--from", "today", "--as", "dee")
    assert applied.err.splitlines() == [f"note: {fault}" for fault in faults]
    team("team", "edit", "dee", "--phone", "555-0110", "--as", "dee")
    assert "dee" not in team("policy", "check", nobody_missing).out


def test_a_contact_who_leaves_is_found_before_the_last_date(team: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, CONTACTS)
    team("policy", "apply", path, "--from", "today", "--as", "dee")
    left = team("team", "leave", "ana", "--on", "2027-01-04", "--as", "dee")
    lost = "escalation.topics.billing: ana leaves on 2027-01-04, and then nobody can be called"
    assert f"note: {lost}" in left.err.splitlines()
    assert "ghost" not in left.err
    nobody_missing = written(tmp_path, CONTACTS.replace("ghost", "ana"), "ana.toml")
    assert f"! {lost}"[:70] in team("policy", "check", nobody_missing).out
    assert "escalation" not in team("team", "leave", "ben", "--on", "2027-01-04", "--as", "dee").err


def test_a_check_goes_on_without_the_team_where_the_store_cannot_be_read(cli: Cli, tmp_path: Path) -> None:
    path = written(tmp_path, CONTACTS)
    assert "ghost" not in cli("policy", "check", path).out
    cli.path.write_bytes(b"this is no store, it is a text of some length")
    checked = cli("policy", "check", path, "--json").json["warnings"]
    assert any(one.startswith("[escalation] is not checked against the team:") for one in checked)


@pytest.mark.parametrize("verb", [("check",), ("apply", "--from", "2026-12-01", "--as", "dee")])
def test_a_holiday_place_there_is_not_is_said_with_its_file(
    team: Cli, tmp_path: Path, verb: tuple[str, ...]
) -> None:
    path = written(tmp_path, '[holidays]\ncountry = "GB"\nsubdivision = "Kent"')
    said = team("policy", verb[0], path, *verb[1:], code=2).err
    assert said.startswith(f"oncall: error: {path}: holidays.subdivision: GB has no subdivision 'Kent'")

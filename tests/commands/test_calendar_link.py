"""The private link of a member's own calendar: for them and for managers alone, and given up for another."""

import re
from pathlib import Path

import pytest

from oncall_cli.core.feed.link import FeedLink
from tests.conftest import Cli

BASE = "https://calendars.example.com/oncall/"
LINK = ("calendar", "link", "--base-url", BASE)


def links_of(team: Cli, person: str) -> list[FeedLink]:
    return [link for link in team.store().feed_links.all() if link.person == person]


def test_a_link_is_made_once_and_leads_to_a_name_that_nobody_can_guess(team: Cli) -> None:
    made = team(*LINK, "--as", "ana", "--json").json
    assert re.fullmatch(r"[0-9a-f]{32}\.ics", made["file"])
    assert made["links"] == {
        "webcal": f"webcal://calendars.example.com/oncall/{made['file']}",
        "https": f"{BASE}{made['file']}",
    }
    assert (made["person"], made["name"], made["made"]) == ("ana", "Ana Ruiz", "2026-11-24T02:10:00-06:00")
    again = team(*LINK, "--as", "ana", "--json").json
    assert again == made | {"new": False}
    assert len(links_of(team, "ana")) == 1
    assert team(*LINK, "--as", "ben", "--json").json["file"] != made["file"]


def test_people_see_both_links_whole_a_code_and_from_when_on_they_lead_there(team: Cli) -> None:
    shown = team("calendar", "link", "--base-url", f"{BASE}{'folder/' * 12}", "--as", "ana")
    (link,) = links_of(team, "ana")
    lines = shown.out.splitlines()
    assert lines[0] == "Made a private link for Ana Ruiz (ana)."
    assert f"webcal://{BASE[8:]}{'folder/' * 12}{link.file}" in lines
    assert f"{BASE}{'folder/' * 12}{link.file}" in lines
    assert sum(set(line) <= set(" ▀▄█") for line in lines if line) > 20
    assert "keep it to yourself" in lines[-1]
    assert shown.err == "note: it leads to the calendar from the next `oncall calendar publish DIR` on\n"
    again = team(*LINK, "--as", "ana")
    assert again.out.startswith("The private link of Ana Ruiz (ana), made on 2026-11-24.\n")
    assert again.err == "note: it leads to the calendar once `oncall calendar publish DIR` has written that\n"


def test_a_link_is_said_to_lead_nowhere_yet_for_as_long_as_nothing_was_published(
    team: Cli, tmp_path: Path
) -> None:
    team(*LINK, "--as", "ana")
    team("calendar", "publish", str(tmp_path), "--weeks", "1", "--as", "dee", code=2)
    assert "once `oncall calendar publish DIR`" in team(*LINK, "--as", "ana").err
    www = tmp_path / "www"
    www.mkdir()
    team("calendar", "publish", str(www), "--weeks", "4", "--as", "dee")
    for handle in ("ana", "dee"):
        assert team(*LINK, "--as", handle).err == ""


def test_a_terminal_tells_how_to_subscribe(team: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    assert team(*LINK, "--as", "ana").err.count("Remove Alarms") == 1


def test_the_policy_tells_where_calendars_are_read(team: Cli) -> None:
    wrong = team("calendar", "link", "--as", "ana", "--json", code=2).error
    assert wrong["message"] == "it is not known where the published calendars can be read"
    assert "--base-url" in wrong["hint"]
    assert links_of(team, "ana") == []
    path = team.path.with_name("team.toml")
    path.write_text(f'{path.read_text()}\n[calendar]\nbase_url = "{BASE}"\n', encoding="utf-8")
    team("policy", "apply", path, "--from", "2026-11-24", "--as", "dee")
    assert team("calendar", "link", "--as", "ana", "--json").json["links"]["https"].startswith(BASE)
    other = team("calendar", "link", "--base-url", "http://localhost:8080", "--as", "ana", "--json").json
    assert other["links"]["https"] == f"http://localhost:8080/{other['file']}"


def test_a_folder_without_encryption_is_pointed_out(team: Cli) -> None:
    assert (
        "not encrypted" in team("calendar", "link", "--base-url", "http://calendars.lan/", "--as", "ana").err
    )
    assert "not encrypted" not in team(*LINK, "--as", "ana").err


@pytest.mark.parametrize("address", ["", "calendars", "ftp://example.com/", "https://me:secret@example.com/"])
def test_an_address_that_is_none_makes_no_link(team: Cli, address: str) -> None:
    assert (
        "not the address of a folder"
        in team("calendar", "link", "--base-url", address, "--as", "ana", code=2).err
    )
    assert links_of(team, "ana") == []


def test_another_link_takes_the_place_of_the_one_before(team: Cli) -> None:
    before = team(*LINK, "--as", "ana", "--json").json
    team.at("2026-11-25T09:00:00-06:00")
    after = team(*LINK, "--renew", "--as", "ana", "--json").json
    assert after["file"] != before["file"]
    assert (before["new"], before["renewed"], after["new"], after["renewed"]) == (True, False, True, True)
    old, new = links_of(team, "ana")
    assert (old.file, new.file) == (before["file"], after["file"])
    assert (old.retired, new.retired) == (team.now, None)
    assert "empties that of the old link" in team(*LINK, "--renew", "--as", "ana").err


def test_a_person_is_asked_before_the_old_link_is_given_up(team: Cli) -> None:
    team.answers = [False, True]
    before = team(*LINK, "--renew", "--as", "ana", "--json").json
    assert team.asked == []
    assert before["renewed"] is False
    assert "you said no" in team(*LINK, "--renew", "--as", "ana", code=1).err
    assert "subscribe anew" in team.asked[0]
    assert len(links_of(team, "ana")) == 1
    team(*LINK, "--renew", "--as", "ana")
    assert [bool(link.retired) for link in links_of(team, "ana")] == [True, False]


def test_the_record_does_not_tell_the_link(team: Cli) -> None:
    made = team(*LINK, "--as", "ana", "--json").json
    logged = team("store", "log", "--json").out
    assert "feed_link" in logged
    assert made["file"][:32] not in logged


def test_a_link_is_for_its_member_and_for_managers_alone(team: Cli) -> None:
    refused = team(*LINK, "--person", "ana", "--as", "ben", "--json", code=1).error
    assert refused["message"] == "only a manager may see others' private links; ben is none"
    team(*LINK, "--person", "ana", "--renew", "--as", "ben", code=1)
    assert links_of(team, "ana") == []
    made = team(*LINK, "--person", "ana", "--as", "dee", "--json").json
    assert (made["person"], links_of(team, "ana")[0].file) == ("ana", made["file"])
    assert team(*LINK, "--as", "dee", "--json").json["person"] == "dee"


def test_nobody_in_particular_has_no_link(team: Cli) -> None:
    assert "who acts?" in team(*LINK, code=2).err
    assert "there is no member 'zoe'" in team(*LINK, "--person", "zoe", "--as", "dee", code=3).err


def test_who_has_left_has_no_calendar(team: Cli) -> None:
    team("team", "add", "eve", "--name", "Eve Lund", "--as", "dee")
    made = team(*LINK, "--person", "eve", "--as", "dee", "--json").json
    team("team", "leave", "eve", "--on", "2026-11-25", "--as", "dee")
    team.at("2026-11-25T12:00:00-06:00")
    assert team(*LINK, "--as", "eve", "--json").json["file"] == made["file"]
    team.at("2026-11-26T12:00:00-06:00")
    left = team(*LINK, "--person", "eve", "--renew", "--as", "dee", code=1).err
    assert "eve left the team on 2026-11-25 and has no calendar any more" in left
    assert [link.retired for link in links_of(team, "eve")] == [None]

"""One ticket on one screen: the whole story in plain words, and nothing that a screen has no room for."""

from typing import Any

import pytest

from tests.conftest import Cli

USUAL = ("-n", "Jo", "-p", "555 0101", "-d", "down")


@pytest.fixture
def story(team: Cli) -> Cli:
    """A night with a message that was answered, escalated and put on hold."""
    usual = ("-c", "email", "-n", "Dana Fox", "-e", "dana@example.com", "-d", "Nobody can log in")
    team("ticket", "log", *usual, "-t", "2", "--received", "01:30", "--tell", "The dean", "--as", "ben")
    team("ticket", "on-it", "1", "--at", "01:40", "--as", "ben")
    team("ticket", "work", "1", "01:45/02:00", "--as", "ben")
    team("team", "edit", "dee", "--phone", "555-0110", "--as", "dee")
    team("ticket", "escalate", "1", "--reason", "beyond scope", "--at", "02:01", "--as", "ben")
    team("ticket", "priority", "1", "--because", "clients", "--as", "ben")
    team("ticket", "wait", "1", "--reason", "a new password", "--at", "02:05", "--as", "ben")
    return team


def test_a_usual_ticket_is_on_one_screen_with_everything_that_happened(story: Cli) -> None:
    lines = story("ticket", "show", "1").out.splitlines()
    assert max(map(len, lines)) <= 80
    page = "\n".join(lines)
    for words in (
        "Ticket 1: waiting for the customer, ben, tier 2 High, priority 1",
        "To be told  The dean",
        "Escalated   Dee Park",
        "Answer      met, Tue 2026-11-24 01:40",
        "Update      paused",
        "pay form of week 2026-11-23",
        "Tue 2026-11-24 01:30  came in, logged by ben",
        "01:40  On It, ben",
        "01:45  worked, ben: to 02:00, 15 min, call-out",
        "02:01  escalated to Dee Park",
        "02:05  waiting, ben: a new password",
        "priority 1 (many clients are hit), ben",
        "oncall ticket on-it 1",
    ):
        assert words in page, words
    assert len(lines) <= 32


def test_what_was_worked_stands_where_it_began(story: Cli) -> None:
    page = story("ticket", "show", "1").out
    times = [page.index(words) for words in ("01:40  On It", "01:45  worked", "02:01  escalated")]
    assert times == sorted(times)


def test_a_deferral_is_in_the_headline_while_it_lasts_and_in_the_story_for_good(team: Cli) -> None:
    usual = ("-c", "voicemail", "-n", "Jo", "-p", "555 0101", "-d", "How do I print?", "-t", "4")
    team("ticket", "log", *usual, "--received", "02:00", "--as", "ben")
    team("ticket", "defer", "1", "--as", "ben")
    head = "Ticket 1: open, deferred until Tue 2026-11-24 07:00, tier 4 Low"
    assert head in team("ticket", "show", "1").out
    clocks = {one["name"]: one for one in team("ticket", "show", "1", "--json").json["clocks"]}
    assert {name for name, one in clocks.items() if one["paused"]} == {"response", "follow_up"}
    later = team.at("2026-11-24T07:00:00-06:00")("ticket", "show", "1").out
    assert "Ticket 1: open, tier 4 Low" in later
    assert "02:10  deferred until Tue 2026-11-24 07:00, ben" in later
    assert "Answer     in 5 min, due Tue 2026-11-24 07:05" in later


@pytest.fixture
def strict(cli: Cli, tmp_path: Any) -> Cli:
    """A team whose tier 1 is to be answered in five minutes, and where nothing ever stands still."""
    policy = tmp_path / "team.toml"
    policy.write_text(
        '[team]\ntimezone = "America/Chicago"\n[tiers.1]\nresponse = "5m"\nfollow_up = "2h"\n'
        "[clocks.pauses]\nwaiting = []\n",
        encoding="utf-8",
    )
    cli("init", "--policy", str(policy))
    cli("team", "add", "ana", "--name", "Ana Ruiz")
    return cli


def test_a_tier_has_its_own_times_and_the_policy_says_what_stands_still(strict: Cli) -> None:
    usual = ("-n", "Jo", "-p", "555 0101", "-d", "down", "--received", "02:00")
    strict("ticket", "log", "-c", "voicemail", "-t", "1", *usual, "--as", "ana")
    strict("ticket", "log", "-c", "voicemail", "-t", "2", *usual, "--as", "ana")
    strict("ticket", "wait", "1", "--as", "ana")
    first, second = (
        {one["name"]: one for one in strict("ticket", "show", number, "--json").json["clocks"]}
        for number in ("1", "2")
    )
    assert (first["response"]["due"][11:16], second["response"]["due"][11:16]) == ("02:05", "02:15")
    assert (first["follow_up"]["due"][:16], first["follow_up"]["paused"]) == ("2026-11-24T04:00", False)
    assert second["follow_up"]["due"][:16] == "2026-11-25T02:00"
    assert strict("now").out.count("! ticket 1, answer late by 5 min") == 1


def test_a_clock_that_has_just_run_out_is_not_late_by_nothing(strict: Cli) -> None:
    strict("ticket", "log", "-c", "voicemail", "-t", "1", *USUAL, "--received", "02:00", "--as", "ana")
    strict.at("2026-11-24T02:05:30-06:00")
    assert "answer late since just now" in strict("ticket", "list").out
    assert "! ticket 1, answer late since just now\n" in strict("now").out
    assert "Answer     late since just now, due Tue 2026-11-24 02:05" in strict("ticket", "show", "1").out
    strict.at("2026-11-24T02:06:00-06:00")
    assert "answer late by 1 min" in strict("ticket", "list").out


@pytest.mark.parametrize(("count", "shown", "said"), [(5, 5, ""), (8, 5, "and 3 earlier")])
def test_the_last_escalations_are_shown_and_the_earlier_ones_counted(
    team: Cli, count: int, shown: int, said: str
) -> None:
    team("ticket", "log", "-c", "phone", *USUAL, "--as", "ben")
    for number in range(count):
        kim = f"Kim {number}, 555-011{number}"
        team("ticket", "escalate", "1", "--reason", "x", "--to", kim, "--as", "ben")
    page = team("ticket", "show", "1").out
    block = page[page.index("Escalated") : page.index("Follow-up")]
    assert [number for number in range(count) if f"Kim {number}:" in block] == [*range(count - shown, count)]
    assert ("earlier" in block) == bool(said)
    assert said in block


def test_the_receipt_comes_first_though_work_is_told_in_whole_minutes(team: Cli) -> None:
    team.at("2026-11-24T02:10:40-06:00")
    team("ticket", "log", "-c", "phone", *USUAL, "--received", "-2h", "--as", "ben")
    team("ticket", "work", "1", "00:10/00:30", "--as", "ben")
    page = team("ticket", "show", "1").out
    times = [page.index(words) for words in ("00:10  came in", "00:10  On It", "00:10  worked")]
    assert times == sorted(times)


def test_the_story_tells_all_lines_of_what_was_said(team: Cli) -> None:
    team("ticket", "log", "-p", "Jo, 555-0100", "-d", "x", "-t", "2", "--as", "ana")
    team("ticket", "note", "1", "First line.\n\nSecond line.", "--as", "ana")
    assert "note, ana: First line. Second line." in team("ticket", "show", "1").out

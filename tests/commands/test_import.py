"""The calendar a team already has: shown first, stored when told, and no published week without saying so."""

from pathlib import Path

import pytest

from tests.conftest import Cli

AS_DEE = ("--as", "dee")


def rota(folder: Path, **weeks: str) -> Path:
    """A table of weeks and people; weeks are written w2026_11_23."""
    path = folder / "rota.csv"
    lines = [f"{week[1:].replace('_', '-')},{person}" for week, person in weeks.items()]
    path.write_text("\n".join(["week,person", *lines, ""]), encoding="utf-8")
    return path


def actions(answer: dict[str, list[dict[str, str]]]) -> dict[str, tuple[str, str | None, str]]:
    return {week["week"]: (week["action"], week["from"], week["person"]) for week in answer["weeks"]}


def owners(cli: Cli, first: str, count: int) -> list[str | None]:
    shown = cli("rotation", "show", "--from", first, "--weeks", str(count), "--json").json
    return [week["person"] for week in shown["weeks"]]


def turns(cli: Cli) -> list[dict[str, object]]:
    return cli.store().door.rows(
        "SELECT week, person, ordered, cause, reason FROM turn WHERE cause = 'imported' ORDER BY week"
    )


def test_a_file_is_shown_and_nothing_is_stored_until_told(team: Cli, tmp_path: Path) -> None:
    file = rota(tmp_path, w2026_10_12="dee", w2027_01_04="ana", w2027_01_11="Cy", w2027_01_18="Zoe")
    log = team("store", "log", "--json", "--limit", "9999").out
    shown = team("rotation", "import", file, "--json").json
    assert shown | {"weeks": None} == {
        "file": str(file),
        "from": "2024-11-25",
        "until": "2028-11-20",
        "weeks": None,
        "not_understood": [
            {"what": "Zoe", "where": "line 5", "why": "no member has that name", "other": False}
        ],
        "outside": 0,
        "warnings": ["two weeks running for ana: 2026-12-28 and 2027-01-04"],
        "stored": False,
    }
    assert shown["weeks"][0] == {
        "week": "2026-10-12",
        "person": "dee",
        "from": None,
        "action": "new",
        "said": "dee",
        "where": "line 2",
        "why": None,
    }
    assert actions(shown) == {
        "2026-10-12": ("new", None, "dee"),
        "2027-01-04": ("new", "ben", "ana"),
        "2027-01-11": ("new", "cy", "cy"),
    }
    out = team("rotation", "import", file).out
    assert "2027-01-04  ana          ben     changes hands  ana" in out
    assert "2027-01-11  cy           cy      announced      Cy" in out
    assert "line 5  Zoe           no member has that name" in out
    assert out.endswith("Nothing was stored; --apply stores 3 weeks.\n")
    assert team("store", "log", "--json", "--limit", "9999").out == log


def test_what_is_told_to_is_stored_once_and_the_second_time_nothing_changes(
    team: Cli, tmp_path: Path
) -> None:
    file = rota(tmp_path, w2026_10_12="dee", w2027_01_04="ana", w2027_01_11="Cy")
    stored = team("rotation", "import", file, "--apply", *AS_DEE)
    assert stored.out.startswith(f"Stored 3 weeks from {file}.\n")
    assert "Nothing was stored" not in stored.out
    reason = "imported from rota.csv"
    assert turns(team) == [
        {"week": "2026-10-12", "person": "dee", "ordered": None, "cause": "imported", "reason": reason},
        {"week": "2027-01-04", "person": "ana", "ordered": "ben", "cause": "imported", "reason": reason},
        {"week": "2027-01-11", "person": "cy", "ordered": "cy", "cause": "imported", "reason": reason},
    ]
    assert owners(team, "2027-01-04", 3) == ["ana", "cy", "ana"]
    week = team("rotation", "show", "--from", "2027-01-04", "--weeks", "1", "--json").json["weeks"][0]
    assert (week["state"], week["ordered"]) == ("published", "ben")
    assert team("rotation", "who", "--at", "2026-10-14T03:00", "--json").json["person"] == "dee"
    log = team("store", "log", "--json", "--limit", "9999").out
    again = team("rotation", "import", file, "--apply", *AS_DEE)
    assert f"No week of {file} is new; nothing was stored." in again.out
    assert "3 weeks are the same in the store already." in again.out
    assert team("store", "log", "--json", "--limit", "9999").out == log


def test_published_weeks_stay_unless_they_are_to_be_replaced_and_begun_ones_always(
    team: Cli, tmp_path: Path
) -> None:
    # 2026-11-16 has been, 2026-11-23 runs, the rest of the year is published.
    file = rota(tmp_path, w2026_11_16="cy", w2026_11_23="cy", w2026_12_07="cy", w2026_12_14="ben")
    shown = team("rotation", "import", file)
    assert "2026-11-23  cy           ben  stays: it has begun" in shown.out
    assert "1 published week differs and stays; --replace changes what has not begun." in shown.out
    assert shown.out.endswith("Nothing was stored.\n")
    before = owners(team, "2026-11-16", 5)
    kept = team("rotation", "import", file, "--apply", *AS_DEE, "--json").json
    assert actions(kept) == {
        "2026-11-16": ("begun", "ana", "cy"),
        "2026-11-23": ("begun", "ben", "cy"),
        "2026-12-07": ("published_differs", "ana", "cy"),
        "2026-12-14": ("same", "ben", "ben"),
    }
    assert kept["stored"] is False
    assert owners(team, "2026-11-16", 5) == before == ["ana", "ben", "cy", "ana", "ben"]
    would = team("rotation", "import", file, "--replace", "--json").json
    assert actions(would)["2026-12-07"] == ("replaced", "ana", "cy")
    assert owners(team, "2026-11-16", 5) == before
    done = team("rotation", "import", file, "--replace", "--apply", *AS_DEE, "--json").json
    assert (actions(done), done["stored"]) == (actions(would), True)
    assert owners(team, "2026-11-16", 5) == ["ana", "ben", "cy", "cy", "ben"]
    assert [(turn["week"], turn["ordered"]) for turn in turns(team)] == [("2026-12-07", "ana")]


def test_a_week_in_an_open_swap_is_not_replaced(team: Cli, tmp_path: Path) -> None:
    team("swap", "request", "--give", "2026-12-07", "--take", "2026-12-14", "--with", "ben", "--as", "ana")
    file = rota(tmp_path, w2026_12_07="cy", w2026_12_28="cy")
    done = team("rotation", "import", file, "--replace", "--apply", *AS_DEE)
    assert "Stored 1 week" in done.out
    assert "it is in swap 1," in done.out
    assert owners(team, "2026-12-07", 4) == ["ana", "ben", "cy", "cy"]


@pytest.mark.parametrize("agrees", [True, False])
def test_at_a_terminal_replacing_is_asked_first(team: Cli, tmp_path: Path, agrees: bool) -> None:
    file = rota(tmp_path, w2026_12_07="cy", w2027_01_04="ana")
    team.answers = [agrees]
    team("rotation", "import", file, "--apply", "--replace", *AS_DEE, code=0 if agrees else 1)
    assert team.asked == ["Published weeks that change hands:\n  2026-12-07  ana → cy\nStore 2 weeks?"]
    assert len(turns(team)) == (2 if agrees else 0)


def test_an_exported_quarter_reads_back_as_it_is(team: Cli, tmp_path: Path) -> None:
    team("team", "edit", "ana", "--name", "=1+1;Ana", *AS_DEE)
    file = tmp_path / "quarter.csv"
    team("rotation", "show", "--quarter", "2026-Q4", "--format", "csv", "--out", file)
    read = team("rotation", "import", file, "--json").json
    assert [week["action"] for week in read["weeks"]] == ["same"] * 10
    assert [one["why"] for one in read["not_understood"]] == ["it names nobody"] * 3


def test_our_own_calendar_reads_back_as_it_is(team: Cli, tmp_path: Path) -> None:
    file = tmp_path / "team.ics"
    team("calendar", "export", "--team", "--from", "2026-11-30", "--weeks", "5", "--out", file)
    read = team("rotation", "import", file, "--json").json
    assert [week["action"] for week in read["weeks"]] == ["same"] * 5


def test_time_away_of_whoever_gets_a_week_is_told(team: Cli, tmp_path: Path) -> None:
    team("team", "away", "ana", "2027-01-06/2027-01-08", "--as", "ana")
    file = rota(tmp_path, w2027_01_04="ana", w2027_01_11="cy")
    running = "two weeks running for ana: 2026-12-28 and 2027-01-04"
    said = "week 2027-01-04 touches ana's time away 2027-01-06/2027-01-08"
    assert team("rotation", "import", file, "--json").json["warnings"] == [running, said]
    assert f"Note: {said}." in team("rotation", "import", file, "--apply", *AS_DEE).out


def test_two_weeks_running_are_told_of_what_is_stored_and_nothing_else(team: Cli, tmp_path: Path) -> None:
    # The end of 2026 is published: ben has 2026-12-14, cy 2026-12-21, ana 2026-12-28; ben follows.
    file = rota(tmp_path, w2026_12_21="ben", w2027_01_04="cy", w2027_01_11="cy", w2027_01_18="ana")
    inside = "two weeks running for cy: 2027-01-04 and 2027-01-11"
    assert team("rotation", "import", file, "--json").json["warnings"] == [inside]
    replaced = "two weeks running for ben: 2026-12-14 and 2026-12-21"
    would = team("rotation", "import", file, "--replace", "--json").json
    assert would["warnings"] == [replaced, inside]
    done = team("rotation", "import", file, "--replace", "--apply", *AS_DEE)
    assert f"Note: {replaced}.\nNote: {inside}.\n" in done.out
    assert team("rotation", "import", file, "--replace", "--json").json["warnings"] == []


def test_more_notes_than_a_screen_holds_are_counted(team: Cli, tmp_path: Path) -> None:
    file = tmp_path / "rota.csv"
    file.write_text("start,end,person\n2027-01-04,2027-07-04,ana\n", encoding="utf-8")
    count = len(team("rotation", "import", file, "--json").json["warnings"])
    out = team("rotation", "import", file).out
    assert out.count("Note: two weeks running for ana") == 20
    assert f"And {count - 20} more notes; --json lists all." in out


def test_covers_in_a_file_are_said_not_to_be_imported(team: Cli, tmp_path: Path) -> None:
    team("cover", "add", "cy", "2026-12-08T18:01/2026-12-09T06:59", "--reason", "ill", *AS_DEE)
    table, calendar = tmp_path / "weeks.csv", tmp_path / "team.ics"
    team("rotation", "show", "--from", "2026-11-30", "--weeks", "3", "--format", "csv", "--out", table)
    team("calendar", "export", "--team", "--from", "2026-11-30", "--weeks", "3", "--out", calendar)
    said = "the file's covers are not imported: oncall cover add records them"
    assert team("rotation", "import", table, "--json").json["warnings"] == [said]
    assert f"Note: {said}." in team("rotation", "import", table).out
    read = team("rotation", "import", calendar, "--json").json
    assert [week["action"] for week in read["weeks"]] == ["same"] * 3
    assert [one["why"] for one in read["not_understood"]] == ["too short for a week (12 h 58)"]
    assert read["warnings"] == ["1 short entry is not imported; oncall cover add records a cover"]


def test_our_own_projected_weeks_are_not_announced_by_reading_them_back(team: Cli, tmp_path: Path) -> None:
    file = tmp_path / "team.ics"
    team("calendar", "export", "--team", "--from", "2026-12-28", "--weeks", "3", "--out", file)
    done = team("rotation", "import", file, "--apply", *AS_DEE, "--json").json
    assert actions(done) == {"2026-12-28": ("same", "ana", "ana")}
    assert [(one["where"], one["why"]) for one in done["not_understood"]] == [
        ("2027-01-04", "tentative: planned, not announced"),
        ("2027-01-11", "tentative: planned, not announced"),
    ]
    assert turns(team) == []


def test_projected_weeks_of_our_own_table_are_not_announced_by_reading_them_back(
    team: Cli, tmp_path: Path
) -> None:
    file = tmp_path / "weeks.csv"
    team("rotation", "show", "--from", "2026-12-28", "--weeks", "3", "--out", file)
    done = team("rotation", "import", file, "--apply", *AS_DEE, "--json").json
    assert actions(done) == {"2026-12-28": ("same", "ana", "ana")}
    assert [(one["where"], one["why"]) for one in done["not_understood"]] == [
        ("line 3", "tentative: planned, not announced"),
        ("line 4", "tentative: planned, not announced"),
    ]
    assert turns(team) == []


@pytest.mark.parametrize(("person", "told"), [("Zoe", True), ("ana", False), ("Ana or Ben", False)])
def test_how_names_are_matched_is_told_where_one_is_unknown(
    team: Cli, tmp_path: Path, person: str, told: bool
) -> None:
    out = team("rotation", "import", rota(tmp_path, w2027_01_04=person)).out
    assert ("Names match a handle, name or email" in out) is told
    assert ("oncall team add HANDLE" in out) is told
    assert max(map(len, out.splitlines())) <= 80


def test_the_weeks_to_read_for_can_be_named(team: Cli, tmp_path: Path) -> None:
    file = rota(tmp_path, w2020_01_06="ana", w2027_01_04="ana", w2027_01_11="ana", w2035_01_01="ana")
    read = team("rotation", "import", file, "--from", "2027-01-11", "--until", "2036-01-07", "--json").json
    assert (list(actions(read)), read["outside"]) == (["2027-01-11", "2035-01-01"], 2)
    assert list(actions(team("rotation", "import", file, "--until", "2020-02-01", "--json").json)) == [
        "2020-01-06"
    ]
    assert "2 entries outside the weeks 2024-11-25 to 2028-11-20" in team("rotation", "import", file).out


def test_what_a_file_says_cannot_steer_the_terminal(team: Cli, tmp_path: Path) -> None:
    file = tmp_path / "x\x1b[2J.ics"
    file.write_text(
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270104\nDTEND;VALUE=DATE:20270111\n"
        "SUMMARY:ana \x1b[31m\u202e red\nEND:VEVENT\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20270111\n"
        "DTEND;VALUE=DATE:20270118\nSUMMARY:\x9b2J nobody\nEND:VEVENT\nEND:VCALENDAR\n",
        encoding="utf-8",
    )
    done = team("rotation", "import", file, "--apply", *AS_DEE)
    assert not {"\x1b", "\u202e", "\x9b"} & set(done.out + done.err)
    assert "ana \\x1b[31m\\u202e red" in done.out
    assert max(map(len, done.out.splitlines()[1:])) <= 80
    assert turns(team)[0]["reason"] == "imported from x\\x1b[2J.ics"
    assert "\x1b" not in team("rotation", "import", file, "--json").out


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (("{file}", "--apply", "--as", "ana"), 1, "only a manager may import weeks; ana is none"),
        (("{file}.not",), 3, "there is no calendar file at"),
        (("{file}", "--from", "someday"), 2, "'someday' is not a week"),
        (
            ("{file}", "--from", "2027-01-04", "--until", "2026-12-28"),
            2,
            "--until 2026-12-28 is before --from",
        ),
        (("{file}", "--from", "1990-01-01"), 2, "is more than 1,040 weeks"),
        (("{folder}",), 2, "cannot be read: Is a directory"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(
    team: Cli, tmp_path: Path, argv: tuple[str, ...], code: int, said: str
) -> None:
    file = rota(tmp_path, w2027_01_04="ana")
    words = [word.format(file=file, folder=tmp_path) for word in argv]
    assert said in team("rotation", "import", *words, code=code).err
    assert turns(team) == []

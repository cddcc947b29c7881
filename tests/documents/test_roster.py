"""A roster from CSV: every row is checked before anything is made of it."""

import re
from pathlib import Path

import pytest

from oncall_cli.core.member import Member
from oncall_cli.documents.roster import SIZE_LIMIT, roster_of
from oncall_cli.errors import BadValue, NotFound

ANA = Member(
    handle="ana", name="Ruiz, Ana", role="manager", email="ana@example.com", phone="555-0100", login="ana1"
)
BEN = Member(handle="ben", name="Ben Ökafor")


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("comma", [",", ";"])
def test_a_roster_as_spreadsheets_write_it(tmp_path: Path, end: str, mark: str, comma: str) -> None:
    lines = [
        ["Handle", "NAME", "role", "email", "phone", "login", "shoe size"],
        ["ana", '"Ruiz, Ana"', "Manager", "ana@example.com", "555-0100", "ana1", "39"],
        ["", "", "", "", "", "", ""],
        ["BEN", " Ben Ökafor ", "", "", "", "", "47"],
    ]
    text = mark + end.join(comma.join(line) for line in lines) + end
    assert roster_of(written(tmp_path, text)) == [ANA, BEN]


def test_columns_may_be_few_and_in_any_order_and_rows_short_or_long(tmp_path: Path) -> None:
    assert roster_of(written(tmp_path, "name,handle,email\nBen Ökafor,ben\nCy,cy,,more,and more\n")) == [
        BEN,
        Member(handle="cy", name="Cy"),
    ]


def test_every_fault_is_named_with_its_line(tmp_path: Path) -> None:
    text = (
        "handle,name,role,email,login\n"
        "1,One,,,\n"
        "ana,,,,\n"
        "ben,Ben,boss,,\n"
        "cy,Cy,,cy at home,\n"
        "dee,Dee,,,root\n"
        "DEE,Dee,,,\n"
        "eve,Eve,,,root\n"
        "flo,F\x1b[31mlo,,,\n"
    )
    with pytest.raises(BadValue) as refused:
        roster_of(written(tmp_path, text))
    faults = [
        "line 2: '1' is not a handle",
        "line 3: the name is empty",
        "line 4: 'boss' is not a role",
        "line 5: 'cy at home' is not an email address",
        "line 7: the handle dee is there twice",
        "line 8: the login root is dee's already",
        r"line 9: the name holds \x1b, a control character",
    ]
    assert refused.value.message == f"{tmp_path / 'roster.csv'}: {'; '.join(faults)}"
    assert refused.value.hint == "nothing was stored"


def test_more_faults_than_can_be_read_are_counted(tmp_path: Path) -> None:
    with pytest.raises(BadValue, match=r"line 9: .*; and 3 more$"):
        roster_of(written(tmp_path, "handle,name\n" + "?,x\n" * 11))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "has no column 'handle'"),
        ("\n\n", "has no column 'handle'"),
        ("handle\nana\n", "has no column 'name'"),
        (b"handle,name\nana,\xff\n", "is not UTF-8 text"),
        (b"\xff\xfeh\x00", "is not UTF-8 text"),
        ("handle,name\nana," + "x" * 200_000, "line 2: field larger than field limit"),
        ("handle,name\n" + "x" * SIZE_LIMIT, "is larger than a roster can be"),
    ],
)
def test_what_is_no_roster_is_refused_in_a_sentence(tmp_path: Path, text: str | bytes, said: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadValue, match=re.escape(str(path))) as refused:
        roster_of(path)
    assert said in refused.value.message


def test_a_roster_that_is_not_there_or_is_a_folder(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="there is no roster file at"):
        roster_of(tmp_path / "nowhere.csv")
    with pytest.raises(BadValue, match="cannot be read: Is a directory"):
        roster_of(tmp_path)

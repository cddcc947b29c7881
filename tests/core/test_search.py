"""What is looked for, how texts are cut into words, and the place that is shown."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.excerpt import LENGTH, Excerpt, excerpt_of
from oncall_cli.core.search import MOST, query_of
from oncall_cli.core.searched import Text, indexed, ticket_texts
from oncall_cli.core.text import is_harmful
from oncall_cli.core.word import folded, origins, phone_words, words_of
from oncall_cli.errors import BadValue

SAME = [
    ("Łukasz Wójcik", "lukasz wojcik"),
    ("Straße", "STRASSE"),
    ("ﬁne ＡＮＡ ５０１", "fine ana 501"),
    ("ả ü é Ø Æ", "a u e o ae"),
    ("Ελλάς", "ΕΛΛΆΣ"),
    ("İstanbul", "istanbul"),
    ("pass\u00adword", "password"),
    ("cafe\u0301", "café"),
]
CUT = [
    ("E-501, 0x80070005 & #1234", ["e", "501", "0x80070005", "1234"]),
    ("dana.w@example.com", ["dana", "w", "example", "com"]),
    ("李小龍said 小龍", ["李", "小", "龍", "said", "小", "龍"]),
    ("हिन्दी शब्द", ["हिन्दी", "शब्द"]),
    ("un_der\x00score\ud800d", ["un", "der", "score", "d"]),
    ("!? … 🔥", []),
    ("a" * 100, ["a" * 60]),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_the_same_word_written_in_another_way_is_the_same(one: str, other: str) -> None:
    assert words_of(one) == words_of(other) != []


@pytest.mark.parametrize(("text", "words"), CUT)
def test_a_text_is_cut_into_its_words(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text())
def test_words_hold_nothing_that_an_engine_could_take_for_more_and_fold_to_themselves(text: str) -> None:
    for word in words_of(text):
        kinds = {unicodedata.category(char) for char in word}
        assert not any(kind[0] in "PSZ" or kind in ("Cc", "Cf", "Cs") for kind in kinds)
        assert words_of(word) == [word]


@given(st.text())
def test_every_folded_character_comes_from_somewhere_in_order(text: str) -> None:
    places = origins(text)
    assert len(places) == len(folded(text)) + 1
    assert places == sorted(places)
    assert places[-1] == len(text)


def test_any_four_digits_in_a_row_of_a_telephone_number_begin_one_of_its_words() -> None:
    words = list(phone_words("+1 (555) 010-02"))
    assert words[0] == "155501002"
    for part in ("1555", "55501002", "1002", "5010"):
        assert any(word.startswith(part) for word in words), part
    assert list(phone_words("x12")) == []


QUERIES = [
    (["login", "Dana"], [("login",), ("dana",)], []),
    (["two words"], [("two", "words")], []),
    (['a "b c" -d -"e f'], [("a",), ("b", "c")], [("d",), ("e", "f")]),
    (["login", "-two words"], [("login",)], [("two", "words")]),
    (["E-501", "e 501"], [("e", "501")], []),
    (["AND", "NEAR(", "b:c*", "!"], [("and",), ("near",), ("b", "c")], []),
]


@pytest.mark.parametrize(("arguments", "wanted", "unwanted"), QUERIES)
def test_what_arguments_ask_for(arguments: list[str], wanted: object, unwanted: object) -> None:
    query = query_of(arguments)
    assert [term.words for term in query.wanted] == wanted
    assert [term.words for term in query.unwanted] == unwanted


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["!", '"'], "'! \"' holds no word"),
        ([""], "'' holds no word"),
        (["\x1b\x00"], r"'\\x1b\\x00' holds no word"),
        (["-login"], "needs a word that is there"),
        (["x " * 1_000_000], f"at most {MOST} words"),
        ([str(number) for number in range(MOST + 1)], f"at most {MOST} words"),
    ],
)
def test_what_holds_nothing_to_look_for_or_too_much_is_refused(arguments: list[str], said: str) -> None:
    with pytest.raises(BadValue, match=said) as refused:
        query_of(arguments)
    assert len(refused.value.message) < 200


@given(st.lists(st.text(), min_size=1, max_size=4))
def test_whatever_is_typed_is_a_query_of_plain_words_or_a_bad_value(arguments: list[str]) -> None:
    try:
        query = query_of(arguments)
    except BadValue:
        return
    assert query.wanted
    for term in (*query.wanted, *query.unwanted):
        assert term.words == tuple(words_of(" ".join(term.words)))


def test_texts_are_indexed_by_what_they_count_as() -> None:
    texts = ticket_texts(
        {"caller": "Dana", "phone": "555-01", "description": "Down!", "resolution": None, "id": 7}
    )
    assert indexed(texts) == {"who": "dana 555 01 55501 5501", "what": "down"}


def excerpt(text: str, *arguments: str) -> str:
    found = excerpt_of([Text("what", "description", text)], query_of(arguments))
    assert found
    return written(found)


def written(found: Excerpt) -> str:
    return "".join(f"»{piece.text}«" if piece.marked else piece.text for piece in found.pieces)


EXCERPTS = [
    ("cannot log in at the Login page", ["log", "page"], "cannot »log« in at the »Login« »page«"),
    ("backlog, log", ["log"], "backlog, »log«"),
    ("Weiß die Straße nach Łódź", ["strasse", "lodz"], "Weiß die »Straße« nach »Łódź«"),
    ("我叫李小龍先生", ["小龍"], "我叫李»小龍«先生"),
    ("日本login", ["login"], "日本»login«"),
    ("ask: two  words, two more", ["two words"], "ask: »two words«, two more"),
    ("error E-501.", ["e-501"], "error »E-501«."),
    ("at +1 (555) 010-02 now", ["5550100"], "at +1 (»555) 010-02« now"),
    ("red\x1b[31m\n\n\u202edragon", ["dragon"], "red\\x1b[31m \\u202e»dragon«"),
    ("nothing of it", ["else"], "nothing of it"),
]


@pytest.mark.parametrize(("text", "arguments", "shown"), EXCERPTS)
def test_the_words_looked_for_are_marked(text: str, arguments: list[str], shown: str) -> None:
    assert excerpt(text, *arguments) == shown


def test_of_a_long_text_the_place_with_the_most_different_words_is_shown() -> None:
    text = "login " + "x " * 200_000 + "é the login of dana failed " + "y " * 200_000 + "dana"
    shown = excerpt(text, "dana", "login")
    assert "é the »login« of »dana« failed" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(shown) < LENGTH + 20


def test_the_text_that_holds_the_most_is_taken_and_of_equal_ones_the_first() -> None:
    texts = [Text("who", "caller", "Dana"), Text("story", "note", "dana: login"), Text("story", "note", "x")]
    one, both = (excerpt_of(texts, query_of(words)) for words in (["dana"], ["dana", "login"]))
    assert one
    assert both
    assert (one.of.name, both.of.name, written(both)) == ("caller", "note", "»dana«: »login«")
    assert excerpt_of([], query_of(["dana"])) is None


@given(st.text(min_size=1), st.text())
def test_an_excerpt_is_part_of_its_text_harmless_and_short(text: str, other: str) -> None:
    words = words_of(text)
    if not words:
        return
    found = excerpt_of([Text("what", "x", text + other)], query_of([words[0]]))
    assert found
    said = "".join(piece.text for piece in found.pieces)
    assert not any(is_harmful(char) for char in said)
    assert len(said) <= 10 * LENGTH
    if len(words) == 1:
        assert any(piece.marked for piece in found.pieces) or len(text + other) > LENGTH

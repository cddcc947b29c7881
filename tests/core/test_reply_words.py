"""Templates of replies: what they can say, and what is found wrong with one before it is used."""

import time
from string import printable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.reply_said import SAMPLES, Said
from oncall_cli.core.reply_words import TEMPLATE_LIMIT, WORDS_LIMIT, TemplateFault, check_template, words_of

ALL, LEAST = SAMPLES

FAULTY = [
    ("{{ tikcet }}", "line 1: there is no tikcet (did you mean ticket?)"),
    ("a\n{{ ticket.calller }}", "line 2: ticket has no calller (did you mean caller?)"),
    ("{% if workaround and false %}{{ nothing }}{% endif %}", "there is no nothing"),
    ("{{ ticket }}", "write ticket.number"),
    ("{{ ticket.tier < 3 }}", "fails where something is not known"),
    (
        "{% if ticket.tier and ticket.tier < 3 and ticket.channel == 'email' %}{{ words < 'b' }}{% endif %}",
        "< and",
    ),
    (
        "{% if not ticket.tier and ticket.channel == 'chat' %}{{ ticket.tier < 3 }}{% endif %}",
        "fails where something is not known",
    ),
    ("{% if ticket.tier == 1 %}{{ words|default('x')|truncate(2) }}{% endif %}", "from 10 to 1,000,000"),
    ("{{ words|truncate(1) }}", "truncate takes how many characters, from 10 to 1,000,000"),
    ("{{ words|truncate(-5) }}", "truncate takes how many characters"),
    ("{{ words|truncate(50, leeway=-1) }}", "truncate takes how many characters"),
    ("{{ -5 }}", "names, conditions and filters alone"),
    ("{{ words|truncate(50, true, '" + "." * 60 + "') }}", "truncate takes how many characters"),
    ("{{ words|truncate(ticket.number) }}", "truncate takes how many characters"),
    ("{{ words|truncate(99999999999999999999999) }}", "truncate takes how many characters"),
    ("{% if caller == 'no' %}{{ words|trim(5) }}{% endif %}", "trim takes nothing in brackets"),
    ("{% if caller == 'no' %}{{ words|upper(**ticket) }}{% endif %}", "upper takes nothing in brackets"),
    ("{{ words|default(words, words, words) }}", "default takes what to say instead"),
    ("{% if caller == 'no' %}{{ ticket.tier|length }}{% endif %}", "length is for texts"),
    ("{% if caller == 'no' %}{{ (words and ticket.tier)|upper }}{% endif %}", "upper is for texts"),
    ("{% if caller == 'no' %}{{ 'x' in ticket.number }}{% endif %}", "in looks for a text in a text"),
    ("{% if caller == 'no' %}{{ words is eq }}{% endif %}", "there is no test eq"),
    ("{% if caller == 'no' %}{{ words is defined(1) }}{% endif %}", "defined takes nothing in brackets"),
    ("{% if caller == 'no' %}{{ 'x' if words }}{% endif %}", "needs its else"),
    ("{{ words == none }}", "there is no none"),
    ("{{ " + "9" * 5001 + " }}", "a number in it is too long"),
    ("{% if caller == 'no' %}{{ 0x" + "f" * 9000 + " }}{% endif %}", "numbers go to 1,000,000"),
    ("{{ [" + "words," * 3000 + "] }}", "a list is only there to look into"),
    ("{{ caller in [" + "words," * 30 + "] }}", "a list holds words and numbers alone"),
    ("{{ caller in (" + "'a'," * 3000 + ") }}", "a list of 3,000; 50 is the most"),
    ("{{ {'a': words} }}", "names, conditions and filters alone"),
    ("{{ caller", "line 1: "),
    ("{% if caller %}", "line 1: "),
    ("{{ caller|shout }}", "there is no filter shout"),
    ("{% if workaround == 'never' %}{{ caller|shout }}{% endif %}", "there is no filter shout"),
    ("{{ caller is even }}", "there is no test even"),
    ("{{ caller.__class__ }}", "caller has no __class__"),
    ("{{ ticket.__class__.__mro__ }}", "has no"),
    ("{{ ''.__class__ }}", "has no __class__"),
    ("{{ caller['upper'] }}", "names, conditions and filters alone"),
    ("{{ caller.upper() }}", "calls"),
    ("{{ range(9) }}", "calls"),
    ("{% for letter in caller %}{{ letter }}{% endfor %}", "loops"),
    ("{% set name = caller %}", "names of its own"),
    ("{{ 'a' * 999999999 }}", "names, conditions and filters alone"),
    ("{{ caller ~ caller }}", "names, conditions and filters alone"),
    ("{% include 'done.txt' %}", "names, conditions and filters alone"),
    ("{% macro again() %}{{ again() }}{% endmacro %}", "names, conditions and filters alone"),
    ("{{ self }}", "there is no self"),
    ("{% if caller %}" * 200 + "{% endif %}" * 200, "too deep"),
    ("{{ " + "(" * 3000 + "1" + ")" * 3000 + " }}", "too deep"),
    ("{{ caller" + "|upper" * 2400 + " }}", "too deep"),
    ("x" * 1_000_000, "it has 1,000,000 characters; 20,000 is the most"),
]


@pytest.mark.parametrize(("template", "fault"), FAULTY, ids=[template[:30] for template, _ in FAULTY])
def test_a_fault_is_found_by_trying_wherever_it_stands(template: str, fault: str) -> None:
    with pytest.raises(TemplateFault) as found:
        check_template(template)
    assert fault in str(found.value)
    assert len(str(found.value).splitlines()) == 1


FINE = {
    "{{ words|default('none yet', true)|truncate(60) }}": ("some text", "none yet"),
    "{{ ticket.tier|default('?', true) }}": ("2", "?"),
    "{% if ticket.tier and ticket.tier < 3 %}now{% else %}later{% endif %}": ("now", "later"),
    "{{ (workaround or resolution)|upper }}{{ caller|length }}": ("SOME TEXT8", "8"),
    "{% if ticket.channel in ('some text', 'phone') %}y{% endif %}{{ 'x' in words }}": ("yTrue", "yFalse"),
    "{{ 'some' in workaround }}{{ words is defined }}": ("TrueTrue", "FalseTrue"),
    "{{ 'yes' if until else 'no' }}{{ 'b' if contact == 'x' else 'c' }}": ("yesc", "noc"),
}


@pytest.mark.parametrize("template", FINE)
def test_what_a_team_may_well_write_passes(template: str) -> None:
    check_template(template)
    assert tuple(words_of(template, said) for said in SAMPLES) == tuple(
        f"{made}\n" for made in FINE[template]
    )


def test_whatever_a_template_raises_is_a_fault_of_the_template(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> str:
        raise AssertionError("as a filter may, one night")

    from oncall_cli.core import reply_words

    template = "{% if words == 'tonight' %}{{ words|upper }}{% endif %}"
    monkeypatch.setitem(reply_words._environment().filters, "upper", broken)
    check_template(template)
    with pytest.raises(TemplateFault, match="as a filter may"):
        words_of(template, LEAST.model_copy(update={"words": "tonight"}))


def test_every_name_there_is_can_be_said() -> None:
    for name in Said.model_fields:
        value = getattr(ALL, name)
        for part in getattr(type(value), "model_fields", {}) or [None]:
            template = f"{{{{ {name}.{part} }}}}" if part else f"{{{{ {name} }}}}"
            check_template(template)
            assert words_of(template, ALL) == f"{getattr(value, part) if part else value}\n"


def test_what_is_not_there_is_empty_and_can_be_asked_for() -> None:
    template = (
        "{{ caller }}{{ ticket.phone }}{% if workaround %}, {{ workaround|upper }}{% else %}!{% endif %}"
    )
    check_template(template)
    assert words_of(template, LEAST) == "Dana Fox!\n"
    assert words_of(template, ALL) == "Dana Foxsome text, SOME TEXT\n"


@given(st.text())
def test_what_is_said_is_never_read_as_a_template(text: str) -> None:
    hostile = "{{ ticket }}{% for a in b %}" + text
    said = LEAST.model_copy(update={"words": hostile})
    assert words_of("[{{ words }}]", said) == f"[{hostile}]\n"


@given(st.text(printable))
def test_a_template_that_passes_says_something_of_every_sample(template: str) -> None:
    try:
        check_template(template)
    except TemplateFault:
        return
    for said in SAMPLES:
        assert isinstance(words_of(template, said), str)


def test_a_template_of_the_longest_kind_is_quick_and_makes_no_more_than_a_mail_can_hold() -> None:
    long = "{{ words }}" * (TEMPLATE_LIMIT // 11)
    started = time.monotonic()
    with pytest.raises(TemplateFault, match="more than 1,000,000 characters"):
        words_of(long, LEAST.model_copy(update={"words": "x" * (WORDS_LIMIT // 10)}))
    check_template(long)
    assert time.monotonic() - started < 60, "it does not run away"

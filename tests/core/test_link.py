"""The address of a published folder, as people write it, and the links that are made from it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oncall_cli.core.link import base_url_of, links_of, without_password
from oncall_cli.errors import BadValue


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://cal.example.com/oncall/", "https://cal.example.com/oncall/"),
        ("https://cal.example.com/oncall", "https://cal.example.com/oncall/"),
        ("https://cal.example.com", "https://cal.example.com/"),
        (" webcal://cal.example.com/a/b// ", "https://cal.example.com/a/b/"),
        ("http://10.0.0.7:8080/x", "http://10.0.0.7:8080/x/"),
        ("https://[2001:db8::1]:8443/", "https://[2001:db8::1]:8443/"),
        ("HTTPS://cal.example.com/~ana/%C3%BC", "https://cal.example.com/~ana/%C3%BC/"),
    ],
)
def test_the_address_of_a_folder_ends_with_a_slash_and_is_https_where_it_can_be(
    typed: str, kept: str
) -> None:
    assert base_url_of(typed) == kept
    assert base_url_of(kept) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "cal.example.com/oncall",
        "ftp://cal.example.com/",
        "file:///srv/www",
        "https://",
        "https:///oncall",
        "https://ana:secret@cal.example.com/",
        "https://ana@cal.example.com/",
        "https://cal.example.com/?key=1",
        "https://cal.example.com/#top",
        "https://cal.example.com:port/",
        "https://cal.example.com/a b",
        'https://cal.example.com/"onclick="x',
        "https://cal.example.com/\nX-EVIL:1",
        "https://[::1/",
        "javascript:alert(1)",
        f"https://cal.example.com/{'a' * 1000}",
        "https://cal.example.com/../..",
        "https://cal.example.com/a/./b",
        "https://cal.example.com/%2e%2E/x",
        "https://cal.example.com/a%2Fb",
        "https://cal.example.com/a%00",
        "https://cal.example.com/%0d%0aX-EVIL:1",
        "https://cal.example.com/100%",
        "https://%2f/",
        "https://cal..example.com/",
        "https://-cal.example.com/",
        f"https://{'a' * 64}.example.com/",
        f"https://{'a.' * 127}com/",
        "https://300.0.0.7/",
        "https://cal[::1]/",
        "https://[::1::]/",
        "https://cal.example.com:/",
        "https://cal.example.com:0/",
        "https://cal.example.com:70000/",
    ],
)
def test_what_is_no_such_address_is_refused_and_no_password_gets_into_links(typed: str) -> None:
    with pytest.raises(BadValue, match="is not the address of a folder on a web server") as refused:
        base_url_of(typed)
    assert refused.value.hint == "write one like https://calendars.example.com/oncall/"


@given(st.text())
def test_any_text_is_an_address_or_refused(text: str) -> None:
    try:
        kept = base_url_of(text)
    except BadValue:
        return
    assert kept.startswith(("http://", "https://"))
    assert kept.endswith("/")
    assert base_url_of(kept) == kept


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("https://ana:s3cret@cal.example.com/x", "https://…@cal.example.com/x"),
        ("https://s3cret@cal.example.com/", "https://…@cal.example.com/"),
        ("https://ana:s3/cr@s3cret@cal.example.com/", "https://…@cal.example.com/"),
        ("ana:s3cret@cal.example.com/x", "…@cal.example.com/x"),
        ("https:ana:s3cret@cal.example.com", "…@cal.example.com"),
        ("ana:s3://cret@cal.example.com/", "…@cal.example.com/"),
        ("https://ana:s3cret%40cal.example.com/", "https://ana:…"),
        ("https://ana:s3cret", "https://ana:…"),
        ("https://cal.example.com:84/a b", "https://cal.example.com:84/a b"),
        ("https://cal.example.com/a:b c", "https://cal.example.com/a:b c"),
        ("ftp://cal.example.com", "ftp://cal.example.com"),
    ],
)
def test_a_refusal_names_the_address_and_no_password(given: str, shown: str) -> None:
    assert without_password(given) == shown
    with pytest.raises(BadValue) as refused:
        base_url_of(given)
    assert f"'{shown}'" in refused.value.message


def test_a_file_has_a_link_to_subscribe_and_one_to_read() -> None:
    links = links_of("https://cal.example.com/oncall/", "team.ics")
    assert links.webcal == "webcal://cal.example.com/oncall/team.ics"
    assert links.https == "https://cal.example.com/oncall/team.ics"
    assert links_of("http://10.0.0.7:8080/", "a.ics").https == "http://10.0.0.7:8080/a.ics"

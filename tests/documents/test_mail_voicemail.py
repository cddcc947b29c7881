"""The name and number of a caller in a notice of a voicemail, however its brackets and times stand."""

import pytest

from oncall_cli.documents.mail_voicemail import CalledBy, called_by

WHO = "Phones <noreply@phones.example>"


def called(subject: str, text: str = "") -> CalledBy | None:
    return called_by(subject, text, [], WHO, is_automatic=True)


@pytest.mark.parametrize(
    ("said", "name", "phone"),
    [
        ("Pat Kowalski (+49 30 123456) 0:42", "Pat Kowalski", "+49 30 123456"),
        ("Pat Kowalski (+49 (0)30 123456) 12 s", "Pat Kowalski", "+49 (0)30 123456"),
        ("Pat (555 0100 22) x12", "Pat", "555 0100 22"),
        ("+49 30 123456 (0:42)", None, "+49 30 123456"),
        ("+49 30 123456 0:42", None, "+49 30 123456"),
        ("+49 30 123456) 0:42", None, "+49 30 123456"),
        ("[+49 30 123456] 0:42", None, "+49 30 123456"),
        ("(030 1234567", None, "030 1234567"),
        ("((916) 555-0164)", None, "(916) 555-0164"),
        ("(916) 555-0164", None, "(916) 555-0164"),
        ("(+1) 916 555 0164", None, "(+1) 916 555 0164"),
        ("Pat (030)123456-7 1:02", "Pat", "(030)123456-7"),
        ("+1.916.555.0164 ext. 22", None, "+1.916.555.0164 ext. 22"),
        ("01.12.34.56.78 0:42", None, "01.12.34.56.78"),
        ("555-0100 2026-11-24 01:30", None, "555-0100"),
        ("555-0100 24.11.2026 01:30", None, "555-0100"),
        ("555 0100 11/24/2026", None, "555 0100"),
    ],
)
def test_a_number_ends_where_its_brackets_do_and_before_a_time(
    said: str, name: str | None, phone: str
) -> None:
    found = called(f"Voicemail from {said}")
    assert found is not None
    assert (found.name, found.phone) == (name, phone)


def test_a_number_in_the_text_is_as_good() -> None:
    found = called("Voicemail from Pat Kowalski (+49 30 123456) 0:42", "Number: +49 30 123456")
    assert found is not None
    assert found.phone == "+49 30 123456"
    found = called("New voicemail", "Received 2026-11-24 01:30\nNumber: (+49 30 123456) 0:42\n")
    assert found is not None
    assert found.phone == "+49 30 123456"


@pytest.mark.parametrize("piece", ["1 ", "(", "(1", "1(1)", ")", "1-", "from 1", "12345678 x"])
def test_numbers_that_mean_harm_end(piece: str) -> None:
    called("Voicemail from " + piece * 2000, f"from {piece * 2000}\n" * 20)
    found = called("Voicemail from 555-0100", f"from {piece * 2000}\n" * 20)
    assert found is not None
    assert found.phone == "555-0100"

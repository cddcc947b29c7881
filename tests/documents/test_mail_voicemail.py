"""The name and number of a caller in a notice of a voicemail, however its brackets and times stand."""

import pytest

from oncall_cli.core.attachment import Enclosed
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


@pytest.mark.parametrize(
    "piece", ["1 ", "(", "(1", "1(1)", ")", "1-", "from 1", "12345678 x", "call us ", "a. ", "id 1234567 "]
)
def test_numbers_that_mean_harm_end(piece: str) -> None:
    called("Voicemail from " + piece * 2000, f"from {piece * 2000}\n" * 20)
    found = called("Voicemail from 555-0100", f"from {piece * 2000}\n" * 20)
    assert found is not None
    assert found.phone == "555-0100"


@pytest.mark.parametrize(
    ("text", "name", "phone"),
    [
        ("John Smith (612) 555-0147 left you a message at 8:14 PM", "John Smith", "(612) 555-0147"),
        ("New: Pat Kowalski, +49 30 123456 has called you.", "Pat Kowalski", "+49 30 123456"),
        ("Hello, Dr. Pat Kowalski 555-0100 left a voicemail", "Dr. Pat Kowalski", "555-0100"),
        ("Call from Dr. J. Kowalski (612) 555-0147.", "Dr. J. Kowalski", "(612) 555-0147"),
        ("Call from Acme Inc. Press office 612-555-0147", "Acme Inc. Press office", "612-555-0147"),
        ("Call from Pat, 612-555-0147. Dial 1-800-555-0199.", "Pat", "612-555-0147"),
        ("Missed call from 612-555-0147 for Ana", None, "612-555-0147"),
        ("Missed call from Pat. Phone: 612-555-0147", None, "612-555-0147"),
        ("Message id 5551234567 from 612-555-0147", None, "612-555-0147"),
        ("Caller ID: 612-555-0147, msg id 5551234567", None, "612-555-0147"),
        ("Ticket number: 5551234567. Caller: Pat 612-555-0147", "Pat", "612-555-0147"),
        ("Your mailbox number is 5551234567. From: Pat 612-555-0147", "Pat", "612-555-0147"),
    ],
)
def test_the_number_is_the_one_that_called(text: str, name: str | None, phone: str) -> None:
    found = called("New voicemail", text)
    assert found is not None
    assert (found.name, found.phone) == (name, phone)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("anonymous. Dial 1-800-555-0199 for your mailbox.", None),
        ("anonymous, dial 1-800-555-0199 to listen", None),
        ("anonymous - Please press 1 or dial our number 1-800-555-0199", None),
        ("anonymous. Your mailbox is at 1-800-555-0199.", None),
        ("Pat Kowalski. Call 1-800-555-0199 for your mailbox.", "Pat Kowalski"),
        ("Pat Kowalski, call us at 1-800-555-0199 to listen", "Pat Kowalski"),
        ("Pat Kowalski, msg id 5551234567", "Pat Kowalski"),
        ("Pat Kowalski msg id 5551234567", "Pat Kowalski"),
        ("Pat Kowalski (ref: 5551234567)", "Pat Kowalski"),
        ("Pat Kowalski, ticket number 5551234567", "Pat Kowalski"),
        ("Pat Kowalski, message no. 5551234567", "Pat Kowalski"),
    ],
)
@pytest.mark.parametrize("place", ["subject", "text"])
def test_a_number_to_dial_or_of_something_else_is_nobodys(said: str, name: str | None, place: str) -> None:
    line = f"Missed call from {said}"
    subject, text = (line, "") if place == "subject" else ("New voicemail", line)
    recording = [Enclosed(name="message.wav", media_type="audio/wav", content=b"RIFF")]
    found = called_by(subject, text, recording, WHO, is_automatic=True)
    assert found is not None
    assert (found.name, found.phone) == (name, None)


def test_who_left_a_message_is_found_in_the_text_where_the_subject_has_the_name_alone() -> None:
    text = "John Smith (612) 555-0147 left you a message at 8:14 PM"
    found = called("Voicemail from John Smith", text)
    assert found is not None
    assert (found.name, found.phone) == ("John Smith", "(612) 555-0147")


def test_a_notice_whose_only_number_is_the_mailboxs_is_a_mail_like_any_other() -> None:
    assert called("You missed a call from anonymous. Dial 1-800-555-0199 for your mailbox.") is None

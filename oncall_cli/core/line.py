"""Texts that a policy holds, as pydantic checks them: a line, a telephone number, an email address."""

from collections.abc import Callable
from typing import Annotated

from pydantic import AfterValidator

from oncall_cli.core.member import email_of, phone_of
from oncall_cli.core.text import long_text, one_line
from oncall_cli.errors import OncallError


def _checked(check: Callable[[str], str]) -> AfterValidator:
    """The check as pydantic wants it, which knows no failures but its own."""

    def checked(text: str) -> str:
        try:
            return check(text)
        except OncallError as error:
            raise ValueError(error.message) from None

    return AfterValidator(checked)


Line = Annotated[str, _checked(lambda text: one_line(text, "text"))]
Words = Annotated[str, _checked(lambda text: long_text(text, "text"))]
PhoneNumber = Annotated[str, _checked(phone_of)]
Address = Annotated[str, _checked(email_of)]

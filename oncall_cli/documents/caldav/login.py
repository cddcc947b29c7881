"""The password of the calendar server's user. In the keyring it has a service of its own, since a person is
often called the same on the mail server."""

from oncall_cli.documents.login import Login

VARIABLE = "ONCALL_CALDAV_PASSWORD"

_LOGIN = Login(VARIABLE, "oncall-caldav")

password_of = _LOGIN.password_of
ways_to_give = _LOGIN.ways_to_give
what_was_given = _LOGIN.what_was_given

"""The password of the mail server's user."""

from oncall_cli.documents.login import Login

VARIABLE = "ONCALL_MAIL_PASSWORD"

_LOGIN = Login(VARIABLE, "oncall")

password_of = _LOGIN.password_of
ways_to_give = _LOGIN.ways_to_give

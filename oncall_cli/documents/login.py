"""The password of somebody on a server: from the environment, else from the keyring, and nowhere else."""

from collections.abc import Mapping
from typing import NamedTuple

from oncall_cli.core.text import visible


class Login(NamedTuple):
    """Where the passwords for one kind of server are: the `variable` of the environment, and the name of the
    `service` in the keyring."""

    variable: str
    service: str

    def password_of(self, user: str, environ: Mapping[str, str]) -> str | None:
        """The password of a user, or nothing where nobody has given one."""
        return environ.get(self.variable) or self._in_keyring(user) or None

    def ways_to_give(self, user: str) -> str:
        """How to give the password of a user."""
        return (
            f"set {self.variable}, or keep it in the keyring (the extra `keyring`): "
            f"keyring set {self.service} {user}"
        )

    def what_was_given(self, user: str) -> str:
        """What to look at where the password of a user is not taken."""
        return (
            f"is the password in {self.variable} right for {visible(user)}? "
            f"Where that is not set, it is the keyring's for {self.service}"
        )

    def _in_keyring(self, user: str) -> str | None:
        """What the keyring has; nothing where it is not installed, locked or not there."""
        try:
            import keyring
            from keyring.errors import KeyringError
        except ImportError:
            return None
        try:
            return keyring.get_password(self.service, user)
        except (KeyringError, OSError, RuntimeError):
            return None

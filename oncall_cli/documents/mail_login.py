"""The password of the mail server's user: from the environment, else from the keyring, and nowhere else."""

from collections.abc import Mapping

VARIABLE = "ONCALL_MAIL_PASSWORD"
SERVICE = "oncall"


def password_of(user: str, environ: Mapping[str, str]) -> str | None:
    """The password of a user, or nothing where nobody has given one."""
    return environ.get(VARIABLE) or _in_keyring(user) or None


def ways_to_give(user: str) -> str:
    """How to give the password of a user."""
    return f"set {VARIABLE}, or keep it in the keyring (the extra `keyring`): keyring set {SERVICE} {user}"


def _in_keyring(user: str) -> str | None:
    """What the keyring has; nothing where it is not installed, locked or not there."""
    try:
        import keyring
        from keyring.errors import KeyringError
    except ImportError:
        return None
    try:
        return keyring.get_password(SERVICE, user)
    except (KeyringError, OSError, RuntimeError):
        return None

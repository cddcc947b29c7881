"""The templates of replies in a policy file, tried when it is read: a fault is found by day (T7)."""

from collections.abc import Mapping

from oncall_cli.core.mail_rules import ReplyKind
from oncall_cli.errors import BadValue


def check_reply_templates(templates: Mapping[ReplyKind, str], source: str) -> None:
    """BadValue names the source, each template that could fail, and its fault. Jinja is imported only where
    there is one."""
    if not templates:
        return
    from oncall_cli.core.reply_words import TemplateFault, check_template

    faults = []
    for kind, template in templates.items():
        try:
            check_template(template)
        except TemplateFault as fault:
            faults.append(f"mail.templates.{kind}: {fault}")
    if faults:
        raise BadValue(f"{source}: {'; '.join(faults)}")

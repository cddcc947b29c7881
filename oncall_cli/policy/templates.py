"""The templates of replies in a policy file, tried when it is read: a fault is found by day (T7)."""

from typing import Any, get_args

from oncall_cli.core.mail_rules import ReplyKind


def template_faults(table: dict[str, Any]) -> list[str]:
    """Each template of a policy's tables that could fail, by its key, and its fault. They are tried whatever
    else is wrong with the policy; what is no text, or no kind of reply, is for others to name. Jinja is
    imported only where there is a template."""
    mail = table.get("mail")
    templates = mail.get("templates") if isinstance(mail, dict) else None
    if not isinstance(templates, dict) or not templates:
        return []
    from oncall_cli.core.reply_words import TemplateFault, check_template

    faults = []
    for kind in get_args(ReplyKind):
        template = templates.get(kind)
        if not isinstance(template, str):
            continue
        try:
            check_template(template)
        except TemplateFault as fault:
            faults.append(f"mail.templates.{kind}: {fault}")
    return faults

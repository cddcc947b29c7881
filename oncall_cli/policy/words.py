"""A policy as words: its tables, its keys one by one, and what looks unintended in it."""

from collections.abc import Iterator, Mapping
from typing import Any

from oncall_cli.core.escalation import EscalationRules
from oncall_cli.core.mail import is_here
from oncall_cli.core.mail_rules import MailRules
from oncall_cli.core.reminder import AHEAD, ReminderTimes
from oncall_cli.core.span import MINUTE
from oncall_cli.policy.model import Policy, RotationRules

_BUILT_IN = ReminderTimes()


def policy_table(policy: Policy) -> dict[str, Any]:
    """The policy as plain tables, without the keys that say nothing."""
    return _said(policy.model_dump(mode="json"))


def _said(table: Mapping[str, Any]) -> dict[str, Any]:
    said = {str(key): _said(value) if isinstance(value, Mapping) else value for key, value in table.items()}
    return {key: value for key, value in said.items() if value is not None}


def keys_of(policy: Policy) -> dict[str, str]:
    """Every key by its dotted path, with its value as text."""
    return dict(_flat("", policy_table(policy)))


def _flat(path: str, table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, Mapping):
            yield from _flat(here, value)
        else:
            yield here, ", ".join(map(str, value)) if isinstance(value, list) else str(value)


def policy_doubts(policy: Policy) -> list[str]:
    """What is allowed and probably not meant, in words."""
    doubts = []
    if not any(rules.on_line for rules in policy.tiers.values()):
        doubts.append("no tier has on_line = true, so every call on the line counts as non-critical use")
    if not any(getattr(policy.office, day) for day in type(policy.office).model_fields):
        doubts.append("[office] has no hours at all, so everything in a week is after hours")
    if policy.holidays.remove and policy.holidays.country is None:
        doubts.append("holidays.remove has no effect without holidays.country")
    if policy.phone.line is None:
        doubts.append("phone.line is not set, so reminders cannot say which number to call")
    if policy.training.valid and not policy.training.topics:
        doubts.append("training.valid has no effect without training.topics")
    doubts += _reminder_doubts(policy.phone.reminders, policy.rotation)
    return [*doubts, *_escalation_doubts(policy.escalation), *mail_doubts(policy.mail)]


def _reminder_doubts(times: ReminderTimes, rotation: RotationRules) -> list[str]:
    """Reminders that ring at another time than the one they are given, as it would come too late or too
    early. The built-in times are meant for any week."""
    begins, ends = f"a week begins at {rotation.start:%H:%M}", f"a week ends at {rotation.end:%H:%M}"
    before = f"{begins}: it rings {AHEAD // MINUTE} minutes before"
    said = {
        "take_over": before if times.take_over > rotation.start else None,
        "hand_over": before if times.hand_over > rotation.start else None,
        "test_call": f"{begins}: it rings then" if times.test_call < rotation.start else None,
        "pay_form": f"{ends}: it rings after that" if times.pay_form <= rotation.end else None,
    }
    return [
        f"phone.reminders.{name} is {getattr(times, name):%H:%M}, but {why}"
        for name, why in said.items()
        if why and getattr(times, name) != getattr(_BUILT_IN, name)
    ]


def _escalation_doubts(rules: EscalationRules) -> list[str]:
    doubts = []
    if not rules.levels:
        doubts.append("escalation.levels names nobody, so an escalation goes to a manager of the team")
    twice = sorted({level for level in rules.levels if rules.levels.count(level) > 1})
    doubts += [f"escalation.levels names {level} twice" for level in twice]
    names = [topic.casefold() for topic in rules.topics]
    doubts += [
        f"escalation.topics has {topic} twice, in other capitals"
        for topic in sorted({name for name in names if names.count(name) > 1})
    ]
    return doubts


def mail_doubts(rules: MailRules) -> list[str]:
    """What would keep replies from being sent, or has no effect."""
    if rules.server is None:
        idle = [key for key in ("port", "user") if getattr(rules, key) is not None]
        return [f"mail.{key} has no effect without mail.server" for key in idle]
    doubts = []
    if rules.security == "none" and not is_here(rules.server):
        doubts.append(
            f"mail.security is none, so replies go to {rules.server} for everybody on the way to read"
        )
        if rules.user is not None:
            doubts.append("mail.user is not logged in without encryption, so no reply would ever be sent")
    if rules.user is None and rules.port in (465, 587):
        doubts.append(f"mail.user is not set, and servers take no mail at port {rules.port} without a login")
    if (rules.security, rules.port) in (("starttls", 465), ("tls", 587)):
        other = "tls" if rules.port == 465 else "starttls"
        doubts.append(f'at port {rules.port} servers expect mail.security = "{other}"')
    return doubts

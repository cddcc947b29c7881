"""What a person has to do on their phone so that a calendar rings there, by the way it gets to them."""

_TO_IMPORT = """\
Import it into a new, empty calendar, so that it can be replaced as a whole.
  iPhone: open the file from Mail or Safari, not from Files.
  Google Calendar imports in a browser only."""

_TO_STAY_NEW = """\
It stays as it is; with `oncall calendar publish` phones keep up to date."""

TO_IMPORT = f"""\
{_TO_IMPORT} It drops the alarms: set
  that calendar's own notification to 0 minutes.
{_TO_STAY_NEW}"""

TO_IMPORT_TEAM = f"""\
{_TO_IMPORT}
It rings nowhere: --person HANDLE is the calendar with reminders.
{_TO_STAY_NEW}"""

TO_SUBSCRIBE = """\
Everybody subscribes to their own link once, on the phone that is to ring:
  iPhone: open the webcal:// link, and turn "Remove Alarms" off.
  Android: give the https:// link to the app ICSx5, with embedded alerts on.
  Google Calendar (in a browser) ignores the alarms: set that calendar's own
  notification to 0 minutes; it reads again after 8 to 24 hours, so tell people
  of a late swap directly. Outlook: the https:// link; alarms may stay silent."""

TO_PUSH = """\
Run it again whenever the rotation changes: only what changed is written.
  iPhone: in Settings, Calendar Accounts, "Other", "Add CalDAV Account".
  Android: the app DAVx5 brings it into the phone's own calendar.
  Google Calendar and Outlook do not read CalDAV servers by themselves:
  `oncall calendar publish` is for them."""

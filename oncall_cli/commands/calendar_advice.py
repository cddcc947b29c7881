"""What a person has to do on their phone so that a calendar rings there, by the way it gets to them."""

TO_IMPORT = """\
Import the file into an empty calendar of its own, so that it can be replaced as a whole.
Where a web server can hold it, `oncall calendar publish` keeps it up to date by itself."""

TO_IMPORT_TEAM = f"""\
{TO_IMPORT}
It rings nowhere: --person HANDLE is the calendar with reminders."""

TO_SUBSCRIBE = """\
Everybody subscribes to their own link once; it then stays up to date by itself.
  iPhone: open the webcal:// link, and turn "Remove Alarms" off.
  Android: give the https:// link to the app ICSx5, with embedded alerts on.
  Google Calendar ignores the alarms (set that calendar's own notifications) and reads again after
  8 to 24 hours: tell people of a late swap directly. Outlook: use the https:// link."""

TO_PUSH = """\
Run it again whenever the rotation changes: only what changed is written.
  iPhone: Settings, Calendar accounts, "Other", CalDAV. Android: the app DAVx5.
  Google Calendar and Outlook do not read CalDAV servers: `oncall calendar publish` is for them."""

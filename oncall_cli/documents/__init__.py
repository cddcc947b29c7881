"""What leaves the program as a file or a message: calendars, pay forms, the written policy, mail."""

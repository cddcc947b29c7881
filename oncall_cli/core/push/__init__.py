"""What becomes of a calendar on a CalDAV server, decided from what the server has."""

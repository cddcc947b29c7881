"""What a calendar file, ours or anybody's, would do on phones: wrong times, lost alarms, doubles."""

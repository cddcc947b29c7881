"""One thin file per noun: load, decide, save, return an answer."""

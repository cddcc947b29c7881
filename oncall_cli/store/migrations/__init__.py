"""The tables of a store, one release a file; one that has been released is never edited."""

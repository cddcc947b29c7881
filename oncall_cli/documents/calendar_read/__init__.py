"""A calendar file as it is, with all that is wrong with it, where a parser would mend or refuse it."""

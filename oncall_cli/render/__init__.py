"""How an answer looks to a person; JSON comes from the answer's own model."""

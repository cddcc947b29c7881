"""Pay for standing by and for call-outs: a rule as data, and the lines that it makes of duties and calls."""

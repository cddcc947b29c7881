"""The team's policy: one TOML file, laid over the built-in one, validated, and dated."""

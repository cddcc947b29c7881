"""The rules of on-call support as pure functions over frozen models: no I/O, no clock, no terminal."""

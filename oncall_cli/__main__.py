"""`python -m oncall_cli` is `oncall`."""

from oncall_cli.cli import main

if __name__ == "__main__":
    main()

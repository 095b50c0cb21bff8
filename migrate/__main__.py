"""`python -m migrate` and the `migrate` script: runs the command line and turns the user's mistakes into one clear line."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line. Exits with 0, 1 or 2 as DESIGN says, 130 after Ctrl-C."""
    import click

    from migrate.cli import cli
    from migrate.errors import MigrateError

    try:
        code = cli.main(standalone_mode=False)
    except MigrateError as error:
        head, _, rest = str(error).partition("\n")
        click.echo(f"{click.style('error:', fg='red', bold=True)} {head}" + (f"\n{rest}" if rest else ""), err=True)
        code = 2
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; the tree is as it was before the step", err=True)
        code = 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # the reader has gone: no second complaint at exit
        code = 0
    sys.exit(code if isinstance(code, int) else 0)


if __name__ == "__main__":
    main()

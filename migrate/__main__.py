"""`python -m migrate` and the `migrate` script: runs the command line and turns the user's mistakes into one clear line."""

from __future__ import annotations

import atexit
import gc
import os
import sys
import threading
from typing import NoReturn


def complain(what: str) -> int:
    """Say on stderr what is wrong, and give the exit code for it."""
    import click

    from migrate.markup import visible

    what = "\n".join(map(visible, what.splitlines()))
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    click.echo(f"{click.style('error:', fg='red', bold=True)} {what}", err=True, color=False if plain else None)
    return 2


def main() -> None:
    """Run the command line. Exits with 0, 1 or 2 as DESIGN says, 130 after Ctrl-C."""
    gc.set_threshold(100_000, 20, 20)  # importing makes hundreds of thousands of objects and no garbage
    import click

    from migrate.cli import cli
    from migrate.errors import MigrateError

    if sys.stdout is not None and sys.stdout.errors == "strict":
        sys.stdout.reconfigure(errors="backslashreplace")  # type: ignore[union-attr] # a name that the terminal cannot show
    output = sys.stdout
    try:
        code = cli.main(standalone_mode=False)
    except MigrateError as error:
        code = complain(str(error))
    except click.ClickException as error:
        error.show()
        code = 2
    except (KeyboardInterrupt, click.Abort):
        click.echo("interrupted; the tree is as it was before the step", err=True)
        code = 130
    except BrokenPipeError:
        code = readerless()
    except SystemExit as end:  # click's way to say that the reader has gone
        code = end.code if sys.stdout is output else readerless()
    except OSError as error:
        code = complain(f"{error.strerror or error}: {error.filename or 'writing the answer'}")
    leave(code if isinstance(code, int) else 0)


def readerless() -> int:
    """Nobody reads what is printed any more, as behind `| head`: no second complaint at the end, and no mistake of anybody's."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    return 0


def leave(code: int) -> NoReturn:
    """End the program with this code. What asked to be called at the end is, and what was printed goes out; the memory is not
    tidied up piece by piece: after a large tree that takes as long as importing all that we import."""
    if threading.active_count() > 1 or sys.getprofile() or sys.gettrace():
        sys.exit(code)  # somebody else has an end of their own to come to
    atexit._run_exitfuncs()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            try:
                stream.flush()
            except (OSError, ValueError):
                sys.exit(code)  # Python says of it what it always says
    os._exit(code)


if __name__ == "__main__":
    main()

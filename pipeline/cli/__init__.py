"""The command `mahdar`: parse the arguments, call the pipeline, print, and return the exit status.
Standard output is for data, standard error for messages.

Exit status: 0 done, 1 done with rejects, 2 wrong use, 3 failed, 130 stopped by Ctrl-C or SIGTERM.
Heavy modules are imported where they are used, so that `mahdar --help` answers at once."""

from __future__ import annotations

from collections.abc import Sequence

import click

from pipeline.cli import streams
from pipeline.cli.common import DONE, FAILED, STOPPED, WRONG_USE, say
from pipeline.cli.corrections import corrections
from pipeline.cli.diff import diff
from pipeline.cli.entities import entities
from pipeline.cli.evaluate import evaluate
from pipeline.cli.export import export
from pipeline.cli.forget import forget
from pipeline.cli.meetings import meetings
from pipeline.cli.process import process
from pipeline.cli.review import report, review
from pipeline.cli.schema import schema
from pipeline.cli.settings import settings
from pipeline.cli.shard import shard
from pipeline.cli.site import site


def main(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit status."""
    from pipeline.errors import MahdarError, UsageError

    streams.open_all()
    try:
        return commands.main(args, prog_name="mahdar", standalone_mode=False) or DONE
    except click.exceptions.NoArgsIsHelpError as err:
        err.show()
        return WRONG_USE
    except click.ClickException as err:
        context = getattr(err, "ctx", None)
        say(
            f"{err.format_message()} (see {context.command_path if context else 'mahdar'} --help)".replace(
                "\n", " "
            )
        )
        return WRONG_USE
    except UsageError as err:
        say(str(err))
        return WRONG_USE
    except MahdarError as err:
        say(str(err))
        return FAILED
    except click.Abort:  # Ctrl-C, SIGTERM
        say("stopped; finished work is kept, run the same command to continue")
        return STOPPED
    except Exception as err:
        if isinstance(err, OSError) and (why := streams.unwritable(err)):
            say(why)
            streams.abandon_output()
            return FAILED
        # a bug: print the traceback, but with its own status, because 1 means «done with rejects»
        import traceback

        traceback.print_exc()
        return FAILED


def _print_version(context: click.Context, _: click.Parameter, asked: bool) -> None:
    if not asked or context.resilient_parsing:
        return
    from pipeline import provenance
    from pipeline.config import Config
    from pipeline.errors import MahdarError

    try:
        model = provenance.model(Config())
    except MahdarError:
        model = "missing"
    click.echo(f"mahdar {provenance.version()} (code {provenance.code()}, model {model})")
    context.exit()


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version, with the fingerprints of code and model, and exit.",
)
def commands() -> None:
    """Arabic press releases in, meeting records out (محضر: the minutes of a meeting).

    \b
    Example:
      mahdar process data/raw --out data/processed
      mahdar process - < release.txt | jq .body.name

    Exit status: 0 done, 1 done with rejects, 2 wrong use, 3 failed.
    """


for command in (
    process,
    review,
    report,
    corrections,
    meetings,
    entities,
    forget,
    diff,
    export,
    site,
    shard,
    evaluate,
    schema,
    settings,
):
    commands.add_command(command)

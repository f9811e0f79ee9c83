"""The command line: `briefbot COMMAND`. The only room that prints.

Every error a person can cause is one clear line on stderr and exit code 2. Rooms are imported by the command that
needs them, so that each starts fast.
"""

import asyncio
import contextlib
import io
import signal
import sys
import threading
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeVar

import typer

from bot import logs
from bot.mistakes import Mistake
from bot.settings import load_settings

if TYPE_CHECKING:
    from bot.upkeep import Finding

Result = TypeVar("Result")

app = typer.Typer(
    help="Briefbot, the news desk in your chat.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
sources_app = typer.Typer(help="Manage the sources that are read.", no_args_is_help=True)
app.add_typer(sources_app, name="sources")

Places = Annotated[list[str], typer.Argument(metavar="PATH|URL…", help="feeds, archive pages or text files")]
Exported = Annotated[Path, typer.Argument(metavar="FILE", help="OPML, or a JSON export")]
OwnFiles = Annotated[bool, typer.Option("--files", help="OPML of your own may name files of this machine")]
AsJson = Annotated[bool, typer.Option("--json", help="one JSON object a line")]


@app.command()
def run(
    role: Annotated[
        list[str] | None,
        typer.Option(metavar="ROLE", help="only this part: chat, ingest or dispatch; may be given again"),
    ] = None,
) -> None:
    """Run the bot. Needs BRIEFBOT_TOKEN."""
    settings = load_settings()
    _leave_out_a_command_line()
    from bot.app import Role, run_bot

    wrong = [name for name in role or () if name not in set(Role)]
    if wrong:
        raise Mistake(f"there is no role {wrong[0]!r}: write {', '.join(Role)}")
    logs.set_up(settings.log_level, secrets=settings.secrets)
    _until_stopped(lambda stop: run_bot(settings, stop, [Role(name) for name in role or ()]))


@app.command("try")
def try_out(
    source: Annotated[list[str] | None, typer.Option(help="a feed, archive page or text file; else samples")] = None,
    port: Annotated[int, typer.Option(min=0, max=65_535, help="port of the chat page; 0: any free one")] = 0,
    data: Annotated[Path | None, typer.Option(help="keep the trial's database in this folder")] = None,
    serve: Annotated[bool, typer.Option("--serve", help="stay up without a terminal")] = False,  # noqa: FBT002  # typer's flag
) -> None:
    """Try the whole bot: no token, no internet. On a terminal you chat; else stdin is a script."""
    _leave_out_a_command_line()
    from bot import trial

    addresses = trial.addresses_or_samples(source or ())
    at_terminal = bool(sys.stdin and sys.stdin.isatty())
    logs.set_up("WARNING" if at_terminal else "INFO")
    if at_terminal or serve:
        lines = _typed_lines() if at_terminal else None
        _until_stopped(lambda stop: trial.run_chat(lines, addresses, stop, tell=_say, port=port, folder=data))
    else:
        told = _until_stopped(
            lambda stop: trial.run_script(_typed_lines(), addresses, stop, tell=_note, port=port, folder=data)
        )
        sys.stdout.write(told)


@app.command()
def read(places: Places, as_json: AsJson = False) -> None:  # noqa: FBT002  # typer's flag
    """Read sources once and print their briefs."""
    settings = load_settings()
    from bot import perusal

    output = perusal.Output(perusal.as_json if as_json else perusal.as_text, _say, _note)
    raise typer.Exit(_once(perusal.read(settings, places, output)))


@app.command(context_settings={"ignore_unknown_options": True})  # a topic may begin with a minus
def match(query: str, places: Places, as_json: AsJson = False) -> None:  # noqa: FBT002  # typer's flag
    """Print which briefs a topic matches, and by which words. Exit 0: some, 1: none, 2: bad topic."""
    settings = load_settings()
    from bot import perusal

    output = perusal.Output(perusal.as_json if as_json else perusal.as_text, _say, _note)
    raise typer.Exit(_once(perusal.match(settings, query, places, output)))


@app.command()
def stories(places: Places, as_json: AsJson = False) -> None:  # noqa: FBT002  # typer's flag
    """Group briefs into stories, in order of publication."""
    settings = load_settings()
    from bot import perusal

    output = perusal.Output(perusal.as_json if as_json else perusal.as_pairs, _say, _note)
    raise typer.Exit(_once(perusal.stories(settings, places, output)))


@sources_app.command("add")
def add_source(address: Annotated[str, typer.Argument(metavar="PATH|URL")]) -> None:
    """Add what is to be read at an address: a feed, a site's feed, an archive page, a text; and show what comes."""
    settings = load_settings()
    from bot import adding

    _tell(_once(adding.add_source(settings, address)))


@sources_app.command("list")
def list_sources() -> None:
    """List the sources and how their visits went."""
    settings = load_settings()
    from bot import upkeep

    _tell(_once(upkeep.list_sources(settings)))


@sources_app.command("remove")
def remove_source(address: Annotated[str, typer.Argument(metavar="ID|PATH|URL")]) -> None:
    """Remove a source. Its briefs stay in the archive; adding it again brings it back."""
    settings = load_settings()
    from bot import upkeep

    _tell(_once(upkeep.remove_source(settings, address)))


@sources_app.command("check")
def check_sources() -> None:
    """Read every source now, and say what comes of it. Nothing is stored. Exit 1: some cannot be read."""
    settings = load_settings()
    from bot import upkeep

    _report(_once(upkeep.check_sources(settings)))


@app.command()
def doctor() -> None:
    """Check settings, database, token and sources, and say what to do. Exit 1: something needs doing."""
    settings = load_settings()
    from bot import upkeep

    _report(_once(upkeep.examine(settings)))


@app.command()
def backup(path: Annotated[Path, typer.Argument(help="the file to write; it must not exist yet")]) -> None:
    """Write a consistent copy of the database, also while the bot runs."""
    settings = load_settings()
    from bot import upkeep

    _tell(_once(upkeep.back_up(settings, path)))


@app.command("import")
def import_file(path: Exported, files: OwnFiles = False) -> None:  # noqa: FBT002  # typer's flag
    """Add the sources of an OPML file, or all of a JSON export. Exit 1: not all of it could be taken."""
    settings = load_settings()
    from bot import relocation

    told = _once(relocation.import_file(settings, path, takes_files=files))
    _tell(told.lines)
    raise typer.Exit(0 if told.is_whole else 1)


@app.command()
def export(
    form: Annotated[str, typer.Option("--format", metavar="opml|json", help="opml: sources; json: all")] = "opml",
) -> None:
    """Print the sources as OPML, or all that moves to another machine as JSON. UTF-8 whatever the terminal's."""
    settings = load_settings()
    from bot import relocation

    forms = {"opml": relocation.export_outlines, "json": relocation.export_belongings}
    if form not in forms:
        raise Mistake(f"there is no format {form!r}: write {' or '.join(forms)}")
    sys.stdout.buffer.write(_once(forms[form](settings)).encode())
    sys.stdout.buffer.flush()


def main() -> None:
    """Run the command line; every mistake a person can make ends in one clear line and exit code 2."""
    _speak_utf8()
    try:
        sys.exit(app(standalone_mode=False))
    except typer.TyperException as exc:
        if wrong := exc.format_message():  # empty: no command was given, and the help stands there already
            _note(f"briefbot: {wrong.rstrip('.')}: see briefbot --help")
        sys.exit(2)
    except Mistake as exc:
        _note(f"briefbot: {exc}")
        sys.exit(2)
    except BrokenPipeError:
        sys.exit(0)  # whoever read our output has had enough


def _speak_utf8() -> None:
    """Briefs are written in every script there is: the locale has no say, and a wrong byte stops nothing."""
    for stream, encoding, errors in (
        (sys.stdin, "utf-8-sig", "replace"),
        (sys.stdout, "utf-8", "backslashreplace"),
        (sys.stderr, "utf-8", "backslashreplace"),
    ):
        if isinstance(stream, io.TextIOWrapper):  # a closed stream is None
            stream.reconfigure(encoding=encoding, errors=errors)


def _leave_out_a_command_line() -> None:
    """Where click is installed, the Telegram library's HTTP package imports a command line of its own: 0.05 s."""
    sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None makes its guarded import fail


def _once(work: Coroutine[Any, Any, Result]) -> Result:
    """Run one short command; Ctrl-C ends it at once."""
    from bot.ingest.reading.document import UnreadableDocument
    from storage.errors import StorageError

    try:
        return asyncio.run(work)
    except (StorageError, UnreadableDocument) as exc:
        raise Mistake(str(exc)) from exc


def _until_stopped(work: Callable[[asyncio.Event], Coroutine[Any, Any, Result]]) -> Result:
    """Run until SIGINT or SIGTERM: the first asks to end in good order, a second ends at once."""

    async def stoppable() -> Result:
        stop = asyncio.Event()
        doing = asyncio.current_task()

        def ask_to_stop() -> None:
            if stop.is_set() and doing:
                doing.cancel()
            stop.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(number, ask_to_stop)
        return await work(stop)

    try:
        return _once(stoppable())
    except asyncio.CancelledError:
        sys.exit(130)


async def _typed_lines() -> AsyncIterator[str]:
    """The lines of stdin as they come. Read in a thread of its own: a read of a terminal cannot be ended."""
    loop = asyncio.get_running_loop()
    lines: asyncio.Queue[str | None] = asyncio.Queue()

    def pass_on() -> None:
        with contextlib.suppress(RuntimeError):  # the loop was closed while we waited for a line
            for line in sys.stdin or ():
                loop.call_soon_threadsafe(lines.put_nowait, line)
            loop.call_soon_threadsafe(lines.put_nowait, None)

    threading.Thread(target=pass_on, name="stdin", daemon=True).start()
    while (line := await lines.get()) is not None:
        yield line


def _report(findings: Sequence["Finding"]) -> None:
    """Print what was found, a line each; exit 1 where something needs doing."""
    for finding in findings:
        _say(f"{'ok  ' if finding.is_well else 'FIX '} {finding.line}")
    raise typer.Exit(0 if all(finding.is_well for finding in findings) else 1)


def _tell(lines: Sequence[str]) -> None:
    for line in lines:
        _say(line)


def _say(line: str) -> None:
    print(line, flush=True)


def _note(line: str) -> None:
    print(line, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()

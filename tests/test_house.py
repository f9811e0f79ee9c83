"""A line knows its room: each word is spoken in one place, and a line that strays is named.

The import contracts (pyproject.toml) say who may import whom; these tests say who may say what.
"""

import ast
import re
import subprocess
import sys
import tokenize
from pathlib import Path

from tests.house import DEFINITIONS, EVERYTHING, OURS, ROOT, TESTS, SourceFile, calls, dotted, names, texts

COMMAND_LINE = ("bot/__main__.py", "bench/")
WORKER_LOOPS: tuple[str, ...] = (
    "bot/app.py",
    "bot/chat/polling.py",
    "bot/dispatch/notifier.py",
    "bot/dispatch/planner.py",
    "bot/dispatch/worker.py",
    "bot/ingest/hubs.py",
    "bot/ingest/worker.py",
)
"""Where one unit of work may fail in any way without stopping the next one."""
FOREIGN_PARSERS = ("bot/ingest/reading/feeds.py",)
"""Where a library reads hostile bytes and may raise anything at all."""

SQL = re.compile(
    r"\bSELECT\s.+\sFROM\s|\bINSERT\s+INTO\s|\bUPDATE\s+\w+\s+SET\s|\bDELETE\s+FROM\s|\bPRAGMA\s", re.DOTALL
)
CUPBOARDS = re.compile(r"(^|_)(utils?|helpers?|common|managers?|misc|inner|data)(_|$)")
PRESCRIBED = frozenset({"do_request"})
"""Names that a library's base class prescribes (telegram.request.BaseRequest)."""
VAGUE = re.compile(r"^_*(do_|handle_)|(Manager|Helper|Utils?)$")
CLOCK = re.compile(
    r"(^|\.)(datetime\.(now|utcnow|today)|date\.today|time\.(time|time_ns|monotonic|monotonic_ns|perf_counter))$"
)
REASON = re.compile(
    r"#\s*(?:type:\s*ignore(?:\[[\w\s,-]*\])?|noqa(?::\s*[A-Z]+\d+(?:[,\s]+[A-Z]+\d+)*)?|pragma:\s*no cover|fmt:\s*\w+)"
)


def is_in(file: SourceFile, rooms: tuple[str, ...]) -> bool:
    return file.name.startswith(rooms)


def stand(lost: list[str]) -> None:
    """Fail with one lost line a line."""
    assert not lost, "\n" + "\n".join(lost)


def test_the_walls_stand() -> None:
    """Who may import whom: the contracts in pyproject.toml. In a process of its own: it silences every logger."""
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    linted = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 (our own tool)

    assert linted.returncode == 0, linted.stdout


def test_only_the_command_line_prints() -> None:
    stand(
        [
            file.lost(call.lineno, "prints: only the command line does")
            for file in EVERYTHING
            if not is_in(file, COMMAND_LINE)
            for call, name in calls(file)
            if name == "print"
        ]
    )


def test_only_the_clock_knows_the_time() -> None:
    """The sandbox is another party, with a clock of its own."""
    stand(
        [
            file.lost(line, f"says {name}: only bot/clock.py asks for the time; take `now` as a value")
            for file in OURS
            if not is_in(file, ("bot/clock.py", "bot/sandbox/"))
            for line, name in names(file)
            if CLOCK.search(name)
        ]
    )


def test_only_settings_look_at_the_environment() -> None:
    stand(
        [
            file.lost(line, f"says {name}: only bot/settings.py reads the environment")
            for file in OURS
            if file.name != "bot/settings.py"
            for line, name in names(file)
            if name in {"os.environ", "os.getenv", "environ"}
        ]
    )


def test_only_storage_speaks_sql() -> None:
    stand(
        [
            file.lost(line, "speaks SQL: ask storage for a verb")
            for file in OURS
            if not is_in(file, ("storage/",))
            for line, text in texts(file)
            if SQL.search(text)
        ]
    )


def test_only_fetch_speaks_of_conditional_requests() -> None:
    stand(
        [
            file.lost(line, f"says {text!r}: only bot/ingest/fetch.py knows HTTP's headers for sources")
            for file in OURS
            if not is_in(file, ("bot/ingest/fetch.py", "bot/web/", "bot/sandbox/"))
            for line, text in texts(file)
            if text in {"ETag", "If-None-Match", "Last-Modified", "If-Modified-Since"}
        ]
    )


def test_long_lived_tasks_start_in_app() -> None:
    """A unit of work may open a TaskGroup of its own; clock and polling race a wait, storage shields."""
    rule = "tasks start in bot/app.py, or in a TaskGroup within one unit of work"
    stand(
        [
            file.lost(call.lineno, f"says {name}: {rule}")
            for file in OURS
            if not is_in(file, ("bot/app.py", "bot/clock.py", "storage/", "bot/chat/polling.py"))
            for call, name in calls(file)
            if name.endswith(("create_task", "ensure_future")) and name.partition(".")[0] not in task_groups(file)
        ]
    )


def task_groups(file: SourceFile) -> set[str]:
    """The names under which a file opens or is handed a TaskGroup."""
    opened = {
        item.optional_vars.id
        for node in file.nodes
        if isinstance(node, ast.AsyncWith)
        for item in node.items
        if isinstance(item.optional_vars, ast.Name)
        and isinstance(item.context_expr, ast.Call)
        and dotted(item.context_expr.func).endswith("TaskGroup")
    }
    handed = {
        node.arg
        for node in file.nodes
        if isinstance(node, ast.arg) and node.annotation and dotted(node.annotation).endswith("TaskGroup")
    }
    return opened | handed


def test_no_room_is_a_cupboard() -> None:
    stand(
        [
            file.lost(1, f"is called {part}: name it for what it does")
            for file in EVERYTHING
            for part in file.name.removesuffix(".py").split("/")
            if CUPBOARDS.search(part)
        ]
    )


def test_no_name_is_vague() -> None:
    stand(
        [
            file.lost(node.lineno, f"defines {node.name}: say what it does")
            for file in EVERYTHING
            for node in file.nodes
            if isinstance(node, DEFINITIONS) and VAGUE.search(node.name) and node.name not in PRESCRIBED
        ]
    )


def test_only_worker_loops_catch_everything() -> None:
    """Elsewhere too an error may be caught to be raised again: to undo, to close."""
    stand(
        [
            file.lost(node.lineno, "catches everything: only the loop around one unit of work does")
            for file in OURS
            if not is_in(file, WORKER_LOOPS + FOREIGN_PARSERS)
            for node in file.nodes
            if isinstance(node, ast.ExceptHandler) and catches_everything(node) and not raises_again(node)
        ]
    )


def catches_everything(node: ast.ExceptHandler) -> bool:
    kinds = node.type.elts if isinstance(node.type, ast.Tuple) else [node.type]
    return any(kind is None or dotted(kind) in {"Exception", "BaseException"} for kind in kinds)


def raises_again(node: ast.ExceptHandler) -> bool:
    return isinstance(node.body[-1], ast.Raise)


def test_every_exception_to_a_rule_has_its_reason() -> None:
    """`noqa`, `type: ignore`, `cast`: why, on the same line."""
    lost = []
    for file in EVERYTHING:
        reasons: dict[int, str] = {}
        for token in file.tokens:
            if token.type != tokenize.COMMENT:
                continue
            reasons[token.start[0]] = REASON.sub("", token.string).strip(" #:.")
            if REASON.search(token.string) and not reasons[token.start[0]] and "fmt:" not in token.string:
                lost.append(file.lost(token.start[0], "makes an exception without a reason on the line"))
        lost += [
            file.lost(call.lineno, "casts without a reason on the line")
            for call, name in calls(file)
            if name in {"cast", "typing.cast"}
            and not any(reasons.get(line) for line in range(call.lineno, (call.end_lineno or call.lineno) + 1))
        ]
    stand(lost)


def test_no_test_patches_our_own_code() -> None:
    lost = []
    for file in TESTS:
        own = {
            alias.asname or alias.name.partition(".")[0]
            for node in file.nodes
            if isinstance(node, ast.Import | ast.ImportFrom)
            for alias in node.names
            if (getattr(node, "module", None) or alias.name).partition(".")[0] in {"bot", "storage"}
        }
        lost += [file.lost(line, "imports mocks") for line, name in names(file) if name.startswith("unittest.mock")]
        lost += [
            file.lost(call.lineno, "patches our own code: hand in a value, or use a real part")
            for call, name in calls(file)
            if name.endswith((".setattr", "mocker.patch")) and call.args and is_ours(call.args[0], own)
        ]
    stand(lost)


def is_ours(target: ast.expr, own: set[str]) -> bool:
    if isinstance(target, ast.Constant):
        return str(target.value).startswith(("bot.", "storage."))
    return dotted(target).partition(".")[0] in own


def test_no_test_sleeps() -> None:
    """Nothing becomes true by waiting a little. What never answers (a minute and more) is never waited for."""
    stand(
        [
            file.lost(call.lineno, "sleeps: wait for what must become true")
            for file in TESTS
            for call, name in calls(file)
            if name.endswith("sleep") and call.args and not is_yield_or_stall(call.args[0])
        ]
    )


def is_yield_or_stall(seconds: ast.expr) -> bool:
    return (
        isinstance(seconds, ast.Constant)
        and isinstance(seconds.value, int | float)
        and (seconds.value == 0 or seconds.value >= 60)
    )

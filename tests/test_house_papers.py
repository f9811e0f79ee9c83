"""The papers are true: README, locks, container, CI, changelog and decisions say what the code says."""

import re
import subprocess
import sys
import tomllib
from typing import Any

import pytest
from typer.main import get_command

from bot.__main__ import app
from bot.chat.commands import COMMANDS
from bot.settings import NOT_SETTINGS, PREFIX, Settings
from tests.house import EVERYTHING, ROOT

TOP_LEVEL = {
    "bot", "storage", "tests", "bench", "docs",
    "pyproject.toml", "requirements.lock", "requirements-dev.lock", "requirements-bench.lock",
    "Makefile", "Dockerfile", "compose.yaml", "README.md", "CHANGELOG.md", "LICENSE",
}  # fmt: skip
LOCKS = sorted(ROOT.glob("requirements*.lock"))
OLDEST_PYTHON = (3, 11)


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    return tomllib.loads(read("pyproject.toml"))


def missing_in_readme(names: list[str]) -> list[str]:
    readme = read("README.md")
    return [name for name in names if not re.search(rf"(?<![\w/]){re.escape(name)}(?!\w)", readme)]


def test_the_readme_names_every_command_of_the_command_line() -> None:
    commands = [f"briefbot {words}" for words in command_words(get_command(app))]

    assert commands
    assert not missing_in_readme(commands)


def command_words(group: Any) -> list[str]:
    """`sources add`, `run`, …: what can be typed after `briefbot`."""
    words = []
    for name, command in group.commands.items():
        inside = command_words(command) if hasattr(command, "commands") else [""]
        words += [f"{name} {rest}".strip() for rest in inside if not command.hidden]
    return words


def test_the_readme_names_every_chat_command() -> None:
    assert COMMANDS
    assert not missing_in_readme([f"/{name}" for name, _description in COMMANDS])


def settings() -> list[str]:
    return [f"{PREFIX}{field.upper()}" for field in Settings.model_fields]


def test_the_readme_names_every_setting() -> None:
    assert not missing_in_readme(settings())


def test_no_paper_names_a_setting_that_is_none() -> None:
    known = NOT_SETTINGS.union(settings())

    for paper in ("README.md", "Dockerfile", "compose.yaml", ".github/CONTRIBUTING.md", "docs/architecture.md"):
        named = set(re.findall(rf"{PREFIX}[A-Z_]*[A-Z]", read(paper)))
        assert named <= known, f"{paper} names unknown settings"


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_names_no_index_and_hashes_everything(lock: Any) -> None:
    text = lock.read_text(encoding="utf-8")
    packages = re.findall(r"^[A-Za-z0-9][^\n]*(?:\n    --hash=[^\n]+)*", text, re.MULTILINE)

    assert not re.search(r"://|--(extra-)?index-url|--find-links|-f ", text)
    assert packages
    assert [package for package in packages if "==" not in package or "--hash=sha256:" not in package] == []


def test_the_locks_agree_and_cover_what_the_project_needs() -> None:
    pins = {lock.name: pins_of(lock.read_text(encoding="utf-8")) for lock in LOCKS}
    optional = project()["project"]["optional-dependencies"]
    needs = project()["project"]["dependencies"]

    for other in ("requirements-dev.lock", "requirements-bench.lock"):
        both = pins["requirements.lock"].keys() & pins[other].keys()
        assert {name: pins[other][name] for name in both} == {name: pins["requirements.lock"][name] for name in both}
    assert names_of(needs) <= pins["requirements.lock"].keys()
    assert names_of(needs + optional["dev"] + optional["postgres"]) <= pins["requirements-dev.lock"].keys()
    assert names_of(needs + optional["dev"] + optional["bench"]) <= pins["requirements-bench.lock"].keys()


def pins_of(lock: str) -> dict[str, str]:
    return dict(re.findall(r"^([a-z0-9.-]+)(?:\[[\w,]+\])?==(\S+)", lock, re.MULTILINE))


def names_of(requirements: list[str]) -> set[str]:
    return {re.split(r"[\[<>=!~; ]", requirement)[0].lower() for requirement in requirements}


def test_the_top_level_holds_only_what_belongs_there() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a checkout: what is generated cannot be told from what is kept")
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - git is where PATH says
        cwd=ROOT, capture_output=True, text=True, check=True,
    ).stdout.split("\n")  # fmt: skip

    strangers = {name.split("/")[0] for name in listed if name and not name.startswith(".")} - TOP_LEVEL
    assert not strangers


def test_every_paper_means_the_same_pythons() -> None:
    images = re.findall(r"^FROM python:(\d+)\.(\d+)-slim", read("Dockerfile"), re.MULTILINE)
    tried = [tuple(map(int, version)) for version in re.findall(r'"(3)\.(\d+)"', read(".github/workflows/ci.yml"))]

    assert project()["project"]["requires-python"] == ">=3.11"
    assert project()["tool"]["ruff"]["target-version"] == "py311"
    assert "--python-version 3.11" in read("Makefile")
    assert "sys.version_info < (3, 11)" in read("Makefile")
    assert min(tried) == OLDEST_PYTHON
    assert len(images) == 2
    assert {tuple(map(int, image)) for image in images} <= set(tried)


def test_continuous_integration_decides_nothing_of_its_own() -> None:
    commands = [line for line in read(".ci/run").splitlines() if line and not line.startswith("#")]

    assert commands[-1].endswith("make test")
    assert "bash .ci/run" in read(".github/workflows/ci.yml")
    assert re.findall(r"uses: \S+@(?![0-9a-f]{40} # v)", read(".github/workflows/ci.yml")) == []


def test_nothing_is_installed_past_the_locks() -> None:
    """`uv run` and `uv sync` resolve anew and write a lock of their own that names an index."""
    for paper in (
        "Makefile",
        ".ci/run",
        ".github/workflows/ci.yml",
        "Dockerfile",
        "README.md",
        ".github/CONTRIBUTING.md",
    ):
        assert not re.search(r"\buv (run|sync|add|lock)\b", read(paper)), paper
    for installs in re.findall(r"pip install (?!.*--no-deps)[^\n]*", read("Dockerfile")):
        assert "--require-hashes" in installs


def test_decisions_are_numbered_without_gaps_and_listed() -> None:
    pages = sorted(page.name for page in (ROOT / ".github" / "decisions").glob("[0-9]*.md"))

    assert [int(page[:4]) for page in pages] == list(range(1, len(pages) + 1))
    titles = {
        page: read(f".github/decisions/{page}").split("\n", 1)[0].removeprefix(f"# {page[:4]} ") for page in pages
    }
    rows = [f"| [{page[:4]}]({page}) | {title} |" for page, title in titles.items()]
    assert [row for row in rows if row not in read(".github/decisions/README.md")] == []


def test_every_paper_that_is_named_is_there() -> None:
    """In the code by its path from the top, in a paper as a link from where it stands."""
    named = {(ROOT / name, file.name) for file in EVERYTHING for name in re.findall(r"[\w./-]+\.md\b", file.text)}
    for paper in (*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob(".github/**/*.md")):
        links = re.findall(r"\]\((?!https?:)([^)#]+)", paper.read_text(encoding="utf-8"))
        named |= {(paper.parent / link, paper.name) for link in links}

    assert named
    assert [f"{where} names {path}" for path, where in named if not path.exists()] == []


def test_the_changelog_knows_this_version() -> None:
    assert f"## [{project()['project']['version']}]" in read("CHANGELOG.md")


def test_the_readme_s_conversation_is_what_is_printed() -> None:
    played = re.search(r"printf '(.*)' \| make -s try\n\n```text\n(.*?)```", read("README.md"), re.DOTALL)
    assert played
    script, told = played[1].replace("\\n", "\n"), played[2]
    command = [sys.executable, "-m", "bot", "try"]
    ended = subprocess.run(command, input=script, capture_output=True, text=True, cwd=ROOT, check=True)  # noqa: S603 (ours)
    assert without_times(ended.stdout) == without_times(told)


def without_times(text: str) -> str:
    return re.sub(r"\b\d\d:\d\d UTC", "00:00 UTC", text)

"""The house as the rules see it: its Python files, their syntax trees, and the lines that are really code."""

import ast
import io
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

_NOT_CODE = frozenset({
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER,
})  # fmt: skip

Function = ast.FunctionDef | ast.AsyncFunctionDef
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
DEFINITIONS = (*FUNCTIONS, ast.ClassDef)


@dataclass(frozen=True)
class SourceFile:
    """One Python file of the house."""

    path: Path

    @property
    def name(self) -> str:
        """Its path within the repository: `bot/topics/query.py`."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """What stands in it."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return ast.parse(self.text, self.name)

    @cached_property
    def nodes(self) -> tuple[ast.AST, ...]:
        """Every node of its tree."""
        return tuple(ast.walk(self.tree))

    @cached_property
    def tokens(self) -> tuple[tokenize.TokenInfo, ...]:
        """Its tokens, comments included."""
        return tuple(tokenize.generate_tokens(io.StringIO(self.text).readline))

    @cached_property
    def code_lines(self) -> frozenset[int]:
        """The lines that are neither blank, nor comment, nor documentation."""
        lines = {
            line
            for token in self.tokens
            if token.type not in _NOT_CODE
            for line in range(token.start[0], token.end[0] + 1)
        }
        for node in self.nodes:
            if isinstance(node, ast.Expr) and _is_text(node.value):
                lines.difference_update(range(node.lineno, (node.end_lineno or node.lineno) + 1))
        return frozenset(lines)

    @cached_property
    def functions(self) -> tuple[Function, ...]:
        """Every function and method in it."""
        return tuple(node for node in self.nodes if isinstance(node, FUNCTIONS))

    def length(self, node: Function) -> int:
        """How many lines of code a function has."""
        return len(self.code_lines.intersection(range(node.lineno, (node.end_lineno or node.lineno) + 1)))

    def lost(self, line: int, rule: str) -> str:
        """How a test names a lost line."""
        return f"{self.name}:{line} {rule}"


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def files(*folders: str) -> list[SourceFile]:
    """Every Python file under these folders."""
    return [SourceFile(path) for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


OURS = files("bot", "storage")
TESTS = files("tests")
BENCH = files("bench")
EVERYTHING = [*OURS, *TESTS, *BENCH]


def dotted(node: ast.expr) -> str:
    """`a.b.c` of a name or an attribute; what stands before the first call or index is left out."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return ""


def calls(file: SourceFile) -> Iterator[tuple[ast.Call, str]]:
    """Every call in a file with the dotted name of what is called."""
    for node in file.nodes:
        if isinstance(node, ast.Call):
            yield node, dotted(node.func)


def names(file: SourceFile) -> Iterator[tuple[int, str]]:
    """Every name a file speaks, dotted where it is an attribute or comes by an import, with its line."""
    for node in file.nodes:
        if isinstance(node, ast.Name | ast.Attribute):
            yield node.lineno, dotted(node)
        elif isinstance(node, ast.ImportFrom):
            yield from ((node.lineno, f"{node.module or ''}.{alias.name}") for alias in node.names)


def texts(file: SourceFile) -> Iterator[tuple[int, str]]:
    """Every string in a file that is not documentation; an f-string by its fixed parts."""
    documentation = {id(n.value) for n in file.nodes if isinstance(n, ast.Expr)}
    for node in file.nodes:
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.lineno, node.value

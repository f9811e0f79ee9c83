"""The budget: when something is over, ask what it is really two of."""

import ast

from tests.house import BENCH, DEFINITIONS, EVERYTHING, OURS, ROOT, TESTS

LINES_A_FILE = 250
LINES_A_FUNCTION = 40
LEVELS = 3
LINES_A_SIGN = 6

DECISIONS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.Match)
BLOCKS = (*DECISIONS, ast.With, ast.AsyncWith, ast.Try, ast.TryStar)


def test_every_file_is_one_thing() -> None:
    lost = [
        file.lost(1, f"has {len(file.code_lines)} lines of code, more than {LINES_A_FILE}")
        for file in EVERYTHING
        if len(file.code_lines) > LINES_A_FILE
    ]
    assert not lost, "\n" + "\n".join(lost)


def test_every_function_is_one_thing() -> None:
    lost = [
        file.lost(node.lineno, f"{node.name} has {file.length(node)} lines of code, more than {LINES_A_FUNCTION}")
        for file in EVERYTHING
        for node in file.functions
        if file.length(node) > LINES_A_FUNCTION
    ]
    assert not lost, "\n" + "\n".join(lost)


def test_nothing_is_nested_deeply() -> None:
    """In a test what is opened for it does not count: a scenario has a server, a process and a bot."""
    lost = [
        file.lost(node.lineno, f"{node.name} is nested {deep} deep, more than {LEVELS}")
        for kinds, some in ((BLOCKS, OURS), (DECISIONS, [*TESTS, *BENCH]))
        for file in some
        for node in file.functions
        if (deep := depth(node, kinds)) > LEVELS
    ]
    assert not lost, "\n" + "\n".join(lost)


def depth(node: ast.AST, kinds: tuple[type[ast.AST], ...]) -> int:
    """How many blocks lie within each other; an `elif` is as deep as its `if`, an inner function counts for itself."""
    deepest = 0
    for child in ast.iter_child_nodes(node):
        if isinstance(child, DEFINITIONS):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and node.orelse == [child]
        deepest = max(deepest, depth(child, kinds) + (isinstance(child, kinds) and not is_elif))
    return deepest


def test_every_module_says_what_it_is_and_every_door_has_a_short_sign() -> None:
    lost = []
    for file in OURS:
        sign = ast.get_docstring(file.tree)
        if not sign:
            lost.append(file.lost(1, "says nothing about what it is"))
        elif file.path.name == "__init__.py" and len(sign.splitlines()) > LINES_A_SIGN:
            lost.append(file.lost(1, f"has a sign of more than {LINES_A_SIGN} lines on its door"))
    assert not lost, "\n" + "\n".join(lost)


def test_every_folder_of_code_has_a_door() -> None:
    rooms = {file.path.parent for file in OURS}
    lost = [room.relative_to(ROOT).as_posix() for room in rooms if not (room / "__init__.py").is_file()]
    assert not lost, f"no __init__.py in {lost}"

"""Which package may import which heavy library, and what no package below the command line may touch."""

import ast
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "v100"

# Library → the places that may import it. What is not here may be imported anywhere.
ALLOWED = {
    "duckdb": ("store/",),
    "networkx": ("graph/",),
    "lightgbm": ("model/",),
    "rdrobust": ("evaluation/impact/",),
    "rddensity": ("evaluation/impact/",),
    "splink": ("identity/",),
    "statsmodels": ("evaluation/impact/", "casework/progress/"),
    "pandas": (),
    "typer": ("cli/",),
    "rich": ("cli/",),
    "xlsxwriter": ("tasking/export/", "casework/report/"),
    "jinja2": ("tasking/export/",),
    "typst": ("tasking/export/",),
    "fastexcel": ("harm/",),
    "yaml": ("contracts/",),
    "open_data_contract_standard": ("contracts/",),
    "filelock": ("store/",),
    "getpass": ("cli/",),
    "grp": ("cli/",),
    "pwd": ("cli/",),
    "random": (),
    "secrets": (),
    "uuid": (),
    "pickle": (),
    "socket": (),
    "urllib": (),
    "http": (),
    # The program that gives the key of the stores; nothing else runs another.
    "subprocess": ("cli/key_source.py",),
    "pyrage": ("store/",),
}

# Calls that read the clock or the environment: arguments everywhere but at the keyboard.
CLOCK_AND_ENVIRONMENT = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "os.environ.get",
    "os.getenv",
}


@cache
def list_modules() -> list[tuple[str, ast.Module]]:
    return [
        (path.relative_to(SOURCE).as_posix(), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(SOURCE.rglob("*.py"))
    ]


MODULES = dict(list_modules())


def list_imports(tree: ast.Module) -> set[str]:
    names = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("library", ALLOWED)
def test_a_library_is_imported_only_where_it_belongs(library: str) -> None:
    users = [name for name, tree in MODULES.items() if library in list_imports(tree)]
    assert [name for name in users if not name.startswith(ALLOWED[library])] == []


def test_the_allow_list_sees_imports() -> None:
    assert "duckdb" in list_imports(MODULES["store/connection.py"])


@pytest.mark.parametrize("name", [name for name in MODULES if not name.startswith("cli/")])
def test_nothing_below_the_command_line_reads_the_clock_or_the_environment(name: str) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(MODULES[name]) if isinstance(node, ast.Call)} | {
        ast.unparse(node.value) for node in ast.walk(MODULES[name]) if isinstance(node, ast.Subscript)
    }
    assert not calls & (CLOCK_AND_ENVIRONMENT | {"os.environ"})


def test_help_loads_no_heavy_library() -> None:
    tops = {
        module
        for name, tree in MODULES.items()
        if name.startswith("cli/")
        for node in tree.body
        if isinstance(node, ast.Import | ast.ImportFrom)
        for module in list_imports(ast.Module(body=[node], type_ignores=[]))
    }
    assert not tops & {"polars", "duckdb", "lightgbm", "networkx", "pyarrow", "numpy", "pydantic", "rich"}

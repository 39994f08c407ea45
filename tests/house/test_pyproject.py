"""Each table of pyproject.toml has only keys that its tool reads; most tools pass over a key they do not know."""

import tomllib

import pytest

from tests.house.sources import explain, text

Table = dict[str, object]
KNOWN = {
    "": "project dependency-groups build-system tool",
    "build-system": "requires build-backend",
    "dependency-groups": "dev",
    "project": "name version description requires-python license license-files dependencies scripts",
    "project.scripts": "tc2fa",
    "tool": "hatch ruff mypy pytest djlint importlinter",
    "tool.djlint": "profile extension include ignore",
    "tool.hatch": "build",
    "tool.hatch.build": "targets",
    "tool.hatch.build.targets": "wheel",
    "tool.hatch.build.targets.wheel": "packages force-include",
    "tool.hatch.build.targets.wheel.force-include": "manifest.yml",
    "tool.importlinter": "root_packages include_external_packages contracts",
    "tool.mypy": "files python_version strict warn_unreachable enable_error_code explicit_package_bases "
    "namespace_packages mypy_path overrides",
    "tool.mypy.overrides": "module disallow_untyped_decorators ignore_missing_imports",
    "tool.pytest": "minversion strict testpaths pythonpath consider_namespace_packages addopts timeout "
    "tmp_path_retention_policy tmp_path_retention_count filterwarnings",
    "tool.ruff": "line-length target-version extend-exclude lint",
    "tool.ruff.lint": "allowed-confusables select ignore per-file-ignores flake8-tidy-imports isort mccabe "
    "pylint pydocstyle",
    "tool.ruff.lint.flake8-tidy-imports": "ban-relative-imports banned-api",
    "tool.ruff.lint.flake8-tidy-imports.banned-api": "anyio.to_thread asyncio.to_thread",
    "tool.ruff.lint.flake8-tidy-imports.banned-api.anyio.to_thread": "msg",
    "tool.ruff.lint.flake8-tidy-imports.banned-api.asyncio.to_thread": "msg",
    "tool.ruff.lint.isort": "known-first-party",
    "tool.ruff.lint.mccabe": "max-complexity",
    "tool.ruff.lint.pydocstyle": "convention",
    "tool.ruff.lint.pylint": "max-args max-positional-args max-returns max-branches max-statements",
}
CONTRACT = "id name type ignore_imports unmatched_ignore_imports_alerting"
KNOWN_OF_CONTRACT = {
    "acyclic_siblings": "ancestors",
    "forbidden": "source_modules forbidden_modules",
    "independence": "modules",
    "layers": "layers containers exhaustive exhaustive_ignores",
}
ANY_NAME = {"tool.ruff.lint.per-file-ignores"}  # its keys are patterns of paths
STRAY = (
    '[tool.importlinter]\nforce-include = {}\n[[tool.importlinter.contracts]]\ntype = "layers"\nlayer = []'
)


def test_every_key_is_one_that_its_tool_reads() -> None:
    found = _strays("", tomllib.loads(text("pyproject.toml")))
    assert not found, explain("Correct the key, or list it in tests/house/test_pyproject.py.", found)


@pytest.mark.parametrize("stray", ["tool.importlinter.force-include", "tool.importlinter.contracts.layer"])
def test_a_stray_key_is_found(stray: str) -> None:
    assert stray in _strays("", tomllib.loads(STRAY))


def _strays(name: str, table: Table) -> list[str]:
    """The full names of the keys in ``table`` and the tables under it that are not known."""
    known = _known(name, table)
    found = [] if name in ANY_NAME else [_under(name, key) for key in table if key not in known]
    for key, value in table.items():
        for inner in value if isinstance(value, list) else [value]:
            if isinstance(inner, dict):
                found += _strays(_under(name, key), inner)
    return found


def _known(name: str, table: Table) -> set[str]:
    if name == "tool.importlinter.contracts":
        return {*CONTRACT.split(), *KNOWN_OF_CONTRACT[str(table["type"])].split()}
    return set(KNOWN.get(name, "").split())


def _under(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key

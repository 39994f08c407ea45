"""The tools agree with each other, so that nothing passes in one place and fails in another."""

import re
import tomllib

import yaml

from tests.house.sources import ROOT, explain, text

PUBLIC_INDEX = "https://pypi.org/simple"
PUBLIC_FILES = "https://files.pythonhosted.org/"
PROMISED_TARGETS = {"demo", "test", "check", "bench", "shots", "understanding"}


def test_a_commit_is_checked_by_the_steps_of_make_check() -> None:
    hooks = [
        hook["entry"]
        for repo in yaml.safe_load(text(".pre-commit-config.yaml"))["repos"]
        for hook in repo["hooks"]
    ]
    assert [entry.removeprefix("uv run --frozen ") for entry in hooks] == _recipe("check"), (
        "Change `check` in the Makefile and .pre-commit-config.yaml together."
    )


def test_make_explains_every_target_that_people_were_promised() -> None:
    explained = set(re.findall(r"^([a-z]+):.*## \w", text("Makefile"), re.MULTILINE))
    assert explained >= PROMISED_TARGETS, (
        "Write `## what it does` behind each target: `make` alone prints it."
    )


def test_the_change_is_checked_by_check_and_test() -> None:
    assert [line for line in text(".ci/run").splitlines() if line.startswith("make ")] == [
        "make check",
        "make test",
    ]


def test_the_lock_file_names_the_public_index_only() -> None:
    packages = tomllib.loads(text("uv.lock"))["package"]
    sources = {str(package["source"]) for package in packages if package["name"] != "tc2fa"}
    files = [
        each["url"]
        for package in packages
        for each in (*package.get("wheels", ()), package.get("sdist"))
        if each
    ]
    strangers = [
        *(sources - {str({"registry": PUBLIC_INDEX})}),
        *(f for f in files if not f.startswith(PUBLIC_FILES)),
    ]
    assert not strangers, explain(
        "Lock again with uv's default index: others cannot install from this one.", strangers
    )


def test_every_package_is_used_or_explained() -> None:
    project = tomllib.loads(text("pyproject.toml"))
    names = [re.split(r"[\[>=<]", each)[0] for each in project["project"]["dependencies"]]
    found = [
        name
        for name in names
        if not re.search(rf'"{re.escape(name)}\b[^"]*",\s+# \w', text("pyproject.toml"))
    ]
    assert not found, explain("Say behind the dependency what it is for, or remove it.", found)
    assert (ROOT / "uv.lock").exists()


def _recipe(target: str) -> list[str]:
    _, _, after = text("Makefile").partition(f"\n{target}:")
    steps = after.partition("\n\n")[0].splitlines()[1:]
    return [step.strip().removeprefix("@$(RUN) ") for step in steps]

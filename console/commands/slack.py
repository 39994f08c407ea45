"""Commands about the Slack app: its manifest for your host, and whether everything is set up."""

import os

import typer
from rich.console import Console

from console.commands import slack_check, slack_manifest
from core.ground.sealing import new_key
from core.ground.settings import Settings, read_settings

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)
MARKS = {"good": "[green]ok[/]     ", "problem": "[red]wrong[/]  ", "note": "[yellow]note[/]   "}


def print_manifest(url: str) -> None:
    """Print the manifest that creates the app, with your host in it."""
    try:
        typer.echo(slack_manifest.manifest_for(url), nl=False)
    except (slack_manifest.BadAddress, slack_manifest.NoManifest) as error:
        err.print(str(error), style="red", markup=False)
        raise typer.Exit(1) from None


def check() -> None:
    """Ask Slack whether the settings fit, and say in plain words what is missing."""
    has_problem = False
    for finding in slack_check.findings(_settings()):
        out.print(MARKS[finding.kind], end="")
        out.print(finding.sentence, markup=False)
        has_problem = has_problem or finding.kind == "problem"
    if has_problem:
        raise typer.Exit(1)
    out.print("The Slack app is set up.")


def _settings() -> Settings:
    """The settings of the environment. The key ring is not needed, so a machine without one can check too."""
    has_ring = {"TC2FA_KEYS", "TC2FA_KEYS_FILE"} & os.environ.keys()
    return read_settings(os.environ if has_ring else {**os.environ, "TC2FA_KEYS": new_key("unused")})

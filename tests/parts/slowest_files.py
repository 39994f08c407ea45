"""``--durations=N`` names the N slowest files too: a slow file, not a slow test, keeps one of the workers to the end."""

from collections import Counter

import pytest


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Print the slowest files with their seconds, set-up and tear-down included."""
    most = config.getoption("durations")
    if most:
        terminalreporter.section(f"slowest {most} files")
        for file, seconds in _seconds_of_files(terminalreporter).most_common(most):
            terminalreporter.write_line(f"{seconds:7.2f}s {file}")


def _seconds_of_files(terminalreporter: pytest.TerminalReporter) -> Counter[str]:
    seconds: Counter[str] = Counter()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                seconds[report.nodeid.partition("::")[0]] += report.duration  # type: ignore[assignment]  # a Counter adds floats too
    return seconds

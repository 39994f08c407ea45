"""Settings: read once, every mistake in one sentence that says what to do."""

from pathlib import Path

import pytest

from core.ground.hashing import Argon2
from core.ground.sealing import new_key
from core.ground.settings import Settings, SettingsError, read_database_url, read_settings

KEY = new_key("k1")
SLACK = {
    "TC2FA_SLACK_BOT_TOKEN": "xoxb-1",
    "TC2FA_SLACK_SIGNING_SECRET": "shh",
    "TC2FA_SLACK_TEAM_ID": "T1",
}


def read(**variables: str) -> Settings:
    return read_settings({"TC2FA_KEYS": KEY} | {f"TC2FA_{name}": value for name, value in variables.items()})


def problems(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as raised:
        read_settings(environ)
    return list(raised.value.problems)


def test_a_key_is_all_that_must_be_set() -> None:
    settings = read()
    assert settings.database_url == "sqlite:///var/tc2fa.db"
    assert (settings.public_url, settings.console_url) == ("http://127.0.0.1:8000", "http://127.0.0.1:8001")
    assert settings.argon2 == Argon2(rounds=2, memory=19456, lanes=1)
    assert (settings.totp_window, settings.waiting_hours, settings.log_level) == (1, 24, "info")
    assert not settings.slack_is_on
    assert [key.kid for key in settings.keys.keys] == ["k1"]


def test_the_environment_of_the_process_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TC2FA_TOTP_WINDOW", "0")
    monkeypatch.setenv("TC2FA_KEYS", KEY)
    assert read().totp_window == 1
    assert problems({}) == [
        "TC2FA_KEYS is missing; set it or TC2FA_KEYS_FILE to the key ring (the first line of it is the active key)."
    ]


def test_an_empty_variable_is_an_unset_one() -> None:
    assert read(SMTP_URL="", TOTP_WINDOW="").totp_window == 1


def test_every_mistake_is_told_at_once() -> None:
    found = problems({"TC2FA_TOTP_WINDOW": "2", "TC2FA_PUBLIC_URL": "http://2fa.example.org"})
    assert [problem.split()[0] for problem in found] == [
        "TC2FA_KEYS",
        "TC2FA_PUBLIC_URL",
        "TC2FA_TOTP_WINDOW",
    ]


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "postgres://db/x", "postgresql+psycopg://"),
        ("DATABASE_URL", "mysql://db/x", "sqlite:///FILE"),
        ("DATABASE_URL", "postgresql+psycopg://db:port/x", "is not an address"),
        ("KEYS", "k1:AAAA", "3 bytes instead of 32"),
        ("PUBLIC_URL", "http://2fa.example.org", "must start with https://"),
        ("PUBLIC_URL", "https://example.org/path", "without a path"),
        ("PUBLIC_URL", "example.org", "address of a site"),
        ("CONSOLE_URL", "https://example.org:port", "is not an address"),
        ("SMTP_URL", "http://mail.example.org", "smtp://"),
        ("ARGON2", "strong", "t=2,m=19456,p=1"),
        ("ARGON2", "t=2,m=64,p=1", "m is 19456 to 2097152"),
        ("ARGON2", "t=1,m=19456,p=1", "m is 47104 to 2097152"),
        ("TRUSTED_PROXIES", "proxy.example.org", "IP addresses"),
        ("TOTP_WINDOW", "2", "from 0 to 1"),
        ("WAITING_HOURS", "0", "from 1 to 720"),
        ("WAITING_HOURS", "-5", "from 1 to 720"),
        ("LOG_LEVEL", "loud", "debug, info"),
        ("SLACK_API_URL", "http://slack.example.org", "https://"),
    ],
)
def test_a_bad_value_is_named_with_what_to_write(name: str, value: str, says: str) -> None:
    (problem,) = problems({"TC2FA_KEYS": KEY, f"TC2FA_{name}": value})
    assert problem.startswith(f"TC2FA_{name} ")
    assert says in problem
    assert problem.endswith(".")


def test_a_slip_in_a_name_is_not_silently_ignored() -> None:
    assert problems({"TC2FA_KEYS": KEY, "TC2FA_SMPT_URL": "smtp://mail"}) == [
        "TC2FA_SMPT_URL is not a setting; did you mean TC2FA_SMTP_URL?"
    ]


@pytest.mark.parametrize("missing", SLACK)
def test_half_of_slack_is_an_error(missing: str) -> None:
    (problem,) = problems({"TC2FA_KEYS": KEY} | {name: SLACK[name] for name in SLACK if name != missing})
    assert missing in problem
    assert "half set up" in problem


def test_a_staff_channel_alone_is_half_of_slack() -> None:
    (problem,) = problems({"TC2FA_KEYS": KEY, "TC2FA_SLACK_STAFF_CHANNEL": "C1"})
    assert "TC2FA_SLACK_BOT_TOKEN and TC2FA_SLACK_SIGNING_SECRET and TC2FA_SLACK_TEAM_ID" in problem


def test_all_of_slack_switches_it_on() -> None:
    settings = read_settings({"TC2FA_KEYS": KEY} | SLACK | {"TC2FA_SLACK_API_URL": "http://127.0.0.1:9/api"})
    assert settings.slack_is_on
    assert settings.slack_api_url == "http://127.0.0.1:9/api/"


def test_what_opens_something_is_not_printed() -> None:
    settings = read_settings(
        {"TC2FA_KEYS": KEY, "TC2FA_SMTP_URL": "smtp://me:hush@mail", "TC2FA_SLACK_APP_TOKEN": "xapp-1"}
        | SLACK
    )
    for secret in (KEY.split(":")[1], "hush", "xoxb-1", "shh", "xapp-1"):
        assert secret not in repr(settings)


def test_a_rejected_value_is_not_repeated() -> None:
    (problem,) = problems({"TC2FA_KEYS": "k1:c2VjcmV0"})
    assert "c2VjcmV0" not in problem


def test_mail_goes_to_a_server_or_a_folder(tmp_path: Path) -> None:
    assert read(MAIL_DIRECTORY=str(tmp_path)).mail_directory == tmp_path
    both = {"TC2FA_KEYS": KEY, "TC2FA_SMTP_URL": "smtp://mail", "TC2FA_MAIL_DIRECTORY": str(tmp_path)}
    assert problems(both) == ["Set TC2FA_SMTP_URL or TC2FA_MAIL_DIRECTORY, not both."]


def test_keys_come_from_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text(f"{new_key('new')}\n{KEY}\n")
    file.chmod(0o600)
    settings = read_settings({"TC2FA_KEYS_FILE": str(file)})
    assert [key.kid for key in settings.keys.keys] == ["new", "k1"]
    file.chmod(0o640)
    assert problems({"TC2FA_KEYS_FILE": str(file)}) == [
        f"TC2FA_KEYS_FILE: others may read {file}; run chmod 600 on it."
    ]


def test_a_missing_key_file_is_named(tmp_path: Path) -> None:
    (problem,) = problems({"TC2FA_KEYS_FILE": str(tmp_path / "none")})
    assert "cannot be read: No such file or directory" in problem
    assert problems({"TC2FA_KEYS_FILE": "x", "TC2FA_KEYS": KEY}) == [
        "Set TC2FA_KEYS or TC2FA_KEYS_FILE, not both."
    ]


def test_only_named_proxies_are_believed() -> None:
    settings = read(TRUSTED_PROXIES="10.0.0.5, 10.1.0.0/16 ::1")
    assert settings.trusts_proxy("10.0.0.5")
    assert settings.trusts_proxy("10.1.200.3")
    assert settings.trusts_proxy("::1")
    assert not settings.trusts_proxy("10.0.0.6")
    assert not settings.trusts_proxy("testclient")
    assert not read().trusts_proxy("127.0.0.1")


def test_the_database_alone_needs_no_key() -> None:
    assert read_database_url({}) == "sqlite:///var/tc2fa.db"
    assert read_database_url({"TC2FA_DATABASE_URL": "sqlite:///x.db"}) == "sqlite:///x.db"
    with pytest.raises(SettingsError, match="TC2FA_DATABASE_URL is not an address"):
        read_database_url({"TC2FA_DATABASE_URL": "x.db"})


def test_settings_do_not_change() -> None:
    with pytest.raises(ValueError, match="frozen"):
        read().totp_window = 0

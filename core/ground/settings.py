"""The operator's settings, read once from the environment into one frozen value.

Every mistake is one sentence that names the variable and says what to do; all are reported together.
"""

import difflib
import ipaddress
import re
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import SplitResult, urlsplit

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from core.ground.hashing import Argon2
from core.ground.sealing import BadKey, KeyRing

PREFIX = "TC2FA_"
DEFAULT_DATABASE = "sqlite:///var/tc2fa.db"
MOST_MEMORY = 2**21  # KiB, RFC 9106's first choice
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """The settings cannot be used. ``problems`` holds one sentence each."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def _database_url(value: str) -> str:
    if value.startswith("sqlite:///") or (value.startswith("postgresql+psycopg://") and _split(value)):
        return value
    raise ValueError(
        "is not an address of a database; write sqlite:///FILE or postgresql+psycopg://USER@HOST/NAME"
    )


def _key_ring(value: str | KeyRing) -> KeyRing:
    try:
        return KeyRing.parse(value) if isinstance(value, str) else value
    except BadKey as error:
        raise ValueError(
            f"cannot be used: {error}; write kid:base64 of 32 bytes, the active key first"
        ) from error


def _site_url(value: str) -> str:
    url = _split(value)
    if (
        url.scheme not in {"http", "https"}
        or not url.hostname
        or url.path.strip("/")
        or url.query
        or url.fragment
    ):
        raise ValueError(
            "is not the address of a site; write it like https://2fa.example.org, without a path"
        )
    if url.scheme == "http" and not is_loopback(url.hostname):
        raise ValueError("must start with https://; plain http is only for this computer (127.0.0.1)")
    return value.rstrip("/")


def _api_url(value: str) -> str:
    url = _split(value)
    if not url.hostname or not (
        url.scheme == "https" or (url.scheme == "http" and is_loopback(url.hostname))
    ):
        raise ValueError("must be an https:// address; plain http is only for this computer (127.0.0.1)")
    return value.rstrip("/") + "/"


def _smtp_url(value: str) -> str:
    url = _split(value)
    if url.scheme in {"smtp", "smtps"} and url.hostname:
        return value
    raise ValueError("is not the address of a mail server; write smtp://USER:PASSWORD@HOST:PORT, or smtps://")


def _argon2(value: str | Argon2) -> Argon2:
    """From the floor of ASVS 5.0 Appendix C up to RFC 9106's first choice."""
    if isinstance(value, Argon2):
        return value
    found = re.fullmatch(r"t=(\d{1,2}),m=(\d{1,7}),p=(\d{1,2})", value.replace(" ", ""))
    if not found:
        raise ValueError("is not a cost; write rounds, memory in KiB and lanes, like t=2,m=19456,p=1")
    rounds, memory, lanes = (int(number) for number in found.groups())
    floor = {1: 47104, 2: 19456}.get(rounds, 12288)
    if rounds in range(1, 11) and memory in range(floor, MOST_MEMORY + 1) and lanes in range(1, 17):
        return Argon2(rounds, memory, lanes)
    raise ValueError(
        f"is out of range: t is 1 to 10, p 1 to 16, and with this t m is {floor} to {MOST_MEMORY}"
    )


def _networks(value: str | tuple[Network, ...]) -> tuple[Network, ...]:
    if not isinstance(value, str):
        return value
    try:
        return tuple(ipaddress.ip_network(piece) for piece in re.split(r"[\s,]+", value) if piece)
    except ValueError as error:
        raise ValueError(
            "must be IP addresses or networks parted by commas, like 10.0.0.5,10.1.0.0/16"
        ) from error


def _whole_number(lowest: int, highest: int) -> Callable[[str | int], int]:
    def read(value: str | int) -> int:
        if str(value).isdecimal() and lowest <= int(value) <= highest:
            return int(value)
        raise ValueError(f"must be a whole number from {lowest} to {highest}")

    return read


def _log_level(value: str) -> str:
    if value.lower() in {"debug", "info", "warning", "error"}:
        return value.lower()
    raise ValueError("must be debug, info, warning or error")


class Settings(BaseSettings):
    """The settings of one installation. Secret values are left out when it is printed."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="forbid", hide_input_in_errors=True
    )

    keys: Annotated[KeyRing, NoDecode, BeforeValidator(_key_ring)] = Field(repr=False)
    database_url: Annotated[str, BeforeValidator(_database_url)] = Field(default=DEFAULT_DATABASE, repr=False)
    public_url: Annotated[str, BeforeValidator(_site_url)] = "http://127.0.0.1:8000"
    console_url: Annotated[str, BeforeValidator(_site_url)] = "http://127.0.0.1:8001"
    smtp_url: Annotated[str, BeforeValidator(_smtp_url)] | None = Field(default=None, repr=False)
    mail_directory: Path | None = None  # mail becomes .eml files in it instead of leaving by SMTP
    argon2: Annotated[Argon2, NoDecode, BeforeValidator(_argon2)] = Argon2()
    trusted_proxies: Annotated[tuple[Network, ...], NoDecode, BeforeValidator(_networks)] = ()
    totp_window: Annotated[Literal[0, 1], BeforeValidator(_whole_number(0, 1))] = 1
    waiting_hours: Annotated[int, BeforeValidator(_whole_number(1, 720))] = 24
    log_level: Annotated[str, BeforeValidator(_log_level)] = "info"
    metrics_port: Annotated[int, BeforeValidator(_whole_number(1, 65535))] | None = None  # on 127.0.0.1 only
    slack_bot_token: str | None = Field(default=None, repr=False)
    slack_signing_secret: str | None = Field(default=None, repr=False)
    slack_team_id: str | None = None
    slack_api_url: Annotated[str, BeforeValidator(_api_url)] = "https://slack.com/api/"
    slack_app_token: str | None = Field(default=None, repr=False)
    slack_staff_channel: str | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  the base class sets these parameters
        init_settings: PydanticBaseSettingsSource,
        *_args: PydanticBaseSettingsSource,
        **_named: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only the arguments count: the process's environment is read by :func:`read_settings` alone."""
        return (init_settings,)

    @model_validator(mode="after")
    def _is_whole(self) -> "Settings":
        needed = ("slack_bot_token", "slack_signing_secret", "slack_team_id")
        extras = (self.slack_app_token, self.slack_staff_channel)
        missing = [name for name in needed if not getattr(self, name)]
        if missing and (len(missing) < len(needed) or any(extras)):
            names = " and ".join(PREFIX + name.upper() for name in missing)
            raise ValueError(f"Slack is only half set up: set {names} too, or no Slack variable at all.")
        if self.smtp_url and self.mail_directory:
            raise ValueError(f"Set {PREFIX}SMTP_URL or {PREFIX}MAIL_DIRECTORY, not both.")
        return self

    @property
    def slack_is_on(self) -> bool:
        """Whether this installation talks to Slack at all."""
        return self.slack_bot_token is not None

    def trusts_proxy(self, address: str) -> bool:
        """Whether the ``X-Forwarded-For`` of this peer is trusted; anyone can write the header (ASVS 4.1.3)."""
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False
        return any(peer in network for network in self.trusted_proxies)


def read_settings(environ: Mapping[str, str]) -> Settings:
    """The settings in ``environ``. Raises SettingsError with every problem found."""
    if misspelt := _misspelt(environ):
        raise SettingsError(misspelt)
    source = EnvSettingsSource(Settings)
    source.env_vars = {name.lower(): value for name, value in environ.items() if value.strip()}
    values = source() | _keys_from_file(environ)
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError(tuple(_sentence(problem) for problem in error.errors())) from None


def read_database_url(environ: Mapping[str, str]) -> str:
    """Only the database's address, for commands that need no key. Raises SettingsError."""
    try:
        return _database_url(environ.get(f"{PREFIX}DATABASE_URL") or DEFAULT_DATABASE)
    except ValueError as error:
        raise SettingsError((f"{PREFIX}DATABASE_URL {error}.",)) from None


def is_loopback(host: str) -> bool:
    """Whether a host name means this computer and nothing else."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _misspelt(environ: Mapping[str, str]) -> tuple[str, ...]:
    """Names that nearly match a setting, which would silently stay unset."""
    known = [PREFIX + name.upper() for name in (*Settings.model_fields, "keys_file")]
    unknown = [name for name in sorted(environ) if name.startswith(PREFIX) and name not in known]
    close = [(name, difflib.get_close_matches(name, known, n=1, cutoff=0.85)) for name in unknown]
    return tuple(f"{name} is not a setting; did you mean {near[0]}?" for name, near in close if near)


def _keys_from_file(environ: Mapping[str, str]) -> dict[str, str]:
    """The ring in TC2FA_KEYS_FILE, which only its owner may read (ASVS 13.3.2)."""
    named = environ.get(f"{PREFIX}KEYS_FILE")
    if not named:
        return {}
    if environ.get(f"{PREFIX}KEYS"):
        raise SettingsError((f"Set {PREFIX}KEYS or {PREFIX}KEYS_FILE, not both.",))
    try:
        mode = stat.S_IMODE(Path(named).stat().st_mode)
        text = Path(named).read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not plain text"
        raise SettingsError((f"{PREFIX}KEYS_FILE: {named} cannot be read: {reason}.",)) from None
    if mode & 0o077:
        raise SettingsError((f"{PREFIX}KEYS_FILE: others may read {named}; run chmod 600 on it.",))
    return {"keys": text}


def _sentence(problem: ErrorDetails) -> str:
    if not problem["loc"]:
        return str(problem["ctx"]["error"])
    name = PREFIX + str(problem["loc"][0]).upper()
    if problem["type"] == "missing":
        return f"{name} is missing; set it or {name}_FILE to the key ring (the first line of it is the active key)."
    return f"{name} {problem.get('ctx', {}).get('error', problem['msg'])}."


def _split(value: str) -> SplitResult:
    try:
        url = urlsplit(value)
        _ = url.port  # raises when it is not a number
    except ValueError as error:
        raise ValueError("is not an address") from error
    return url

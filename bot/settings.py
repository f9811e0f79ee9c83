"""What the operator can set: `BRIEFBOT_*` in the environment over briefbot.toml over defaults.

The only module that looks at the environment. Read once, in the command line; everybody else is handed values.
"""

import difflib
import os
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal
from urllib.parse import unquote, urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, SecretStr, ValidationError, field_validator

from bot.mistakes import Mistake

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

PREFIX = "BRIEFBOT_"
FILE = "briefbot.toml"
NOT_SETTINGS = frozenset({"BRIEFBOT_TEST_DATA"})
"""Names of ours in the environment that the tests read, not the bot."""

_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


class SettingsError(Mistake):
    """A setting is wrong; the text is one clear line for the operator."""


def duration(value: object) -> object:
    """`"90s"`, `"10m"`, `"2h"`, `"3d"` as a timedelta; anything else is refused with how to write it."""
    if isinstance(value, timedelta):
        return value
    parts = re.fullmatch(r"(\d{1,6})([smhd])", str(value).strip())
    if not parts:
        raise ValueError(f"{value!r} is not a duration: write 90s, 10m, 2h or 3d")
    return timedelta(**{_UNITS[parts[2]]: int(parts[1])})


def comma_list(value: object) -> object:
    """`"a, b"` as `["a", "b"]`, and a number alone (TOML) as a list of it; a list stays as it is."""
    if isinstance(value, int):
        return [value]
    return [item.strip() for item in value.split(",") if item.strip()] if isinstance(value, str) else value


def proxy_address(value: object) -> object:
    """`"http://host:port"` or `"http://user:password@host:port"`, https alike; empty: none. It is never shown."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value or "").strip()
    try:
        parts = urlsplit(text)
        whole = parts.scheme in {"http", "https"} and parts.hostname and parts.port != 0
    except ValueError:  # its port is no number
        whole = False
    if text.lower().startswith("socks"):
        raise ValueError(
            "SOCKS is not spoken here: put an HTTP proxy in front of it (privoxy does that), and write http://host:port"
        )
    if text and (not whole or parts.path not in {"", "/"} or parts.query or parts.fragment):
        raise ValueError("this is no proxy Briefbot can use: write http://host:port or http://user:password@host:port")
    return text or None


Duration = Annotated[timedelta, BeforeValidator(duration)]
Proxy = Annotated[SecretStr | None, BeforeValidator(proxy_address)]


class Settings(BaseModel):
    """Every setting, with its default. Field names are the keys of briefbot.toml."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr | None = Field(None, description="the bot's token, from @BotFather")
    api_url: str = Field("https://api.telegram.org", description="the Bot API server")
    telegram_proxy: Proxy = Field(None, description="a proxy through which the Bot API server is reached")
    proxy: Proxy = Field(None, description="a proxy through which sources are read")
    data: Path = Field(Path("data"), description="the folder for everything that is kept")
    database_url: str | None = Field(None, description="the database; by default a SQLite file in the data folder")
    admins: Annotated[tuple[int, ...], BeforeValidator(comma_list)] = Field(
        (), description="Telegram user ids of the operators, who hear of troubles and may do more in the chat"
    )
    sources: Annotated[tuple[str, ...], BeforeValidator(comma_list)] = Field(
        (), description="sources to read, besides those added by command"
    )
    catalogue: Path | None = Field(None, description="a file of topics that add to the catalogue, or change it")
    chat_sources: int = Field(0, ge=0, le=100, description="sources a chat may add for itself; 0: only admins add")
    visit_every: Duration = Field(timedelta(minutes=10), description="shortest pause between visits to a source")
    pictures: Literal["none", "preview", "photo"] = Field(
        "preview", description="how a brief's picture goes with it: not at all, above the text, as a photo"
    )
    resend_after: Duration = Field(timedelta(seconds=60), description="wait before a send without answer is repeated")
    fresh_for: Duration = Field(timedelta(hours=24), description="how long a brief is young enough to be repeated")
    keep_briefs: Duration = Field(timedelta(days=90), description="how long briefs stay in the archive")
    keep_sent: Duration = Field(timedelta(days=30), description="how long the record of what was sent stays")
    allow_private_networks: bool = Field(default=False, description="may sources lie in private networks")
    web_host: str = Field("127.0.0.1", description="where the bot's own web pages listen")
    web_port: int = Field(0, ge=0, le=65535, description="their port: the health page, and what hubs call; 0: none")
    public_url: str = Field("", description="the address at which the internet reaches these pages; empty: it does not")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = Field("INFO", description="how much is logged")

    @field_validator("api_url")
    @classmethod
    def _is_web_address(cls, value: str) -> str:
        if not re.match(r"https?://[^/\s]+", value):
            raise ValueError(f"{value!r} is not an address: write https://host or http://host:port")
        return value.rstrip("/")

    @field_validator("public_url")
    @classmethod
    def _is_public_address(cls, value: str) -> str:
        if value and not re.fullmatch(r"https?://([\w.-]+|\[[\da-f:.]+])(:\d{1,5})?(/[\w.~%/-]*)?", value, re.ASCII):
            raise ValueError(f"{value!r} is not a public address: write https://host or https://host/path")
        return value.rstrip("/")

    @field_validator("database_url")
    @classmethod
    def _is_known_database(cls, value: str | None) -> str | None:
        if value and not value.startswith("sqlite:///"):
            # Not shown: addresses of databases contain passwords.
            raise ValueError("this is no database Briefbot knows: write sqlite:////path/to/briefbot.db")
        return value or None

    @property
    def bare_token(self) -> str:
        """The token itself, without the white space that copying adds; empty where none is set."""
        return self.token.get_secret_value().strip() if self.token else ""

    @property
    def bare_telegram_proxy(self) -> str | None:
        """The proxy to the Bot API, with its password; None: there is none."""
        return self.telegram_proxy.get_secret_value() if self.telegram_proxy else None

    @property
    def bare_proxy(self) -> str | None:
        """The proxy to the sources, with its password; None: there is none."""
        return self.proxy.get_secret_value() if self.proxy else None

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must never be logged: the token, and the passwords of proxies as they are written and as they are."""
        passwords = [urlsplit(proxy or "").password or "" for proxy in (self.bare_telegram_proxy, self.bare_proxy)]
        return tuple(filter(None, [self.bare_token, *passwords, *map(unquote, passwords)]))

    @property
    def database(self) -> str:
        """The database's address, with the default filled in."""
        return self.database_url or f"sqlite:///{self.data.absolute() / 'briefbot.db'}"


def load_settings(environment: Mapping[str, str] | None = None, folder: Path | None = None) -> Settings:
    """Read the settings from `environment` (the process's own) over `folder`/briefbot.toml over defaults.

    Raises SettingsError, one line, for an unreadable file, an unknown name or a wrong value.
    """
    file = (folder or Path.cwd()) / FILE
    given = _read_file(file)
    places = dict.fromkeys(given, f"in {FILE}")
    for name, value in (os.environ if environment is None else environment).items():
        if name.upper().startswith(PREFIX) and name.upper() not in NOT_SETTINGS:
            key = name[len(PREFIX) :].lower()
            given[key], places[key] = value, "in the environment"
    for key in given:
        if key not in Settings.model_fields:
            raise SettingsError(_unknown(key, places[key]))
    try:
        return Settings(**given)
    except ValidationError as exc:
        first = exc.errors()[0]
        key = str(first["loc"][0])
        raise SettingsError(f"{_spelled(key, places.get(key, ''))} {places.get(key, '')}: {_said(first)}") from exc


_SAID = (
    ("value_error", "{error}"),
    ("int_", "{given!r} is not a whole number: write digits only, such as 7"),
    ("greater_than_equal", "{given} is out of bounds: write {ge} or more"),
    ("less_than_equal", "{given} is out of bounds: write {le} or less"),
    ("bool_", "{given!r} is neither yes nor no: write true or false"),
    ("literal_error", "{given!r} is not known: write {expected}"),
    ("tuple_", 'this is no list: write "one, other"'),
    ("", 'this is no text: write it in quotes, "like this"'),
)
"""How pydantic's errors begin, and what is wrong and what to write in our words: a newcomer need not know its own.
What is no text is not shown: of a token or a proxy, it would be a secret."""


def _said(error: "ErrorDetails") -> str:
    words = next(words for kind, words in _SAID if error["type"].startswith(kind))
    return words.format(given=error["input"], **error.get("ctx", {}))


def _read_file(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise SettingsError(f"{file.name} is not valid TOML: {exc}") from exc
    except OSError as exc:
        raise SettingsError(f"{file.name} cannot be read: {exc.strerror}") from exc


def _spelled(key: str, place: str) -> str:
    return f"{PREFIX}{key.upper()}" if "environment" in place else key


def _unknown(key: str, place: str) -> str:
    known = list(Settings.model_fields)
    near = difflib.get_close_matches(key, known, n=1)
    hint = f"did you mean {_spelled(near[0], place)}?" if near else f"known are: {', '.join(sorted(known))}"
    return f"unknown setting {_spelled(key, place)} {place}: {hint}"

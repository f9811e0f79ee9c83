"""Settings: environment over file over defaults; every mistake is one clear line that names its place."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings


def test_the_environment_stands_over_the_file_over_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "briefbot.toml").write_text('visit_every = "30m"\nkeep_sent = "5d"\nadmins = [7, 8]\n')
    settings = load_settings({"BRIEFBOT_VISIT_EVERY": "2h", "PATH": "/bin"}, tmp_path)
    assert settings.visit_every == timedelta(hours=2)
    assert settings.keep_sent == timedelta(days=5)
    assert settings.admins == (7, 8)
    assert settings.resend_after == timedelta(seconds=60)


def test_lists_in_the_environment_have_commas(tmp_path: Path) -> None:
    settings = load_settings({"BRIEFBOT_ADMINS": "7, 8", "BRIEFBOT_SOURCES": "a.txt,https://b.example/feed"}, tmp_path)
    assert settings.admins == (7, 8)
    assert settings.sources == ("a.txt", "https://b.example/feed")


@pytest.mark.parametrize(
    ("environment", "said"),
    [
        ({"BRIEFBOT_VISIT_EVRY": "1m"}, "unknown setting BRIEFBOT_VISIT_EVRY in the environment: did you mean"),
        ({"BRIEFBOT_VISIT_EVERY": "10 minutes"}, "BRIEFBOT_VISIT_EVERY in the environment: '10 minutes' is not a dur"),
        ({"BRIEFBOT_ADMINS": "anna"}, "BRIEFBOT_ADMINS in the environment: 'anna' is not a whole number"),
        (
            {"BRIEFBOT_WEB_PORT": "99999"},
            "BRIEFBOT_WEB_PORT in the environment: 99999 is out of bounds: write 65535 or less",
        ),
        ({"BRIEFBOT_WEB_PORT": "-1"}, "BRIEFBOT_WEB_PORT in the environment: -1 is out of bounds: write 0 or more"),
        ({"BRIEFBOT_WEB_PORT": "1.5"}, "BRIEFBOT_WEB_PORT in the environment: '1.5' is not a whole number: write dig"),
        ({"BRIEFBOT_CHAT_SOURCES": "999"}, "BRIEFBOT_CHAT_SOURCES in the environment: 999 is out of bounds: write 100"),
        (
            {"BRIEFBOT_PICTURES": "big"},
            "BRIEFBOT_PICTURES in the environment: 'big' is not known: write 'none', 'preview' or 'photo'",
        ),
        (
            {"BRIEFBOT_ALLOW_PRIVATE_NETWORKS": "maybe"},
            "BRIEFBOT_ALLOW_PRIVATE_NETWORKS in the environment: 'maybe' is neither yes nor no: write true or false",
        ),
        (
            {"BRIEFBOT_PROXY": "socks5://h:1"},
            "BRIEFBOT_PROXY in the environment: SOCKS is not spoken here: put an HTTP",
        ),
        ({"BRIEFBOT_DATABASE_URL": "mysql://a:b@c/d"}, "BRIEFBOT_DATABASE_URL in the environment: this is no database"),
        (
            {"BRIEFBOT_PUBLIC_URL": "bot.example.org"},
            "BRIEFBOT_PUBLIC_URL in the environment: 'bot.example.org' is not a",
        ),
        (
            {"BRIEFBOT_PUBLIC_URL": "https://a:b@host"},
            "BRIEFBOT_PUBLIC_URL in the environment: 'https://a:b@host' is no",
        ),
        (
            {"BRIEFBOT_PUBLIC_URL": "https://host/?a"},
            "BRIEFBOT_PUBLIC_URL in the environment: 'https://host/?a' is not",
        ),
        ({"BRIEFBOT_API_URL": "api.telegram.org"}, "BRIEFBOT_API_URL in the environment: 'api.telegram.org' is not an"),
    ],
)
def test_a_mistake_in_the_environment_is_one_line(tmp_path: Path, environment: dict[str, str], said: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings(environment, tmp_path)
    assert str(caught.value).startswith(said)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ('visit_evry = "1m"', "unknown setting visit_evry in briefbot.toml: did you mean visit_every?"),
        ('colour = "red"', "unknown setting colour in briefbot.toml: known are: admins, "),
        ("visit_every = ", "briefbot.toml is not valid TOML: "),
        ("keep_sent = 12", "keep_sent in briefbot.toml: 12 is not a duration"),
        ("token = 12345", "token in briefbot.toml: this is no text: write it in quotes"),
        ("data = 5", "data in briefbot.toml: this is no text: write it in quotes"),
        ("web_host = [1]", "web_host in briefbot.toml: this is no text: write it in quotes"),
        ("sources = [1]", "sources in briefbot.toml: this is no text: write it in quotes"),
        ("sources = true", "sources in briefbot.toml: this is no text: write it in quotes"),
        ("sources = {a = 1}", 'sources in briefbot.toml: this is no list: write "one, other"'),
        ("web_port = [1]", "web_port in briefbot.toml: [1] is not a whole number"),
    ],
)
def test_a_mistake_in_the_file_is_one_line(tmp_path: Path, file: str, said: str) -> None:
    (tmp_path / "briefbot.toml").write_text(file)
    with pytest.raises(SettingsError) as caught:
        load_settings({}, tmp_path)
    assert str(caught.value).startswith(said)


def test_the_token_is_not_shown_with_the_settings(tmp_path: Path) -> None:
    settings = load_settings({"BRIEFBOT_TOKEN": "123456:very-secret"}, tmp_path)
    assert "very-secret" not in repr(settings)
    assert "very-secret" not in str(settings.model_dump())


@pytest.mark.parametrize(
    "proxy",
    ["ftp://127.0.0.1:1080", "proxy.test:3128", "http://", "http://proxy.test:port", "http://a:pass@b:1/path", "x"],
)
@pytest.mark.parametrize("setting", ["BRIEFBOT_TELEGRAM_PROXY", "BRIEFBOT_PROXY"])
def test_what_is_no_proxy_is_refused_without_showing_it(tmp_path: Path, setting: str, proxy: str) -> None:
    with pytest.raises(SettingsError, match=f"{setting} in the environment: this is no proxy") as caught:
        load_settings({setting: proxy}, tmp_path)
    assert "pass@" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_the_password_of_a_proxy_is_a_secret_however_it_is_written(tmp_path: Path) -> None:
    settings = load_settings({"BRIEFBOT_TELEGRAM_PROXY": "http://me:p%40ss-word@proxy.test:3128"}, tmp_path)
    assert settings.bare_telegram_proxy == "http://me:p%40ss-word@proxy.test:3128"
    assert "ss-word" not in repr(settings)
    assert settings.secrets == ("p%40ss-word", "p@ss-word")
    assert Settings(telegram_proxy="").bare_telegram_proxy is None


def test_each_proxy_has_a_password_of_its_own_and_both_are_secrets() -> None:
    settings = Settings.model_validate(
        {
            "telegram_proxy": "http://me:one-word@proxy.test:3128",
            "proxy": "http://me:other-word@proxy.test:3129",
        }
    )
    assert settings.bare_proxy == "http://me:other-word@proxy.test:3129"
    assert set(settings.secrets) == {"one-word", "other-word"}
    assert "-word" not in repr(settings)
    assert Settings.model_validate({"proxy": ""}).bare_proxy is None


def test_the_database_lies_in_the_data_folder_unless_it_is_named(tmp_path: Path) -> None:
    assert Settings(data=tmp_path).database == f"sqlite:///{tmp_path}/briefbot.db"
    assert Settings(data=tmp_path, database_url="").database == Settings(data=tmp_path).database
    assert Settings(database_url="sqlite:////srv/b.db").database == "sqlite:////srv/b.db"


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("https://bot.example.org", "https://bot.example.org"),
        ("https://bot.example.org:8443/", "https://bot.example.org:8443"),
        ("http://[2001:db8::1]:8080/hooks/bot/", "http://[2001:db8::1]:8080/hooks/bot"),
        ("", ""),
    ],
)
def test_a_public_address_is_a_host_and_perhaps_a_path(tmp_path: Path, written: str, meant: str) -> None:
    assert load_settings({"BRIEFBOT_PUBLIC_URL": written}, tmp_path).public_url == meant

"""What the bot says of itself is whole: nothing it can do is left unsaid, nothing it offers stands there twice."""

from bot.chat import texts
from bot.chat.commands import COMMANDS
from bot.topics.suggest import Suggestion


def test_help_names_every_command_one_may_not_guess() -> None:
    assert [name for name, _ in COMMANDS if f"/{name}" not in texts.HELP] == ["help", "start"]


def test_starters_fill_up_what_the_archive_suggests_and_repeat_nothing() -> None:
    message = texts.start([Suggestion("Energy", 5), Suggestion("Port Ellery", 3)])
    labels = [button.label for row in message.buttons for button in row]
    assert labels == ["Energy · 5", "Port Ellery · 3", "climate", "space", "health", "science", "Browse topics"]

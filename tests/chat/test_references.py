"""What buttons carry comes back as it went, fits Telegram's 64 bytes, and cannot be forged into an error."""

from hypothesis import given
from hypothesis import strategies as st

from bot.chat.references import Act, Reference, read_reference, write_reference
from storage.model import TopicId


def test_words_and_ids_come_back() -> None:
    assert read_reference("f=north korean") == Reference(Act.FOLLOW, words="north korean")
    assert read_reference("u:12,40") == Reference(Act.UNFOLLOW, ids=(12, 40))
    assert read_reference("go") == Reference(Act.RESUME)


def test_what_does_not_fit_is_not_written() -> None:
    assert write_reference(Act.FOLLOW, words="ж" * 32) is None
    assert write_reference(Act.FOLLOW, words="ж" * 31) == "f=" + "ж" * 31


@given(st.sampled_from(Act), st.none() | st.text(), st.lists(st.integers(1, 10**9).map(TopicId), max_size=5))
def test_everything_written_can_be_read(act: Act, words: str | None, ids: list[TopicId]) -> None:
    if words is not None:
        written, meant = write_reference(act, words=words), Reference(act, words=words)
    else:
        written, meant = write_reference(act, ids=ids), Reference(act, ids=tuple(ids))
    if written is not None:
        assert len(written.encode()) <= 64
        assert read_reference(written) == meant


@given(st.text())
def test_forged_data_is_never_an_error(written: str) -> None:
    """Fault 46."""
    read_reference(written)

"""No document can hang or kill the bot: it is read in a process that can be."""

import asyncio
import itertools
import os
import signal
import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot import clock
from bot.ingest.parsing import Haste, Parser
from bot.ingest.reading.document import Document, UnreadableDocument
from storage.model import Brief, SourceKind


def reader(body: bytes, *, address: str, content_type: str | None) -> Document:
    """Does what the document says."""
    match body.strip():
        case b"hang":
            sum(itertools.repeat(0))  # a loop in C, which hears no signal that Python would have to act upon
        case b"work":
            sum(itertools.repeat(0, 200_000_000))
        case b"wait":
            threading.Event().wait(0.3)  # as if others had the processor
        case b"die":
            os.kill(os.getpid(), signal.SIGKILL)
        case b"swell":
            return Document(kind=SourceKind.TEXT, title=str(len(bytes(4 << 30))))
        case b"fault":
            raise LookupError("a mistake of ours")
        case b"refuse":
            raise UnreadableDocument("no briefs here")
        case b"pid":
            return Document(kind=SourceKind.TEXT, title=str(os.getpid()))
    return Document(kind=SourceKind.TEXT, title=address, briefs=(Brief(key="k", text=body.decode()),))


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    """One for all tests here: a new process takes a second to start."""
    opened = Parser(reader)
    yield opened
    asyncio.run(opened.close())


async def read(parser: Parser, body: bytes, *, seconds: float = 10.0) -> Document:
    return await parser.read(body, address="a", content_type=None, seconds=seconds)


async def test_a_document_is_read_in_another_process(parser: Parser) -> None:
    assert (await read(parser, b"hello")).briefs[0].text == "hello"
    assert (await read(parser, b"pid")).title != str(os.getpid())


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"hang", r"takes longer than 0\.2 seconds"),
        (b"die", "broke the reader"),
        (b"swell", "MemoryError"),
        (b"fault", "LookupError"),
        (b"refuse", "no briefs here"),
    ],
)
async def test_a_document_that_harms_its_reader_is_unreadable_and_the_next_is_read(
    parser: Parser, body: bytes, reason: str
) -> None:
    with pytest.raises(UnreadableDocument, match=reason) as refused:
        await read(parser, body, seconds=0.2)
    assert "\n" not in str(refused.value)
    assert (await read(parser, b"next")).briefs[0].text == "next"


async def test_time_in_which_others_have_the_processor_is_not_counted(parser: Parser) -> None:
    assert (await read(parser, b"wait", seconds=0.2)).briefs[0].text == "wait"


async def test_people_are_answered_while_a_document_hangs(parser: Parser) -> None:
    await read(parser, b"ready")
    began, late = clock.monotonic(), list[float]()
    hanging = asyncio.ensure_future(read(parser, b"hang", seconds=0.3))
    stop = asyncio.Event()
    while not hanging.done():
        before = clock.monotonic()
        await clock.pause(stop, timedelta(milliseconds=5))
        late.append(clock.monotonic() - before - 0.005)
    with pytest.raises(UnreadableDocument):
        await hanging
    assert clock.monotonic() - began < 2
    assert sorted(late)[len(late) * 9 // 10] < 0.1  # the rest is left to what else this machine does


async def process_of(parser: Parser, *, address: str = "quick", haste: Haste = Haste.SOME, size: int = 0) -> int:
    """The process in which such a document is read."""
    document = await parser.read(b"pid" + b" " * size, address=address, seconds=10, haste=haste)
    return int(document.title or "")


async def test_a_source_that_is_on_schedule_waits_for_none_that_is_slow(parser: Parser) -> None:
    slow = asyncio.ensure_future(parser.read(b"hang", address="b", seconds=60, haste=Haste.NONE))
    await asyncio.gather(*(parser.read(b"hello", address=f"quick/{number}") for number in range(9)))
    assert not slow.done()
    slow.cancel()
    await asyncio.wait([slow])


async def test_what_is_large_or_unknown_or_failed_or_was_slow_is_read_apart(parser: Parser) -> None:
    quick = await process_of(parser)
    slow = await process_of(parser, haste=Haste.NONE)
    assert slow != quick
    assert await process_of(parser, haste=Haste.LITTLE) == slow
    assert await process_of(parser, size=1_000_001) == slow
    assert await process_of(parser, haste=Haste.MUCH) == quick

    with pytest.raises(UnreadableDocument):
        await parser.read(b"hang", address="b", seconds=0.2, haste=Haste.NONE)
    slow = await process_of(parser, haste=Haste.NONE)
    assert await process_of(parser, address="b") == slow
    assert await process_of(parser, address="b") == quick  # it was quick again


async def test_a_document_that_takes_long_but_not_too_long_is_read_apart_next_time(parser: Parser) -> None:
    quick = await process_of(parser)
    assert (await parser.read(b"work", address="c", seconds=10)).title == "c"
    assert await process_of(parser, address="c") != quick


async def test_the_process_for_slow_documents_is_let_go_when_none_comes() -> None:
    async with Parser(reader, idle_seconds=0) as parser:
        slow = await process_of(parser, haste=Haste.NONE)
        quick = await process_of(parser)
        with pytest.raises(ProcessLookupError):
            os.kill(slow, 0)
        assert await process_of(parser) == quick
        assert await process_of(parser, haste=Haste.NONE) != slow


async def test_a_reader_that_died_between_two_documents_is_replaced(parser: Parser) -> None:
    pid = int((await read(parser, b"pid")).title or "")
    os.kill(pid, signal.SIGKILL)
    assert (await read(parser, b"hello")).briefs[0].text == "hello"


async def test_a_reading_that_is_cancelled_leaves_the_parser_in_order(parser: Parser) -> None:
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.2):
            await read(parser, b"hang", seconds=60)
    assert (await read(parser, b"hello")).briefs[0].text == "hello"


async def test_a_closed_parser_leaves_no_process_behind_and_may_be_used_again() -> None:
    parser = Parser(reader)
    pid = int((await read(parser, b"pid")).title or "")
    await parser.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert (await read(parser, b"hello")).briefs[0].text == "hello"
    await parser.close()


async def test_the_process_reads_documents_as_the_reader_does() -> None:
    page = b"A first brief about the harbour of Lisbon.\n\nRead More\n\nA second one about its trams.\n\nRead More\n"
    async with Parser() as parser:
        document = await parser.read(page, address="news.txt", content_type="text/plain")
    assert document.kind is SourceKind.TEXT
    assert len(document.briefs) == 2

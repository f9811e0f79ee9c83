"""Takes in the body of an answer: as bytes that are counted while they come, and inflated in bounds.

What a server says of its body (how long it is, how it is compressed) is only its word.
"""

import asyncio

import aiohttp

from bot.ingest.inflate import BadEncoding, TooLarge, inflate
from bot.ingest.memory import SMALL, Share

MOST_BYTES = 10_000_000
"""Of one document, compressed and inflated alike. The largest honest feeds are a third of it."""

_MOST_PIECES = 50_000
"""HTTP chunks of one body. A server that sends three megabytes line by line needs no more; ten megabytes byte by byte
would keep the event loop at work for half a minute."""


async def body_of(response: aiohttp.ClientResponse, encoding: str, share: Share) -> bytes:
    """The document, without the `encoding` that its header names. Raises BadEncoding, TooLarge, and what aiohttp does.

    `share`: of the memory, asked for before it is taken.
    """
    if (response.content_length or 0) > MOST_BYTES:
        raise TooLarge
    body, pieces = bytearray(), 0
    # Not by iteration: over the body of an answer that has none (a 204) it never ends.
    while not response.content.at_eof():
        piece, is_whole = await response.content.readchunk()
        body += piece
        pieces += is_whole
        if len(body) > MOST_BYTES:
            raise TooLarge
        if pieces > _MOST_PIECES:
            raise BadEncoding("the answer comes in too many pieces")
        await share.hold(len(body))
    return await _inflated(bytes(body), encoding, share)


async def _inflated(body: bytes, encoding: str, share: Share) -> bytes:
    # In a thread: inflating ten megabytes takes long enough to be felt by the people in the chats.
    try:
        return await asyncio.to_thread(inflate, body, encoding, limit=max(SMALL, len(body)))
    except TooLarge:
        await share.hold(MOST_BYTES)
    return await asyncio.to_thread(inflate, body, encoding, limit=MOST_BYTES)

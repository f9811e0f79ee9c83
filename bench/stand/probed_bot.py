"""The whole bot as `briefbot run` starts it, with a probe in its event loop that tells in the end what held it up.

On SIGTERM the bot stops, and stdout gets one line of JSON: by how many seconds each look came too late, and how many
seconds the loop's own thread had worked since the look before. The first counts what else the machine does, too.
"""

import asyncio
import json
import signal
import time

from bot import logs
from bot.app import run_bot
from bot.settings import load_settings

LOOK_EVERY = 0.005


async def probe(stop: asyncio.Event) -> tuple[list[float], list[float]]:
    late, busy = [], []
    while not stop.is_set():
        began, worked = time.perf_counter(), time.thread_time()
        await asyncio.sleep(LOOK_EVERY)
        late.append(round(time.perf_counter() - began - LOOK_EVERY, 5))
        busy.append(round(time.thread_time() - worked, 5))
    return late, busy


async def main() -> None:
    settings = load_settings()
    logs.set_up(settings.log_level, secrets=(settings.bare_token,))
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    looking = asyncio.ensure_future(probe(stop))
    await run_bot(settings, stop)
    print(json.dumps(await looking))


if __name__ == "__main__":
    asyncio.run(main())

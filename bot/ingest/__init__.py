"""READS the world: an address goes in, briefs come out, and what is news among them.

`worker` has what is due visited as `visits` tells: `fetch` or `files` bring bytes through the `guard`, pages with leave
of `robots`; `parsing` has them read by `reading` in a process that can be killed; the rest decides: `news`, `cadence`,
`moving`. Nothing here knows a chat, a topic or Telegram.
"""

"""READS the world: an address goes in, briefs come out, and what is news among them.

`worker` visits what is due: `fetch` or `files` bring bytes through the `guard`, `parsing` has them read by `reading` in
a process that can be killed, `news` and `cadence` decide. Nothing here knows a chat, a topic or Telegram.
"""

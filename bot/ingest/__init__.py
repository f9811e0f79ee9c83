"""Reads the world: an address goes in, briefs come out, and what was news among them.

Two halves. Documents (documents, feeds, archives, texts, …) turn bytes into briefs: pure, no network, no clock but to
refuse absurd dates. Visits (fetch, news, cadence, worker, …) decide when to look, get the bytes, and hand storage
what is new. Nothing here knows a chat, a topic or Telegram; no foreign markup leaves this room.
"""

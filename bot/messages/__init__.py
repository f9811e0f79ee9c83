"""WRITES what a person reads: briefs and bundles of briefs become Telegram HTML with buttons. Pure.

In: stored briefs and where their matched words lie. Out: `Message` values that keep Telegram's limits.
Untrusted text is escaped here, at the last moment. Nothing is sent, remembered or looked up.
"""

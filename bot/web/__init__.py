"""SERVES: a page that says whether the bot is alive and how much waits, and the address where hubs call.

Nothing here shows a message or a token; what strangers send is bounded, compared, and never stored.
"""

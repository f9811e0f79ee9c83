"""SERVES: a page that says whether the bot is alive and how much waits. (No page here shows a message or a token.)"""

"""PRETENDS to be Telegram: a local Bot API over real HTTP, and a chat page.

In: calls of a bot, words and presses of people. Out: answers, updates, conversations. Never: the internet, a real
token, anything of ours but logs. What it imitates is what bots trip over; each file says what it leaves out.
"""

from bot.sandbox.faults import Fault, Faults
from bot.sandbox.limits import Limits, NoLimits
from bot.sandbox.model import ChatKind, Delivery, Event, EventKind, Line, Standing, Transcript
from bot.sandbox.sandbox import TOKEN, Sandbox
from bot.sandbox.transcript import render

__all__ = [
    "TOKEN",
    "ChatKind",
    "Delivery",
    "Event",
    "EventKind",
    "Fault",
    "Faults",
    "Limits",
    "Line",
    "NoLimits",
    "Sandbox",
    "Standing",
    "Transcript",
    "render",
]

"""What an operator reads of troubles: one message, each source by its name, what is wrong, since when."""

import re
from html import unescape

from bot.messages.markup import TEXT_LIMIT, units
from bot.messages.notices import write_notices
from storage.model import DeliveryState
from storage.model_troubles import Notice, NoticeId, Tells, Trouble, TroubleKind
from tests.builders import AT, DAY


def a_notice(kind: TroubleKind = TroubleKind.SILENT, *, tells: Tells = Tells.BEGAN, **changes: str) -> Notice:
    """A notice about the Harbour Blog."""
    return Notice(
        id=NoticeId(1),
        tells=tells,
        trouble=Trouble(kind=kind, detail=changes.get("detail", "HTTP 503"), began_at=AT - DAY),
        source_name=changes.get("name", "Harbour Blog"),
        source_address="https://harbour.test/feed",
        state=DeliveryState.OWED,
        attempts=0,
        lost_answers=0,
    )


def test_each_trouble_is_said_in_one_line() -> None:
    details = {
        TroubleKind.SILENT: "it used to publish every day",
        TroubleKind.UNREACHABLE: "HTTP 503",
        TroubleKind.UNREADABLE: "no briefs were found there",
        TroubleKind.GONE: "HTTP 410: it says this source is gone for good",
    }
    told = write_notices([a_notice(kind, detail=details[kind]) for kind in TroubleKind], now=AT)
    assert told.html.split("\n") == [
        "<b>Trouble with 4 sources</b>",
        "• <b>Harbour Blog</b>: out of reach since 2 Nov, 14:05 UTC: HTTP 503.",
        "• <b>Harbour Blog</b>: unreadable since 2 Nov, 14:05 UTC: no briefs were found there.",
        "• <b>Harbour Blog</b>: nothing new since 2 Nov, 14:05 UTC; it used to publish every day.",
        "• <b>Harbour Blog</b>: switched off: HTTP 410: it says this source is gone for good.",
        "/sources shows them all.",
    ]


def test_a_recovery_is_one_line() -> None:
    assert write_notices([a_notice(tells=Tells.ENDED)], now=AT).html == "Well again: <b>Harbour Blog</b>."


def test_hundreds_of_troubles_fit_one_message() -> None:
    began = [a_notice(name="&" * 500, detail="<" * 500) for _ in range(300)]
    told = write_notices([*began, *(a_notice(tells=Tells.ENDED, name="x" * 500) for _ in range(300))], now=AT)
    assert "… and 288 more." in told.html
    assert "and 288 more." in told.html.rpartition("Well again")[2]
    assert units(unescape(re.sub("<[^>]*>", "", told.html))) < TEXT_LIMIT


def test_what_strangers_wrote_is_escaped() -> None:
    told = write_notices([a_notice(name="<b>x", detail="</b>&")], now=AT)
    assert "&lt;b&gt;x" in told.html
    assert "&lt;/b&gt;&amp;" in told.html

"""What a person who asked for an address may do now: an end to the line that says why nothing can be read there. Pure.

The visits of a source say the same reasons without it: nobody waits for them, and they come again by themselves.
"""

from bot.ingest.fetch import Failed
from bot.ingest.reading.surveys import Survey
from bot.ingest.robots import Forbidden

_OF_STATUS = {
    401: "only what is public can be read",
    403: "it may let its feed be read: try that address",
    410: "try the front page of the site",
    429: "try again later",
}


def advised(failed: Failed) -> str:
    """Why an address could not be opened, and what to do."""
    advice = _OF_STATUS.get(failed.status or 0)
    if advice is None:
        # Some reasons say it themselves; and a refusal is no mistake in the address.
        if any(word in failed.reason for word in ("try", "check", "refused:")):
            return failed.reason
        is_passing = (failed.status or 0) >= 500
        looks_wrong = (
            "check the address, or try again later" if failed.is_silence else "open it in a browser to check it"
        )
        advice = "try again later" if is_passing else looks_wrong
    return f"{failed.reason}; {advice}"


def forbidden(access: Forbidden) -> str:
    """Why a page that could be read is not to be read by programs; nothing is added yet that could be removed."""
    return access.reason.removesuffix(", or remove the source")


def why_not(seen: Survey) -> str:
    """Why a page that was read is nothing to follow, and what to do."""
    if seen.is_post:
        return "this page is one post, and no feed of its site is found; try the page that lists its posts"
    if seen.asks_password:
        return "this page asks for a password, and no feed is found; only what is public can be read"
    if seen.is_drawn:
        return "a script draws this page: there is nothing to read, and no feed is found; try the address of its feed"
    return "no feed is named there or found in the usual places, and the page lists no posts; try its news or blog page"

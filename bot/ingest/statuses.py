"""What the status of an answer means, in the words of the people who read it."""

_STATUS = {
    401: "it wants a login",
    403: "it refuses visitors",
    404: "nothing is found there; check the address",
    407: "the proxy does not let us through; check BRIEFBOT_PROXY",
    408: "it did not wait for the request",
    410: "it says this source is gone for good",
    429: "it asks for fewer visits",
    451: "it may not show this for legal reasons",
}


def status_line(status: int) -> str:
    """Why there is no document: one clear line."""
    meaning = _STATUS.get(status) or ("the server has trouble" if status >= 500 else "an unexpected answer")
    return f"HTTP {status}: {meaning}"

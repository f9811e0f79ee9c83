"""What the Bot API answers when it refuses: a status, a sentence, and sometimes parameters."""

from typing import Any


class ApiError(Exception):
    """One refused call. Its texts and their case are Telegram's own, because bots match on them."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def as_json(self) -> dict[str, Any]:
        """The body of the answer."""
        body: dict[str, Any] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})

    @property
    def headers(self) -> dict[str, str]:
        """The headers of the answer: Telegram says how long to wait twice."""
        return {"Retry-After": str(self.parameters["retry_after"])} if "retry_after" in self.parameters else {}


def bad_request(reason: str) -> ApiError:
    """A call that can never succeed as it stands."""
    return ApiError(400, f"Bad Request: {reason}")


def forbidden(reason: str) -> ApiError:
    """A chat that does not take messages from this bot."""
    return ApiError(403, f"Forbidden: {reason}")


def too_many_requests(seconds: int) -> ApiError:
    """A limit was reached; the call was not carried out."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)


def not_found() -> ApiError:
    """No such method, or no such path."""
    return ApiError(404, "Not Found")


def unauthorized() -> ApiError:
    """A well-formed token that is not this bot's."""
    return ApiError(401, "Unauthorized")


def other_poller() -> ApiError:
    """The end of a long poll that a newer one replaced."""
    reason = "terminated by other getUpdates request; make sure that only one bot instance is running"
    return ApiError(409, f"Conflict: {reason}")


def webhook_active() -> ApiError:
    """GetUpdates while updates are sent to a webhook."""
    reason = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
    return ApiError(409, f"Conflict: {reason}")

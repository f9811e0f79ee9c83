"""Planned accidents: the next matching call is refused, garbled, late or cut off, as often as planned.

faults.add(Fault.lose_answer(method="sendMessage", times=1))
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self, TypedDict, Unpack

from bot.sandbox.errors import ApiError, bad_request, forbidden, too_many_requests, unauthorized


class Whom(TypedDict, total=False):
    """The calls a fault meets: of a method, to a chat (absent: any), so many times (absent: once)."""

    method: str
    chat_id: int
    times: int


class Cut(StrEnum):
    """When the connection breaks."""

    NEVER = "never"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True)
class Fault:
    """One accident. With a `status` the call is answered so, and only carried out when `is_delivered`."""

    whom: Whom
    status: int | None = None
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_delivered: bool = False
    cut: Cut = Cut.NEVER
    late: float = 0.0

    @classmethod
    def answer(cls, status: int, body: bytes, **whom: Unpack[Whom]) -> Self:
        """The call is answered like this, and not carried out."""
        return cls(whom, status=status, body=body)

    @classmethod
    def refuse(cls, error: ApiError, **whom: Unpack[Whom]) -> Self:
        """The call is refused as Telegram would refuse it."""
        return cls(whom, error.code, json.dumps(error.as_json()).encode(), error.headers)

    @classmethod
    def too_many(cls, retry_after: int, **whom: Unpack[Whom]) -> Self:
        """429 with parameters and header."""
        return cls.refuse(too_many_requests(retry_after), **whom)

    @classmethod
    def too_many_unsaid(cls, **whom: Unpack[Whom]) -> Self:
        """429 that says nothing about how long."""
        return cls.refuse(ApiError(429, "Too Many Requests"), **whom)

    @classmethod
    def forbid(cls, reason: str, **whom: Unpack[Whom]) -> Self:
        """403, for instance `bot was blocked by the user`."""
        return cls.refuse(forbidden(reason), **whom)

    @classmethod
    def reject(cls, reason: str, **whom: Unpack[Whom]) -> Self:
        """400, for instance `chat not found`."""
        return cls.refuse(bad_request(reason), **whom)

    @classmethod
    def revoke_token(cls, **whom: Unpack[Whom]) -> Self:
        """401, as after the token was revoked."""
        return cls.refuse(unauthorized(), **whom)

    @classmethod
    def server_error(cls, **whom: Unpack[Whom]) -> Self:
        """500 in JSON: transient, and a definite no."""
        return cls.refuse(ApiError(500, "Internal Server Error"), **whom)

    @classmethod
    def bad_gateway(cls, **whom: Unpack[Whom]) -> Self:
        """502 in HTML, from something in between."""
        return cls.answer(502, b"<html><head><title>502 Bad Gateway</title></head></html>", **whom)

    @classmethod
    def garbage(cls, **whom: Unpack[Whom]) -> Self:
        """200, but not JSON."""
        return cls.answer(200, b"\x00garbage", **whom)

    @classmethod
    def hang(cls, seconds: float, **whom: Unpack[Whom]) -> Self:
        """The call is carried out at once, its answer comes `seconds` late."""
        return cls(whom, late=seconds)

    @classmethod
    def drop(cls, **whom: Unpack[Whom]) -> Self:
        """The connection breaks before anything is delivered."""
        return cls(whom, cut=Cut.BEFORE)

    @classmethod
    def lose_answer(cls, **whom: Unpack[Whom]) -> Self:
        """The call is carried out, then the connection breaks."""
        return cls(whom, cut=Cut.AFTER)

    def after_delivery(self) -> Self:
        """The same answer, but to a call that was carried out: the bot cannot tell the two apart."""
        return replace(self, is_delivered=True)

    def meets(self, method: str, chat_id: str) -> bool:
        """Whether this call is concerned."""
        if "method" in self.whom and self.whom["method"].lower() != method.lower():
            return False
        return "chat_id" not in self.whom or str(self.whom["chat_id"]) == chat_id


class Faults:
    """The accidents still to come, in the order they were planned."""

    def __init__(self) -> None:
        self._planned: list[Fault] = []

    def __len__(self) -> int:
        return len(self._planned)

    def add(self, fault: Fault) -> None:
        """Plan an accident."""
        self._planned += [fault] * fault.whom.get("times", 1)

    def clear(self) -> None:
        """Plan nothing any more."""
        self._planned.clear()

    def take(self, method: str, chat_id: str) -> Fault | None:
        """The accident this call meets, used up by it; None for an ordinary call."""
        fault = next((fault for fault in self._planned if fault.meets(method, chat_id)), None)
        if fault is not None:
            self._planned.remove(fault)
        return fault

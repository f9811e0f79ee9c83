"""No crowd of sources keeps the others out, whether it hangs, fails or shares a host."""

from datetime import timedelta
from typing import Any

from bot.ingest.door import AT_A_HOST, FOR_PROVEN, MOST_OUTSIDE, UNPROVEN_AT_A_HOST, Door
from storage.model import Source
from tests.builders import AT, a_source

PLACES = 20
LATER = AT + timedelta(minutes=4)


def sources(count: int, address: str = "https://host{0}.test/feed", *, first: int = 1, **changes: Any) -> list[Source]:
    return [a_source(n, address=address.format(n), **changes) for n in range(first, first + count)]


def door(*due: Source) -> Door:
    door = Door(PLACES)
    door.come(due, until=LATER)
    return door


def test_who_is_well_may_have_every_place() -> None:
    due = sources(30)
    assert door(*due).let_in(AT) == due[:PLACES]


def test_some_places_are_kept_for_sources_that_were_read_last_time() -> None:
    failing, new = sources(15, failures=1), sources(15, first=20, visited_at=None)
    well = sources(5, first=40)
    assert door(*failing, *new, *well).let_in(AT) == [*failing[: PLACES - FOR_PROVEN], *well]


def test_a_host_with_many_sources_gets_a_few_places_and_fewer_for_those_that_fail() -> None:
    crowd = sources(9, "https://one.test/{0}")
    failing = sources(9, "https://TWO.test/{0}", first=20, failures=2)
    others = sources(3, first=40)
    assert door(*crowd, *failing, *others).let_in(AT) == [*crowd[:AT_A_HOST], *failing[:UNPROVEN_AT_A_HOST], *others]


def test_files_keep_nobody_waiting() -> None:
    due = sources(12, "/srv/news/{0}.txt")
    assert door(*due).let_in(AT) == due


def test_who_leaves_makes_room_for_who_came_first() -> None:
    crowd = sources(AT_A_HOST + 2, "https://one.test/{0}")
    entrance = door(*crowd)
    assert entrance.let_in(AT) == crowd[:AT_A_HOST]
    assert entrance.is_crowded
    entrance.leave(crowd[2])
    assert entrance.let_in(AT) == [crowd[AT_A_HOST]]
    for source in crowd[:2]:
        entrance.leave(source)
    assert entrance.let_in(AT) == [crowd[AT_A_HOST + 1]]
    assert not entrance.is_crowded


def test_who_waited_too_long_is_forgotten() -> None:
    crowd = sources(AT_A_HOST + 1, "https://one.test/{0}")
    entrance = door(*crowd)
    entrance.let_in(AT)
    entrance.leave(crowd[0])
    assert entrance.let_in(LATER) == []
    assert not entrance.is_crowded


def test_nobody_is_let_in_twice() -> None:
    (source,) = sources(1)
    entrance = door(source)
    assert entrance.let_in(AT) == [source]
    entrance.come([source], until=LATER)
    assert entrance.let_in(AT) == []


def test_a_crowd_outside_has_an_end() -> None:
    entrance = door(*sources(MOST_OUTSIDE + 50, "https://one.test/{0}"))
    entrance.let_in(AT)
    assert entrance.wanted == 0
    assert entrance.is_crowded

"""What is one story, and what is only related."""

import csv
import json
import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.stories.groups import StoryOf, group_stories
from storage.model import Brief

ACCUSED = (
    "Zelensky accused Slovak Prime Minister Fico of opening a second energy front against Ukraine on Putin’s orders, "
    "after Fico threatened to cut off electricity supplies to the neighbouring country this winter."
)
ACCUSED_TOO = (
    "Ukrainian President Zelenskyy accused Slovak Prime Minister Fico of opening a second energy front against Ukraine "
    "at Putin’s behest. Fico had threatened to cut off emergency electricity supplies."
)
HARVEST = "The wheat harvest in Morocco has failed for the third year in a row, and bread prices will rise in spring."
SUMMIT = "Leaders of the Pacific islands met in Fiji to discuss the rising sea and how to pay for new harbour walls."
RALLY = "Thousands walked through Lisbon to ask for lower rents; the mayor promised to build ten thousand flats."


def told(*texts: str) -> list[StoryOf]:
    return group_stories([Brief(key=str(number), text=text) for number, text in enumerate(texts)])


def test_two_reports_of_one_event_are_one_story() -> None:
    assert [each.story for each in told(ACCUSED, HARVEST, ACCUSED_TOO, SUMMIT, RALLY)] == ["0", "1", "0", "3", "4"]


def test_an_excerpt_tells_the_same_story() -> None:
    excerpt = ACCUSED[:100] + "…"
    assert [each.story for each in told(HARVEST, ACCUSED, SUMMIT, excerpt)] == ["0", "1", "2", "1"]


def test_a_story_and_a_group_are_named_by_their_first_brief() -> None:
    assert told(SUMMIT, ACCUSED, ACCUSED_TOO)[2] == StoryOf(key="2", story="1", group="1")


def test_briefs_without_words_are_stories_of_their_own() -> None:
    assert told("", "…", "") == [StoryOf(str(n), str(n), str(n)) for n in range(3)]


def test_no_briefs_are_no_stories() -> None:
    assert group_stories([]) == []


@given(st.lists(st.sampled_from([ACCUSED, ACCUSED_TOO, ACCUSED[:80], HARVEST, SUMMIT, RALLY, "", "Fico, Putin"])))
@settings(deadline=None, max_examples=100)
def test_a_story_lies_within_one_group(texts: list[str]) -> None:
    result = told(*texts)
    assert [each.key for each in result] == [str(number) for number in range(len(texts))]
    assert len({(each.story, each.group) for each in result}) == len({each.story for each in result})
    for each in result:
        assert int(each.group) <= int(each.story) <= int(each.key)


@pytest.fixture(scope="module")
def archive(shared_data: Path) -> list[Brief]:
    page = (shared_data / "archive-page.txt").read_text(encoding="utf-8")
    texts = [text.strip() for text in re.split(r"Read More|… Continue reading", page) if text.strip()]
    return [Brief(key=str(number), text=text) for number, text in enumerate(texts, start=1)]


@pytest.mark.parametrize("step", [1, -1])
def test_on_a_real_page_the_related_pairs_are_groups_and_nothing_else(archive: list[Brief], step: int) -> None:
    groups: dict[str, set[str]] = {}
    for each in group_stories(archive[::step]):
        groups.setdefault(each.group, set()).add(each.key)
    assert [group for group in groups.values() if len(group) > 1] in (
        [{"1", "2"}, {"3", "4"}, {"7", "10"}],
        [{"7", "10"}, {"3", "4"}, {"1", "2"}],
    )


def test_real_headlines_are_told_precisely_and_grouped_loosely(shared_data: Path) -> None:
    items = json.loads((shared_data / "stories" / "stories.json").read_text(encoding="utf-8"))["items"]
    with (shared_data / "stories" / "stories.csv").open(encoding="utf-8", newline="") as file:
        truth = {row["key"]: row["story"] for row in csv.DictReader(file)}
    items.sort(key=lambda item: item["date_published"])
    result = group_stories([Brief(key=item["id"], title=item["title"], text="") for item in items])
    stories = [truth[each.key] for each in result]
    precision, recall = pairs([each.story for each in result], stories)
    assert precision > 0.96
    assert recall > 0.2
    precision, recall = pairs([each.group for each in result], stories)
    assert precision > 0.82
    assert recall > 0.78


def pairs(found: Sequence[str], true: Sequence[str]) -> tuple[float, float]:
    """Precision and recall over pairs of briefs that are together."""
    together = count_pairs(Counter(zip(found, true, strict=True)))
    return together / count_pairs(Counter(found)), together / count_pairs(Counter(true))


def count_pairs(sizes: Counter[str] | Counter[tuple[str, str]]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())

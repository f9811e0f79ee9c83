"""What is refused: pointed at, with what was probably meant; and nothing that is typed breaks or slows the parser."""

import contextlib
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.topics.query import Query, QueryError, parse_topic, parse_topics


def refusal(text: str) -> QueryError:
    with pytest.raises(QueryError) as caught:
        parse_topics(text)
    return caught.value


@pytest.mark.parametrize(
    ("typed", "position", "says", "suggestion"),
    [
        ("ukraine AND (energy", 12, "this bracket is never closed", "ukraine AND (energy)"),
        ("fico, (gas\nkursk", 6, "never closed", "fico, (gas)\nkursk"),
        ("kursk) gas", 5, "never opened", "kursk gas"),
        ("kursk () gas", 6, "nothing in these brackets", "kursk gas"),
        ('kursk "second energy', 6, "never closed", 'kursk "second energy"'),
        ('(kursk "second energy)', 7, "never closed", '(kursk "second energy")'),
        ('kursk "" gas', 6, "nothing in these quotes", "kursk gas"),
        ("kursk AND OR gas", 6, "both sides", "kursk OR gas"),
        ("kursk OR", 6, "both sides", "kursk"),
        ("kursk OR -gas", 0, "One side of OR", "kursk -gas"),
        ("kursk NOT", 6, "leave out", "kursk"),
        ("kursk NEAR/5", 6, "both sides", "kursk"),
        ("NEAR protocol", 0, "both sides", '"NEAR" protocol'),
        ("kursk NEAR -gas", 11, "leave NEAR out", "kursk -gas"),
        ("kursk NEAR/500 gas", 6, "At most 50 words", "kursk NEAR/50 gas"),
        ("aa NEAR/2 bb NEAR/3 cc", 13, "One distance", "aa NEAR/2 bb NEAR/2 cc"),
        ("kursk NEAR (gas oil)", 6, "NEAR joins words", None),
        ("title:kursk NEAR gas", 12, "NEAR joins words", "title:(kursk NEAR gas)"),
        ("source:(bbc NEAR dpa)", 12, "NEAR is for words", "source:(bbc dpa)"),
        ("autor:kafka", 0, "There is no field “autor:”", "autor kafka"),
        ("tittle:war", 0, "The fields are title: source: lang: tag: exact:", "title:war"),
        ("kursk title:", 6, "comes a word", "kursk"),
        ("title:-war gas", 6, "minus comes before", "-title:war gas"),
        ("title:NOT war gas", 6, "minus comes before", "-title: war gas"),
        ("title:(kursk source:bbc)", 13, "side by side", "title:(kursk bbc)"),
        ("lang:klingon", 5, "no language", None),
        ("kursk *", 6, "A star alone", "kursk"),
        ("*stan", 0, "A star alone", "stan"),
        ("ukr*ne", 3, "put nothing behind it", "ukr*"),
        ("uk*ne", 2, "put nothing behind it", "uk"),
        ("uk*", 2, "at least 3 letters", "uk"),
        ("乌*", 1, "One character", "乌"),
        ("F16乌克*", 5, "of one word", "F16乌克"),
        ('"climat* change"', 7, "Within quotes", '"climat change"'),
        ("exact:jet*", 9, "every word is whole", "exact:jet"),
        ("source:bbc*", 10, "a whole word", "source:bbc"),
        ("-source:bbc", 0, "only says what to leave out", None),
        ("who", 0, "“who” is in nearly every brief", "WHO"),
        ("the who", 0, "nearly every brief", '"the who"'),
        ("der oder das", 0, "nearly every brief", '"der oder das"'),
        ("что это", 0, "nearly every brief", '"что это"'),
        ("title:the", 0, "nearly every brief", None),
        ('"north korea" -korea', 0, "nothing can match", None),
        ("title:war -war", 0, "nothing can match", None),
        ("(gas OR oil) -gas -oil", 0, "nothing can match", None),
        ("(gas NEAR oil) -gas", 0, "nothing can match", None),
        ("lang:de lang:en", 0, "nothing can match", None),
    ],
)  # fmt: skip
def test_a_mistake_is_pointed_at_and_what_was_meant_is_offered(
    typed: str, position: int, says: str, suggestion: str | None
) -> None:
    error = refusal(typed)
    assert says.lower() in error.pointed().lower()
    assert (error.position, error.suggestion) == (position, suggestion)
    if suggestion:
        assert parse_topics(suggestion)


def test_what_only_seems_to_contradict_itself_is_a_topic() -> None:
    for typed in (
        "(gas OR oil) -gas",
        "war -title:war",
        'korea -"north korea"',
        "lang:de lang:de-AT war",
        "bush -exact:bush",
    ):
        assert parse_topic(typed).canonical


def test_where_one_topic_is_asked_for_the_suggestion_is_one() -> None:
    with pytest.raises(QueryError) as caught:
        parse_topic("fico, kursk")
    assert caught.value.suggestion == "fico OR kursk"


def test_ten_megabytes_are_refused_in_ten_milliseconds() -> None:
    for piece in ("(", '"', "a* ", "title:", "ukraine NEAR ", "-", "x:y ", "，"):
        text = piece * (10_000_000 // len(piece))
        start = time.process_time()
        refusal(text)
        assert time.process_time() - start < 0.01


SOUP = (
    *("fico", "Soldiers", "US", "the", "or", "und", "oder", "Y", "O", "И", "или", "AND", "OR", "NOT", "NICHT", "NEAR"),
    *(
        "NEAR/3",
        "near/2",
        "(",
        ")",
        '"',
        "“",
        "”",
        "«",
        ",",
        ";",
        "\n",
        " -",
        " ",
        "title:",
        "titel:",
        "source:",
        "lang:",
    ),
    *(
        "lang:de",
        "tag:",
        "exact:",
        "autor:",
        ":",
        "*",
        "ukr*",
        "uk*",
        "F-16",
        "U.S.-led",
        "乌克兰",
        "ウクライナ",
        "ยูเครน",
    ),
    *("क्षि", "й", "ουκρανία", "الحرب", "C++", "1,5", "11,000", "|", "&", "-", "!", " ", " ", " ", "½", "ﷺ", "'", "’s"),
    *("l’", "bbc.co.uk", "https://", "Zürich", "İ", "ß"),
)
SCRIPTS = st.text(
    st.sampled_from('abcÄéœßабвґїαβςابتکकखि्กขี乌克兰ウクйあ가각 \n"“”()*:/-.,;|&!’‿0٣½²ﷺ') | st.characters(),
    max_size=60,
)
TYPED = st.one_of(SCRIPTS, st.lists(st.sampled_from(SOUP), max_size=24).map("".join))


@given(TYPED)
@settings(deadline=None, max_examples=400)
def test_any_text_is_topics_or_a_query_error_whose_suggestion_is_topics(text: str) -> None:
    queries: list[Query] = []
    refused = None
    try:
        queries = parse_topics(text)
    except QueryError as error:
        refused = error
    assert queries or (refused and "^" in refused.pointed())
    assert refused is None or refused.suggestion is None or parse_topics(refused.suggestion)
    for query in queries:
        again = parse_topic(query.canonical)
        assert (again.canonical, again.root) == (query.canonical, query.root)


@pytest.mark.parametrize(
    "piece", ["a ", "(a1 OR ", '"a1" ', "-", "a1 NEAR ", "title:", "a1-b1-c1-d1 ", "ukr* ", "a,", '"', "乌", "NOT "]
)
def test_time_grows_with_the_length_of_what_is_typed(piece: str) -> None:
    """The longest message takes at most a fixed multiple of what a quarter of it takes: no square, no power."""

    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        rounds = []
        for _ in range(3):
            start = time.process_time()
            with contextlib.suppress(QueryError):
                parse_topics(text)
            rounds.append(time.process_time() - start)
        return min(rounds)

    assert seconds(4096) < 8 * seconds(1024) + 0.02

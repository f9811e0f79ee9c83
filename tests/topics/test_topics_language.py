"""The language of topics beyond words and operators: fields, nearness, beginnings, the words of six languages."""

import pytest

from bot.topics.keywords import with_operators
from bot.topics.nodes import And, Exact, InTitle, Mark, Near, Node, Not, Or, Phrase, Prefix, Word
from bot.topics.operators import Kind, is_stop_word, operators
from bot.topics.query import parse_topic
from bot.topics.scanner import scan

GAS_NEAR_OIL = Near((Word("gas"), Word("oil")), 5)


@pytest.mark.parametrize(
    ("typed", "expected", "root"),
    [
        ("title:war", "title:war", InTitle(Word("war"))),
        ("title: war", "title:war", InTitle(Word("war"))),
        ('title:"second front"', 'title:"second front"', InTitle(Phrase(("second", "front")))),
        ("title:(war OR peace)", "title:peace OR title:war", Or((InTitle(Word("peace")), InTitle(Word("war"))))),
        ("title:(war -peace)", "title:war -title:peace", And((InTitle(Word("war")), Not(InTitle(Word("peace")))))),
        ("title:(the war)", "title:war", InTitle(Word("war"))),
        ('source:"BBC News"', 'source:"bbc news"', Mark("source", ("bbc", "news"))),
        ("source:bbc.co.uk", 'source:"bbc co uk"', Mark("source", ("bbc", "co", "uk"))),
        ("source:https://www.bbc.co.uk/news?a=1", 'source:"bbc co uk"', Mark("source", ("bbc", "co", "uk"))),
        ("gas -source:bbc", "gas -source:bbc", And((Word("gas"), Not(Mark("source", ("bbc",)))))),
        ("source:(bbc, dpa)", "source:bbc OR source:dpa", Or((Mark("source", ("bbc",)), Mark("source", ("dpa",))))),
        ("lang:de", "lang:de", Mark("lang", ("de",))),
        ("lang:de-AT", "lang:de-at", Mark("lang", ("de-at",))),
        ("lang:Ukrainian", "lang:uk", Mark("lang", ("uk",))),
        ("lang:ua", "lang:uk", Mark("lang", ("uk",))),
        ('tag:"climate change"', 'tag:"climate change"', Mark("tag", ("climate", "change"))),
        ("exact:bush", "exact:bush", Exact(("bush",))),
        ('exact:"The Hague"', 'exact:"the hague"', Exact(("the", "hague"))),
        ("exact:US", "exact:US", Exact(("US",))),
        ("exact:F-16", "exact:f-16", Exact(("f-16",))),
        ("exact:AT&T", "exact:att", Exact(("att",))),
        ("title:exact:bush", "title:exact:bush", InTitle(Exact(("bush",)))),
        ("exact:title:bush", "title:exact:bush", InTitle(Exact(("bush",)))),
        ("ukrain*", "ukrain*", Prefix("ukrain")),
        ("Züri*", "zuri*", Prefix("zuri")),
        ("co-op*", "coop*", Prefix("coop")),
        ("乌克*", '"乌克"', Phrase(("乌", "克"))),
        ("title:ukrain*", "title:ukrain*", InTitle(Prefix("ukrain"))),
        ("ukraine NEAR/5 gas", "gas NEAR/5 ukraine", Near((Word("gas"), Word("ukraine")), 5)),
        ("gas near/5 ukraine", "gas NEAR/5 ukraine", Near((Word("gas"), Word("ukraine")), 5)),
        ("gas NEAR ukraine", "gas NEAR/5 ukraine", Near((Word("gas"), Word("ukraine")), 5)),
        ('gas* NEAR/0 "oil field"', '"oil field" NEAR/0 gas*', Near((Phrase(("oil", "field")), Prefix("gas")), 0)),
        ("c1 NEAR b1 NEAR a1", "a1 NEAR/5 b1 NEAR/5 c1", Near((Word("a1"), Word("b1"), Word("c1")), 5)),
        ("gas NEAR (sea OR oil)", "gas NEAR/5 (oil OR sea)", Near((Word("gas"), Or((Word("oil"), Word("sea")))), 5)),
        ("fico -(gas NEAR oil)", "fico -(gas NEAR/5 oil)", And((Word("fico"), Not(GAS_NEAR_OIL)))),
        ("title:(gas NEAR oil)", "title:(gas NEAR/5 oil)", InTitle(GAS_NEAR_OIL)),
        ("title:gas NEAR title:oil", "title:(gas NEAR/5 oil)", InTitle(GAS_NEAR_OIL)),
        ("gas NEAR oil fico", "fico (gas NEAR/5 oil)", And((Word("fico"), GAS_NEAR_OIL))),
        ("fico NOT gas NEAR oil", "fico -(gas NEAR/5 oil)", And((Word("fico"), Not(GAS_NEAR_OIL)))),
        ("l’Ukraine", "ukraine", Word("ukraine")),
        ("9:30 Andor: a review", "30 9 andor review", And((Word("30"), Word("9"), Word("andor"), Word("review")))),
    ],
)  # fmt: skip
def test_fields_nearness_and_beginnings_have_a_canonical_form(typed: str, expected: str, root: Node) -> None:
    query = parse_topic(typed)
    assert (query.canonical, query.root) == (expected, root)
    assert parse_topic(expected).root == root


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("Krieg UND Frieden", "Krieg AND Frieden"),
        ("Krieg oder Frieden NICHT Russland", "Krieg OR Frieden NOT Russland"),
        ("Ukraine NAHE/7 Energie", "Ukraine NEAR/7 Energie"),
        ("titel:Krieg quelle:dpa sprache:Deutsch", "title:Krieg source:dpa lang:de"),
        ("guerra Y paz SIN rusia", "guerra AND paz NOT rusia"),
        ("vida O muerte", "vida OR muerte"),
        ("título:guerra fuente:efe", "title:guerra source:efe"),
        ("titulo:guerra", "title:guerra"),
        ("guerre et paix SAUF russie", "guerre AND paix NOT russie"),
        ("guerre ou paix", "guerre OR paix"),
        ("TITRE:guerre étiquette:climat", "title:guerre tag:climat"),
        ("война или мир НЕ спорт", "война OR мир NOT спорт"),
        ("война И мир", "война AND мир"),
        ("війна РЯДОМ/7 мир", "війна NEAR/7 мир"),
        ("війна АБО мир", "війна OR мир"),
        ("мир поруч/3 війна", "мир NEAR/3 війна"),
        ("джерело:укрінформ", "source:укрінформ"),
        # Not operators:
        ("Trinidad y Tobago", "Trinidad Tobago"),
        ("Conan O Brien", "Conan Brien"),
        ("Oder Neisse", '"Oder" Neisse'),
        ("the Polish Oder flood", '"Polish" Oder flood'),
        ("SIN CITY TRAILER", "sin city trailer"),
        ("War And Peace", "war peace"),
        ("ukraine near energy", "ukraine energy near"),
    ],
)  # fmt: skip
def test_operators_and_fields_may_be_written_in_six_languages(typed: str, same: str) -> None:
    assert parse_topic(typed).canonical == parse_topic(same.replace('"', "")).canonical


def test_every_operator_in_lower_case_is_a_stop_word() -> None:
    """Else it could stand as a word between two words of a canonical form, which would be read in another way."""
    english = {"and", "or"}
    words = {word for word, kind in operators().kinds.items() if kind in {Kind.AND, Kind.OR}}
    assert english < words
    assert all(is_stop_word(word) for word in words - english)


def test_an_operator_is_decided_by_its_neighbours() -> None:
    [tokens] = scan("or a1 or or b1 UND")
    assert [token.kind.name for token in with_operators(tokens)] == ["WORD", "WORD", "OR", "WORD", "WORD", "WORD"]

"""What may be a name: by capitals, and where capitals say nothing, by other signs."""

from hypothesis import given
from hypothesis import strategies as st

from bot.topics.names import has_capital_nouns, names
from bot.topics.suggest import suggest_topics


def suggested(*texts: str, titles: tuple[str, ...] = ()) -> list[str]:
    briefs = [(None, text) for text in texts] + [(title, "") for title in titles]
    return [each.words for each in suggest_topics(briefs, limit=10)]


def test_small_words_within_a_name_belong_to_it() -> None:
    text = "We met Ursula von der Leyen at the Museum of Measures, of course, and a Porter of the north."
    assert [*names(text)] == ["Ursula von der Leyen", "Museum of Measures", "Porter"]


def test_what_follows_the_name_of_a_people_is_part_of_the_topic_where_it_is_always_so() -> None:
    always = ("There a North Korean missile fell.", "They saw the North Korean missile fall.")
    assert suggested(*always) == ["North Korean missile"]
    assert suggested(*always, "Then a North Korean diplomat spoke.") == ["North Korean"]


def test_a_word_of_every_day_is_no_name_because_a_title_has_it_in_capitals() -> None:
    texts = ("They spoke of Measures today.", "They took Measures.", "New measures came.", "The measures failed.")
    assert suggested(*texts) == []
    assert suggested(*texts[:2]) == ["Measures"]


def test_names_in_titles_count() -> None:
    assert suggested(titles=("The mayor of Porto resigns", "A seal swims to Porto")) == ["Porto"]


GERMAN = (
    "Die Regierung hat am Mittwoch ein neues Gesetz beschlossen, und der Kanzler Friedrich Merz sprach davon.",
    "Nach Angaben der Polizei wurden zwei Menschen verletzt, und in Hamburg blieben viele Straßen gesperrt.",
    "Ein Jahr nach dem Brand in Hamburg streiten die Menschen über das Gesetz, und diese Straßen sind leer.",
)


def test_where_all_nouns_have_capitals_only_names_are_suggested() -> None:
    assert has_capital_nouns(iter(GERMAN))
    assert suggested(*GERMAN) == ["Hamburg"]


def test_scripts_without_capitals_get_suggestions_too() -> None:
    arabic = (
        "أطلقت كوريا الشمالية صاروخا جديدا",
        "وفد من كوريا الشمالية في القاهرة",
        "ارتفعت الأسعار في الشهر الماضي",
        "توقعات بنمو أبطأ هذا العام",
        "مطر غزير على الساحل",
    )
    assert suggested(*arabic)[0] == "كوريا الشمالية"
    chinese = ("乌克兰总统访问波兰。", "波兰支持乌克兰。", "北京地铁开通。", "天气晴朗。", "股市上涨。")
    assert suggested(*chinese) == ["乌克兰", "波兰"]
    japanese = ("大統領がポーランドを訪れた。", "ポーランド政府は支援する。", "新しい港。", "雨が降る。", "春が来た。")
    assert suggested(*japanese) == ["ポーランド"]


@given(st.text(max_size=300))
def test_whatever_a_text_is_its_names_stand_in_it(text: str) -> None:
    for name in names(text):
        assert name
        assert all(word in text for word in name.split())

"""The language of a brief: as declared, else as its text is certainly written, else unknown."""

import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ingest.reading.guessing import guess_language
from storage.model import Brief
from tests.ingest.writing import DATE, read, rss

TEXTS = {
    "en": "The ferry was late on Monday because a barge had lost its load of timber near the breakwater of the port.",
    "de": "Die Fähre kam am Montag zu spät, weil ein Lastkahn vor der Mole des alten Hafens sein Holz verloren hatte.",
    "fr": "Le ferry est arrivé en retard lundi, car une péniche avait perdu son bois près de la jetée du vieux port.",
    "es": "El ferri llegó tarde el lunes porque una barcaza había perdido su carga de madera cerca del viejo puerto.",
    "pt": "A balsa chegou atrasada na segunda-feira porque uma barcaça perdeu a sua carga de madeira perto do porto.",
    "it": "Il traghetto è arrivato in ritardo lunedì perché una chiatta aveva perso il legname vicino al porto.",
    "nl": "De veerboot was maandag te laat omdat een schip zijn lading hout had verloren bij de pier van de haven.",
    "pl": "Prom spóźnił się w poniedziałek, ponieważ barka zgubiła ładunek drewna w pobliżu falochronu starego portu.",
    "cs": "Trajekt měl v pondělí zpoždění, protože člun ztratil náklad dřeva poblíž vlnolamu starého přístavu.",
    "sv": "Färjan var sen i måndags eftersom en pråm hade tappat sin last av timmer nära vågbrytaren i hamnen.",
    "fi": "Lautta oli maanantaina myöhässä, koska proomu oli menettänyt puutavaralastinsa vanhan sataman lähellä.",
    "hu": "A komp hétfőn késett, mert egy uszály elvesztette faanyagrakományát a régi kikötő hullámtörője közelében.",
    "tr": "Feribot pazartesi günü geç kaldı çünkü bir mavna eski limanın dalgakıranı yakınında keresteyi kaybetmişti.",
    "ro": "Feribotul a întârziat luni pentru că o barjă își pierduse încărcătura de cherestea lângă digul portului.",
    "ru": "Паром опоздал в понедельник, потому что баржа потеряла груз леса недалеко от волнореза старого порта.",
    "uk": "Пором запізнився в понеділок, тому що баржа загубила вантаж лісу неподалік від хвилеріза старого порту.",
    "bg": "Фериботът закъсня в понеделник, защото един шлеп беше изгубил товара си от дървен материал до вълнолома.",
    "el": "Το πλοίο άργησε τη Δευτέρα επειδή μια φορτηγίδα είχε χάσει το φορτίο ξυλείας της κοντά στο παλιό λιμάνι.",
    "he": "המעבורת איחרה ביום שני כי דוברה איבדה את מטען העצים שלה ליד שובר הגלים של הנמל הישן.",
    "ar": "تأخرت العبّارة يوم الاثنين لأن صندلاً فقد حمولته من الأخشاب بالقرب من كاسر الأمواج في الميناء القديم.",
    "fa": "کشتی روز دوشنبه دیر رسید زیرا یک دوبه بار چوب خود را نزدیک موج‌شکن بندر قدیمی از دست داده بود.",
    "hi": "सोमवार को नाव देर से आई क्योंकि एक बजरे ने पुराने बंदरगाह के पास अपनी लकड़ी खो दी थी।",
    "th": "เรือข้ามฟากมาสายในวันจันทร์เพราะเรือบรรทุกทำไม้หล่นใกล้เขื่อนกันคลื่นของท่าเรือเก่า",
    "vi": "Chuyến phà đến muộn vào thứ Hai vì một chiếc sà lan đã làm rơi gỗ gần đê chắn sóng của cảng cũ.",
    "ja": "月曜日、古い港の防波堤の近くではしけが木材を落としたため、フェリーは遅れて到着した。",
    "zh": "由于一艘驳船在旧港口的防波堤附近丢失了木材，渡轮星期一晚点了，乘客们等了很长时间。",
    "ko": "월요일에 바지선이 오래된 항구의 방파제 근처에서 목재를 잃어버려 페리가 늦게 도착했다.",
}


def _in(*languages: str) -> tuple[Brief, ...]:
    """The briefs of a feed that has one in each of these languages."""
    told = (
        f"<title>{n}</title><guid>{n}</guid><description>{TEXTS[one]}</description>" for n, one in enumerate(languages)
    )
    return read(rss(*told)).briefs


@pytest.mark.parametrize("language", TEXTS)
def test_a_language_that_nobody_declares_is_told_from_the_text(language: str) -> None:
    text = TEXTS[language]
    assert guess_language(text) == language
    briefs = read(rss(*(f"<title>{text[:40]}</title><description>{text}</description>{DATE}" for _ in range(3)))).briefs
    assert {brief.language for brief in briefs} == {language}


_ADDRESSES = "https://desk.example/a/very/long/address/that/says/nothing/about/a/language "
_MIXED = f"{TEXTS['en'][:50]} {TEXTS['ru'][:50]}"


@pytest.mark.parametrize(
    "text",
    ["", "Ok.", "Ferry: 12/5, 14:30", _ADDRESSES * 3, _MIXED, "1 2 3 4 5 " * 20, "#a #b #c @d " * 20, "🚢" * 100],
)
def test_what_is_short_or_mixed_or_no_language_has_none(text: str) -> None:
    assert guess_language(text) is None


def test_what_is_declared_is_not_guessed() -> None:
    item = f"<title>{TEXTS['de']}</title>{DATE}"
    assert [brief.language for brief in read(rss(item, channel="<language>en-US</language>")).briefs] == ["en-US"]


def test_a_feed_in_two_languages_has_each_brief_in_its_own() -> None:
    order = ("de", "fr", "de", "ru", "fr")
    briefs = _in(*order)
    assert tuple(brief.language for brief in briefs) == order


def test_a_brief_in_another_script_is_no_exception_that_is_missed() -> None:
    order = ("en", "ru", "ja", "en", "ar", "en")
    briefs = _in(*order)
    assert tuple(brief.language for brief in briefs) == order


def test_a_feed_of_headlines_has_a_language() -> None:
    words = (
        TEXTS["de"] + " Am Dienstag fuhr sie wieder wie gewohnt, und niemand wurde bei dem Unfall verletzt."
    ).split()
    items = (f"<title>{' '.join(words[n : n + 5])}</title><guid>{n}</guid>" for n in range(0, len(words), 5))
    assert {brief.language for brief in read(rss(*items)).briefs} == {"de"}


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=300))
def test_no_text_is_too_odd_to_be_looked_at(text: str) -> None:
    language = guess_language(text)
    assert language is None or 2 <= len(language) <= 3


def test_the_detector_is_not_in_memory_before_something_is_guessed() -> None:
    program = "import sys, bot.ingest.reading.reader; sys.exit('gcld3' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0  # noqa: S603 - our own program

"""Dates as people write them on pages: "March 11, 2025", "3. Februar 2025", "11 de marzo de 2025", "2025年3月11日".

Believed only where day, month and year stand there and cannot be exchanged: 03/04/2025 is no date. No hour is read: the
zone would be ours. The names are those of the Unicode CLDR as they stand in dates, and their usual shortenings.
"""

import re
from functools import cache, lru_cache
from typing import Final

_MONTHS: Final = """
january|jan|januar|jänner|jän|janvier|janv|enero|ene|gennaio|gen|janeiro|januari|stycznia|styczeń|sty|января|янв|январь|січня|січ|ledna|leden|január|ianuarie|tammikuuta|ocak|janúar|ιανουαρίου|ιαν|януари|gener|siječnja|јануар|januara|januára|sausio|janvāris|jaanuar|студзеня|yanvar|januar
february|feb|februar|feber|février|févr|fév|febrero|febbraio|fevereiro|fev|februari|lutego|luty|lut|февраля|фев|февраль|лютого|лют|února|únor|február|februarie|helmikuuta|şubat|febrúar|φεβρουαρίου|φεβ|февруари|febrer|veljače|фебруар|februara|februára|vasario|februāris|veebruar|лютага|fevral
march|mar|märz|mär|mrz|mars|marzo|março|maart|mrt|marca|marzec|марта|мар|март|березня|бер|března|březen|március|márc|martie|maaliskuuta|mart|marts|mars|μαρτίου|μαρ|март|març|ožujka|марта|marca|kovo|märts|сакавіка|marec
april|apr|avril|avr|abril|abr|aprile|kwietnia|kwiecień|kwi|апреля|апр|апрель|квітня|квіт|кві|dubna|duben|április|ápr|aprilie|huhtikuuta|nisan|apríl|απριλίου|απρ|април|travnja|aprila|apríla|balandžio|aprīlis|aprill|красавіка|aprel
may|mai|mayo|maggio|mag|maio|mei|maja|maj|мая|май|травня|трав|тра|května|květen|május|máj|toukokuuta|mayıs|maí|μαΐου|μαϊ|maig|svibnja|мај|maja|mája|gegužės|maijs|мая
june|jun|juni|juin|junio|giugno|giu|junho|czerwca|czerwiec|cze|июня|июн|июнь|червня|черв|чер|června|červen|június|iunie|kesäkuuta|haziran|júní|ιουνίου|ιουν|юни|juny|lipnja|јун|juna|júna|birželio|jūnijs|juuni|чэрвеня|iyun
july|jul|juli|juillet|juil|julio|luglio|lug|julho|lipca|lipiec|lip|июля|июл|июль|липня|лип|července|červenec|július|iulie|heinäkuuta|temmuz|júlí|ιουλίου|ιουλ|юли|juliol|srpnja|јул|jula|júla|liepos|jūlijs|juuli|ліпеня|iyul
august|aug|août|agosto|ago|augustus|sierpnia|sierpień|sie|августа|авг|август|серпня|серп|сер|srpna|srpen|augusztus|elokuuta|ağustos|ágúst|αυγούστου|αυγ|agost|kolovoza|август|avgusta|augusta|rugpjūčio|augusts|жніўня|avqust|avgust
september|sep|sept|septembre|septiembre|settembre|set|setembro|września|wrzesień|wrz|сентября|сен|сент|сентябрь|вересня|вер|září|szeptember|szept|septembrie|syyskuuta|eylül|σεπτεμβρίου|σεπ|септември|setembre|rujna|септембар|septembra|rugsėjo|septembris|верасня|sentyabr
october|oct|oktober|okt|octobre|octubre|ottobre|ott|outubro|out|października|październik|paź|октября|окт|октябрь|жовтня|жовт|жов|října|říjen|október|octombrie|lokakuuta|ekim|októbert|οκτωβρίου|οκτ|октомври|octubre|октобар|oktobra|októbra|spalio|oktobris|oktoober|кастрычніка|oktyabr
november|nov|novembre|noviembre|novembro|listopada|listopad|lis|ноября|ноя|нояб|ноябрь|листопада|лист|лис|listopadu|noiembrie|marraskuuta|kasım|nóvember|νοεμβρίου|νοε|ноември|studenoga|новембар|novembra|lapkričio|novembris|лістапада|noyabr
december|dec|dezember|dez|décembre|déc|diciembre|dic|dicembre|dezembro|grudnia|grudzień|gru|декабря|дек|декабрь|грудня|груд|гру|prosince|prosinec|decembrie|joulukuuta|aralık|desember|des|δεκεμβρίου|δεκ|декември|desembre|prosinca|децембар|decembra|gruodžio|decembris|detsember|снежня|dekabr
"""
_LONGEST: Final = 200
"""Characters. No line that holds a date is longer."""

_LONGEST_DATELINE: Final = 40
SENTENCE_ENDS: Final = (".", "!", "?", "。", "！", "？")

_JOIN: Final = r"[\s,.]{0,3}(?:de |del |d'|of )?\s?"
_NUMBERS: Final = (
    re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)\s?[-./]\s?(?P<m>\d{1,2})\s?[-./]\s?(?P<d>\d{1,2})(?!\d)"),
    re.compile(r"(?<!\d)(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>(?:19|20)\d\d)(?!\d)"),
    re.compile(r"(?P<y>(?:19|20)\d\d)\s?[年년]\s?(?P<m>\d{1,2})\s?[月월]\s?(?P<d>\d{1,2})\s?[日일]"),
)
_EITHER: Final = re.compile(r"(?<!\d)(\d{1,2})[/-](\d{1,2})[/-]((?:19|20)\d\d)(?!\d)")


@lru_cache(maxsize=1024)
def written_date(text: str) -> str | None:
    """The first full date in `text`, as ISO 8601 writes it ("2025-03-11"); None where there is none."""
    line = text[:_LONGEST].lower()
    if not any(character.isdigit() for character in line):
        return None
    for pattern in _NUMBERS:
        if found := pattern.search(line):
            return _iso(found["y"], int(found["m"]), found["d"])
    for pattern in _named():
        if found := pattern.search(line):
            return _iso(found["y"], _numbers()[found["m"]], found["d"])
    return _by_exclusion(line)


def is_dateline(line: str) -> bool:
    """Whether a line is hardly more than a date."""
    return len(line) <= _LONGEST_DATELINE and line[-1:] not in SENTENCE_ENDS and written_date(line) is not None


def _by_exclusion(line: str) -> str | None:
    """Day and month told apart because only one of them can be a month."""
    found = _EITHER.search(line)
    if found is None:
        return None
    first, second = int(found[1]), int(found[2])
    if first > 12 >= second:
        return _iso(found[3], second, found[1])
    return _iso(found[3], first, found[2]) if second > 12 >= first or first == second else None


def _iso(year: str, month: int, day: str) -> str | None:
    return f"{year}-{month:02}-{int(day):02}" if 1 <= month <= 12 and 1 <= int(day) <= 31 else None


@cache
def _numbers() -> dict[str, int]:
    rows = _MONTHS.strip().splitlines()
    return {name: number for number, row in enumerate(rows, start=1) for name in row.split("|")}


@cache
def _named() -> tuple[re.Pattern[str], ...]:
    names = "|".join(sorted(_numbers(), key=len, reverse=True))
    month, day, year = rf"(?P<m>{names})(?![^\W\d_])", r"(?<!\d)(?P<d>\d{1,2})(?!\d)", r"(?P<y>(?:19|20)\d\d)(?!\d)"
    return (
        re.compile(rf"{day}(?:st|nd|rd|th|er|º|ª|\.|-)?{_JOIN}{month}{_JOIN}{year}"),
        re.compile(rf"(?<![^\W\d_]){month}\.?\s{{1,2}}{day}(?:st|nd|rd|th)?{_JOIN}{year}"),
        re.compile(rf"{year}\.?\s{{1,2}}{month}\.?\s{{1,2}}{day}"),
    )

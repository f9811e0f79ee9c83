"""The table of names knows every country as CLDR calls it, in each language of the interface."""

import re

import pytest

from bot.topics.alias_tables import LANGUAGES, keys_of, lines_among, lines_of

babel = pytest.importorskip("babel", reason="CLDR's names come with Babel: make the environment anew")

NO_COUNTRIES = (
    "AC AI AQ AS AW AX BL BM BQ BV CC CK CP CQ CX DG EA EH EU EZ FK FO GF GG GI GP GS GU HM IC IM IO JE KY MF MO MP MQ "
    "MS NC NF NU PF PM PN QO RE SH SJ SX TA TC TF TK UM UN VG VI WF XA XB YT ZZ CW"
)
"""Codes of territories that are no country of their own, and of what is no territory."""

CALLED_OTHERWISE = frozenset(
    {
        # names that are other words as well, or that newspapers do not write
        *("Congo", "Dominique", "Granada", "Grenade", "Salvador", "Сальвадор", "Maurice", "Того", "Chili", "Island"),
        *(
            "Hong Kong SAR China",
            "Sonderverwaltungsregion Hongkong",
            "RAE de Hong Kong",
            "R.A.S. chinoise de Hong Kong",
        ),
        *("Гонконг, ОАР Китаю", "État de la Cité du Vatican", "Suède", "Îles Salomon", "Islas Salomón"),
        *("St. Kitts & Nevis", "St. Kitts und Nevis", "St. Vincent & Grenadines", "St. Vincent und die Grenadinen"),
        *("Saint-Vincent-et-les Grenadines", "Маршалловы о-ва", "Сейшельские о-ва", "Соломоновы о-ва"),
    }
)


def territories(language: str) -> dict[str, str]:
    """Code → name, of countries."""
    named = babel.Locale(language).territories
    return {
        code: re.sub(r"\s*\(.*\)", "", name)
        for code, name in named.items()
        if re.fullmatch("[A-Z]{2}", code) and code not in NO_COUNTRIES.split()
    }


def lines_with(name: str) -> tuple[int, ...]:
    words = keys_of(re.sub(r"\s[-–—]\s", "-", name))
    if len(words) == 1:
        return lines_of(words[0])
    return next((lines for found, lines in lines_among(words) if {*found} == {*words}), ())


def test_every_country_is_known_by_its_name_in_each_language() -> None:
    lost = [
        f"{language} {code} {name}"
        for language in LANGUAGES
        for code, name in territories(language).items()
        if name not in CALLED_OTHERWISE and not lines_with(name)
    ]
    assert lost == []


def test_the_names_of_one_country_stand_together() -> None:
    english = territories("en")
    apart = [
        f"{language} {name}"
        for language in LANGUAGES
        for code, name in territories(language).items()
        if not {name, english[code]} & CALLED_OTHERWISE and not set(lines_with(name)) & set(lines_with(english[code]))
    ]
    assert apart == []

"""Which language a few Latin words are in, by their small words and letters: for texts too short for a real guess.

A wrong answer costs little: a dictionary that does not know the words leaves them as they are.
"""

import re
from functools import cache
from typing import Final

_WORD = re.compile(r"[^\W\d_]+")

_SMALL: Final = {
    "en": "a an the of and to in is was are for on at with by from that this it its his her has have not as or but who",
    "de": "der die das den dem des und ist sind war nicht von zu im in am auf aus mit für ein eine einen nach bei als",
    "fr": "le la les des du de et est sont une un dans pour sur au aux qui que se sa son ses par avec ne pas en ce il",
    "es": "el la los las del de y es son una un en por con para que se su sus al no lo como más fue",
    "it": "il lo la gli le della del dei delle di che è e per un una con nel nella non si da sono al alla",
    "pt": "o os as do da dos das e é um uma em no na nos não para com que se por ao foi",
    "nl": "de het een van en is op te dat niet voor met zijn in aan door ook naar bij uit",
    "pl": "w z na i nie się do jest że o po za od dla przez są jak",
    "cs": "a v na se je že s z do o pro po za ve od byl jsou",
    "tr": "ve bir bu için ile da de olarak çok daha ne gibi",
    "sv": "och att det som är på en ett av för med den till har inte om i",
    "da": "og at det som er på en et af for med den til har ikke om i der",
    "fi": "ja on ei että oli se hän ovat mutta myös kun",
    "hu": "a az és egy nem hogy is van meg ez volt",
    "ro": "și în la de pe cu nu este un o din care să pentru",
    "id": "yang dan di dari ini itu untuk dengan pada tidak",
}
"""The commonest small words of a language: a sentence of five words has one of them."""

_LETTERS: Final = {
    "pl": "ąęłśźż",
    "tr": "ğış",
    "cs": "ěřů",
    "hu": "őű",
    "ro": "țșă",
    "es": "ñ¿¡",
    "pt": "ãõ",
    "da": "æø",
    "sv": "å",
    "de": "ßäöü",
    "fr": "éèêœ",
}
"""Letters that tell, the surest language first: Swedish has ä as well, but hardly a line without å or a small word."""


def latin_language(text: str) -> str | None:
    """The language with the most small words in a text, else the one whose letters it has; None where neither tells."""
    words = _WORD.findall(text.lower())
    hits = {language: sum(word in small for word in words) for language, small in _small().items()}
    best = max(hits.values())
    likely = [language for language, count in hits.items() if count == best]
    if best and len(likely) == 1:
        return likely[0]
    lettered = text.lower()
    for language, letters in _LETTERS.items():
        if (not best or language in likely) and any(letter in lettered for letter in letters):
            return language
    return likely[0] if best else None


@cache
def _small() -> dict[str, frozenset[str]]:
    return {language: frozenset(words.split()) for language, words in _SMALL.items()}

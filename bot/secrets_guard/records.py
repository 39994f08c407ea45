"""Social security and medical record numbers: not our secrets, but health data that a chat must not hold."""

import bisect
import re
from collections.abc import Iterator

from bot.secrets_guard.number_words import WORDS, digits_of
from bot.secrets_guard.reading import Reading, Span
from bot.secrets_guard.spelled_codes import RUN as SPELLED
from bot.secrets_guard.spelled_codes import WORD

SHAPED = re.compile(
    r"(?<![a-z0-9])(?<![0-9][-.])[0-9]{3}(?P<sign>[-. ])[0-9]{2}(?P=sign)[0-9]{4}(?![a-z0-9]|[-.][0-9])"
)
NINE_DIGITS = re.compile(r"(?<![a-z0-9])[0-9](?:[\W_]{0,2}[0-9]){8}(?![a-z0-9])")
ZIP_PLUS_FOUR = re.compile(r"[0-9]{5}-[0-9]{4}")
ABOUT_SSN = re.compile(
    r"(?<![a-z0-9])(?:ssn|s\.s\.n|ss\s?(?:#|num\w{0,3}|no)|itin|nss|seguro\ssocial|seguridad\ssocial|soc\ssec"
    r"|social(?!\s(?:work|media|serv|histor|determ)))(?![a-z0-9])"
)
LAST_FOUR = re.compile(
    r"(?<![a-z0-9])(?:last|ultimos|ultimas)\s(?:four|4|cuatro)(?P<about>[^0-9\n]{1,60})(?P<number>[0-9]{4})(?![0-9])"
)
CUE_DISTANCE = 80
SSN_LENGTH = 9

SAID_ALONE = (
    r"mrn|m\.r\.n\.?|nhc|med(?:ical)?\.?\srec(?:ord)?|chart(?=\s#?[0-9]{5})|historia\sclinica|expediente(?:\s(?:medico|clinico))?|registro\smedico"
    r"|numero\sde\shistoria"
)
SAID_WITH_NUMBER = r"patient|chart|record|hospital|emr|ehr|paciente|historial|historia"
NUMBER = r"(?:numbers?|num|no|nr|id|identifier|numero|nro)(?![a-z0-9])"
RECORD = re.compile(
    rf"(?<![a-z0-9])(?:(?:{SAID_ALONE})(?:\s?{NUMBER})?|(?:{SAID_WITH_NUMBER})\s?(?:#|{NUMBER}))"
    r"(?:[\W_]{1,3}(?:is|was|for|the|this|of|patient|es|era|del|de|la|el|paciente)(?![a-z0-9])){0,4}"
    r"[\W_]{0,3}(?P<number>(?:[a-z]{1,3}[\s-]?)?[0-9](?:[-.\s]?[0-9](?![/:])){3,11})(?![0-9])"
)


def find_social_security_numbers(reading: Reading) -> Iterator[Span]:
    """``123-45-6789``, any nine digits where the text is about social security, and its last four."""
    cues = [hit.start() for hit in ABOUT_SSN.finditer(reading.text)]
    for hit in SHAPED.finditer(reading.text):
        yield Span("social_security_number", *hit.span())
    for hit in NINE_DIGITS.finditer(reading.text):
        is_one = _is_near(cues, hit) or (hit[0].isdecimal() and reading.is_everything(*hit.span()))
        if is_one and not ZIP_PLUS_FOUR.fullmatch(hit[0]):
            yield Span("social_security_number", *hit.span())
    for hit in SPELLED.finditer(reading.text):
        words = [word for word in WORD.findall(hit[0]) if word in WORDS or word.isdecimal()]
        if _is_near(cues, hit) and len(digits_of(words)) == SSN_LENGTH:
            yield Span("social_security_number", *hit.span())
    for hit in LAST_FOUR.finditer(reading.text):
        if ABOUT_SSN.search(hit["about"]):
            yield Span("social_security_number", *hit.span("number"))


def find_record_numbers(reading: Reading) -> Iterator[Span]:
    """The number behind ``MRN``, ``chart number``, ``historia clínica``."""
    for hit in RECORD.finditer(reading.text):
        yield Span("record_number", *hit.span("number"))


def _is_near(cues: list[int], hit: re.Match[str]) -> bool:
    at = bisect.bisect_left(cues, hit.start() - CUE_DISTANCE)
    return at < len(cues) and cues[at] <= hit.end() + CUE_DISTANCE

"""A refused second factor in plain words: one place, so that page, chat and Slack say the same.

The words name the problem and the next step, never the code. In English and Spanish.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from core.ground import time_words
from core.ground.time_words import MINUTE, Language
from core.second_factor.refusals import Kind, Refusal
from core.second_factor.totp import STEP_SECONDS


@dataclass(frozen=True)
class Words:
    """One language: a sentence for each kind, others where a recovery token was typed, and the pieces of time.

    ``{next}``, ``{lag}``, ``{age}`` and ``{wait}`` stand for: which code to enter, how far the clock is off, how long
    ago the code showed, when to come back.
    """

    code: Mapping[Kind, str]
    token: Mapping[Kind, str]
    too_many_at_set_up: str
    showing_now: str
    next_one: str
    wait: str
    lag: str
    age: str
    half: str


ENGLISH = Words(
    code={
        "malformed": "The code has 6 digits. Enter the one your app shows now.",
        "wrong": "That code is not right. Enter the 6 digits your app shows now for ThoroughCare.",
        "expired": "That code is too old{age}. {next}",
        "already_used": "That code was used before, and each one works once. {next}",
        "clock_ahead": "Your phone's clock is {lag} ahead. Set the phone's time to automatic, then enter the new code.",
        "clock_behind": "Your phone's clock is {lag} behind. Set the phone's time to automatic, then enter the new code.",
        "old_qr": "That code is from an older QR code. Delete the old ThoroughCare entry in your app and use the new one.",
        "too_many_tries": "Too many tries. Codes and recovery tokens both have to wait. Try again {wait}.",
        "locked": "Codes are locked after 50 failed tries in a row. Use a recovery token, or ask in the chat for a reset.",
        "no_factor": "Two-factor authentication is not set up on this account, so there is no code to check.",
        "unreadable": "We cannot read the secret of your app any more, and our team has been told. Use a recovery token, or ask in the chat for a reset.",
        "busy": "Many people are signing in right now. Try again {wait}.",
    },
    token={
        "malformed": "A recovery token has a number and groups of four, like 01-ABCD-EFGH-1234-ABCD-EFGH-1234.",
        "wrong": "That recovery token does not match. Check it and type it again.",
        "already_used": "That recovery token was used before, and each one works once. Take another from your list.",
        "no_factor": "Two-factor authentication is not set up on this account, so there is no token to check.",
    },
    too_many_at_set_up="Too many tries. Try again {wait}.",
    showing_now="Enter the one showing now.",
    next_one="Wait {time} for the next one.",
    wait="in {time}",
    lag="about {time}",
    age=": it showed {lag} ago",
    half="{number} and a half minutes",
)

SPANISH = Words(
    code={
        "malformed": "El código tiene 6 dígitos. Escriba el que su aplicación muestra ahora.",
        "wrong": "Ese código no es correcto. Escriba los 6 dígitos que su aplicación muestra ahora para ThoroughCare.",
        "expired": "Ese código ya venció{age}. {next}",
        "already_used": "Ese código ya se usó, y cada uno sirve una vez. {next}",
        "clock_ahead": "El reloj de su teléfono está adelantado {lag}. Póngalo en hora automática y escriba el código nuevo.",
        "clock_behind": "El reloj de su teléfono está atrasado {lag}. Póngalo en hora automática y escriba el código nuevo.",
        "old_qr": "Ese código es de un QR anterior. Borre la entrada vieja de ThoroughCare en su aplicación y use la nueva.",
        "too_many_tries": "Demasiados intentos. Los códigos y los tokens de recuperación deben esperar. Pruebe otra vez {wait}.",
        "locked": "Los códigos se bloquearon tras 50 intentos fallidos seguidos. Use un token de recuperación o pida un restablecimiento en el chat.",
        "no_factor": "Esta cuenta no tiene la autenticación de dos factores, así que no hay código que revisar.",
        "unreadable": "Ya no podemos leer el secreto de su aplicación, y nuestro equipo está avisado. Use un token de recuperación o pida un restablecimiento en el chat.",
        "busy": "Muchas personas están iniciando sesión ahora. Pruebe otra vez {wait}.",
    },
    token={
        "malformed": "Un token de recuperación tiene un número y grupos de cuatro, como 01-ABCD-EFGH-1234-ABCD-EFGH-1234.",
        "wrong": "Ese token de recuperación no coincide. Revíselo y escríbalo otra vez.",
        "already_used": "Ese token de recuperación ya se usó, y cada uno sirve una vez. Tome otro de su lista.",
        "no_factor": "Esta cuenta no tiene la autenticación de dos factores, así que no hay token que revisar.",
    },
    too_many_at_set_up="Demasiados intentos. Pruebe otra vez {wait}.",
    showing_now="Escriba el que se muestra ahora.",
    next_one="Espere {time} al siguiente.",
    wait="en {time}",
    lag="unos {time}",
    age=": se mostró hace {lag}",
    half="{number} minutos y medio",
)

_LANGUAGES: Mapping[Language, Words] = {"en": ENGLISH, "es": SPANISH}


def sentence(refusal: Refusal, *, now: datetime, language: Language = "en") -> str:
    """One or two sentences for the person whose code or recovery token was refused."""
    words = _LANGUAGES[language]
    template = words.token.get(refusal.kind) if refusal.factor == "recovery_token" else None
    if refusal.at_set_up and refusal.kind == "too_many_tries":
        template = words.too_many_at_set_up
    lag = words.lag.format(time=_lag(refusal.steps, words, language))
    return (template or words.code[refusal.kind]).format(
        next=_next(refusal, words, language),
        lag=lag,
        age=words.age.format(lag=lag) if refusal.steps else "",
        wait=words.wait.format(time=_wait(refusal, now, language)),
    )


def _next(refusal: Refusal, words: Words, language: Language) -> str:
    if not refusal.retry_in:
        return words.showing_now
    return words.next_one.format(time=time_words.how_long(refusal.retry_in, language=language))


def _lag(steps: int, words: Words, language: Language) -> str:
    """Half-minutes as people say them: 60 seconds, 2 and a half minutes."""
    seconds = steps * STEP_SECONDS
    if seconds < 2 * MINUTE:
        return time_words.counted(seconds, "second", language=language)
    minutes, rest = divmod(seconds, MINUTE)
    if rest:
        return words.half.format(number=minutes)
    return time_words.counted(minutes, "minute", language=language)


def _wait(refusal: Refusal, now: datetime, language: Language) -> str:
    if refusal.until:
        return time_words.until(refusal.until, now=now, language=language)
    return time_words.how_long(refusal.retry_in or 1, language=language)

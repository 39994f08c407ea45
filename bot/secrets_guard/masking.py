"""What the guard does with a message: finds what is secret in it, cuts it out, and tells what it cut."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from bot.secrets_guard.codes import find_codes
from bot.secrets_guard.keys import find_keys, find_links
from bot.secrets_guard.passwords import find_passwords
from bot.secrets_guard.pasted_tokens import PastedToken, find_tokens
from bot.secrets_guard.reading import UNSEEN, Expecting, Finding, Kind, Reading, Span, read
from bot.secrets_guard.records import find_record_numbers, find_social_security_numbers
from bot.secrets_guard.spelled_codes import find_hidden_codes

NOTES: dict[Kind, str] = {
    "recovery_token": "[recovery token removed]",
    "link": "[link removed]",
    "social_security_number": "[social security number removed]",
    "record_number": "[record number removed]",
    "code": "[code removed]",
    "key": "[key removed]",
    "password": "[password removed]",
}
ALWAYS_NAMED: tuple[Kind, ...] = ("recovery_token", "link")
BY_WEIGHT = list(NOTES)  # of two findings at the same place the earlier kind gives its name


@dataclass(frozen=True)
class Masked:
    """The message without its secrets. ``recovery_tokens`` is for burning them immediately: never stored, never shown."""

    text: str
    found: tuple[Finding, ...] = ()
    recovery_tokens: tuple[str, ...] = field(default=(), repr=False, compare=False)

    @property
    def recovery_token(self) -> str | None:
        """The first whole recovery token, in its normal form."""
        return self.recovery_tokens[0] if self.recovery_tokens else None


def mask(text: str, *, expecting: Expecting | None = None) -> Masked:
    """Cut every secret out of ``text``, before anything is stored or forwarded (NIST SP 800-63B 3.2.3, ASVS 14.2).

    ``expecting`` says what the conversation is about to type elsewhere: near a code prompt any five to eight digits
    go, near a password prompt any word that looks like one. Linear in the length of the text.
    """
    reading = read(text, expecting)
    tokens = list(find_tokens(reading))
    spans = _merged(_fresh(reading, [*(token.span for token in tokens), *_spans(reading)]))
    return Masked(_cut(reading, spans), tuple(Finding(span.kind) for span in spans), _whole(tokens))


def _spans(reading: Reading) -> Iterator[Span]:
    yield from find_links(reading)
    yield from find_keys(reading)
    yield from find_passwords(reading)
    yield from find_social_security_numbers(reading)
    yield from find_record_numbers(reading)
    yield from find_codes(reading)
    yield from find_hidden_codes(reading)


def _fresh(reading: Reading, spans: Iterable[Span]) -> Iterator[Span]:
    """Not what an earlier pass has cut out: ``my password is [password removed] and …`` is done."""
    for span in spans:
        before, _, _ = reading.text[span.start : span.end].partition(UNSEEN)
        if before:
            yield Span(span.kind, span.start, span.start + len(before))


def _merged(spans: Iterable[Span]) -> list[Span]:
    """Overlapping finds become one place: half a secret must not stay because two finders share it."""
    merged: list[Span] = []
    for span in sorted(spans, key=lambda each: (each.start, -each.end, BY_WEIGHT.index(each.kind))):
        if merged and span.start < merged[-1].end:
            last = merged.pop()
            merged.append(Span(_name(last, span), last.start, max(last.end, span.end)))
        else:
            merged.append(span)
    return merged


def _name(one: Span, other: Span) -> Kind:
    for kind in ALWAYS_NAMED:
        if kind in {one.kind, other.kind}:
            return kind
    return max(one, other, key=lambda span: (span.end - span.start, -BY_WEIGHT.index(span.kind))).kind


def _cut(reading: Reading, spans: list[Span]) -> str:
    original = reading.folded.original
    pieces, at = [], 0
    for span in spans:
        start, end = reading.folded.original_span(span.start, span.end)
        pieces += [original[at:start], NOTES[span.kind]]
        at = end
    return "".join([*pieces, original[at:]])


def _whole(tokens: list[PastedToken]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(token.normal_form for token in tokens if token.normal_form))

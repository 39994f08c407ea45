"""Codes of the app written in digits: six of them, in one piece or in any grouping.

In doubt it is a code. A number stays readable only where its shape or the words beside it show what else it is.
"""

from collections.abc import Iterable, Iterator
from functools import cached_property

from bot.secrets_guard import harmless
from bot.secrets_guard.numbers import Number, numbers_in
from bot.secrets_guard.reading import Reading, Span

LENGTH = 6
MISTYPED = range(5, 9)  # a digit lost or doubled still tells most of a code
LONGEST_WITH_SECONDS = 12
PLAIN = frozenset({"", "-", ".", "_"})
USUAL_SHAPES = frozenset({(6,), (3, 3), (2, 2, 2), (1,) * LENGTH})
PHONE_SHAPES = frozenset({(3, 3, 4), (1, 3, 3, 4), (3, 4), (1, 3, 4), (3, 7), (3, 2, 2, 2), (2, 3, 3, 3)})
JOINERS = frozenset({"-", ".", ",", ":", "/", "_"})


def find_codes(reading: Reading) -> Iterator[Span]:
    """Every run of digits that is, or may be, a code."""
    judge = _Judge(reading)
    for number in numbers_in(reading.text):
        for code in judge.codes_in(number):
            yield Span("code", code.start, code.end)


class _Judge:
    """Holds the places that explain a number, each list made when first asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def codes_in(self, number: Number) -> Iterator[Number]:
        if number.length == LENGTH or (self._reading.expecting == "code" and number.length in MISTYPED):
            yield from (number,) if self._is_code(number) else ()
        elif number.length > LENGTH:
            yield from self._codes_in_long(number)

    def _codes_in_long(self, number: Number) -> Iterator[Number]:
        if self._is_several_codes(number) or _is_typed_twice(number):
            yield number
        elif (leading := self._leading_code(number)) is not None:
            yield leading
        elif number.has_wide_gaps:
            for part in number.parts():
                yield from self.codes_in(part)
        elif LENGTH in number.shape:
            yield from self._single_codes(number)

    def _leading_code(self, number: Number) -> Number | None:
        """``my code is 123 456 30``: the first groups make six digits, and it is not a phone number."""
        is_long = number.shape in PHONE_SHAPES or number.length > LONGEST_WITH_SECONDS
        if is_long or not self._reading.is_asked_at(number.start):
            return None
        totals = {sum(number.shape[:count]): count for count in range(1, len(number.shape))}
        return number.first(totals[LENGTH]) if LENGTH in totals else None

    def _is_several_codes(self, number: Number) -> bool:
        """``123 456 789 012`` where the text is about codes."""
        fits = number.length % LENGTH == 0 and set(number.shape) in ({2}, {3})
        return fits and self._reading.has_cue_near(number.start, number.end)

    def _single_codes(self, number: Number) -> Iterator[Number]:
        """Groups of exactly six among others, unless signs join them or it is the tail of a phone number."""
        if number.shape in {(3, 6), (2, 3, 6)} and number.start in self._phones:
            return
        are_all_codes = set(number.shape) == {LENGTH}
        for single, signs in number.singles():
            is_joined = bool(signs & JOINERS) and not are_all_codes
            is_alone = not is_joined or self._reading.has_cue_near(single.start, single.end)
            if single.length == LENGTH and is_alone and self._is_code(single):
                yield single

    def _is_code(self, number: Number) -> bool:
        reading = self._reading
        looks_dated = harmless.is_date(number.groups) or harmless.is_time(number.groups)
        if reading.is_asked_at(number.start) or reading.expecting == "code":
            return not (looks_dated and number.start in self._dated)
        if number.start in self._explained_before or number.end in self._explained_after:
            return reading.has_cue_close(number.start, number.end)
        if looks_dated:
            return self._is_code_in_spite_of_its_look(number)
        if number.shape in USUAL_SHAPES and _are_plain(number.signs):
            return True
        return number.shape == (1,) * LENGTH or self._is_unusual_code(number)

    def _is_code_in_spite_of_its_look(self, number: Number) -> bool:
        """``12-31-26`` may be both. Slashes and colons make it a date or a time, and so does ``on`` before it."""
        signs = set(number.signs)
        if signs == {"/"} or (signs == {":"} and harmless.is_time(number.groups)):
            return False
        if not harmless.is_date(number.groups) or not signs <= {"-", "."}:
            return True
        return number.start not in self._dated

    def _is_unusual_code(self, number: Number) -> bool:
        """``12 3456`` or ``123, 456``: only where the text is about codes, or has nothing else."""
        is_dated = harmless.holds_a_year(number.groups) and (
            set(number.signs) <= {"/", "-"} or number.start in self._dated or number.start in self._months
        )
        is_amount = number.signs[-1:] == (".",) and not self._reading.has_cue_near(number.start, number.end)
        is_clock = ":" in number.signs and number.shape not in USUAL_SHAPES
        return not (is_dated or is_amount or is_clock) and self._is_about_codes(number)

    def _is_about_codes(self, number: Number) -> bool:
        start, end = number.start, number.end
        return self._reading.has_cue_near(start, end) or self._reading.is_everything(start, end)

    @cached_property
    def _explained_before(self) -> frozenset[int]:
        return harmless.starts(harmless.BEFORE, self._reading.text)

    @cached_property
    def _explained_after(self) -> frozenset[int]:
        return harmless.ends(harmless.AFTER, self._reading.text)

    @cached_property
    def _phones(self) -> frozenset[int]:
        return harmless.starts(harmless.PHONE_BEFORE, self._reading.text)

    @cached_property
    def _dated(self) -> frozenset[int]:
        return harmless.starts(harmless.DATED, self._reading.text)

    @cached_property
    def _months(self) -> frozenset[int]:
        return harmless.starts(harmless.MONTH_BEFORE, self._reading.text)


def _is_typed_twice(number: Number) -> bool:
    """``482913482913``: a field that was filled twice."""
    digits = "".join(number.groups)
    return len(digits) == 2 * LENGTH and digits[:LENGTH] == digits[LENGTH:]


def _are_plain(signs: Iterable[str]) -> bool:
    """Spaces, or one dash, dot or comma: what people put into a code to read it better."""
    return all(sign == "," or sign.strip(" ") in PLAIN for sign in signs)

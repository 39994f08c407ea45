"""A first name is found in whatever name someone was registered with."""

import pytest

from core.people.names import first_name


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("Ana Ruiz", "Ana"),
        ("Dr. Ana Ruiz, MD", "Ana"),
        ("Prof. Dr. Ana Ruiz", "Ana"),
        ("dra Ana", "Ana"),
        ("Ana, RN", "Ana"),
        ("  Ana  ", "Ana"),
        ("Dr.", "Dr."),
        ("ana@lakeside.example", "ana@lakeside.example"),
        (" ", ""),
        ("", ""),
    ],
)
def test_titles_suffixes_and_blank_names(name: str, first: str) -> None:
    assert first_name(name) == first

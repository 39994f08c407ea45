"""Reading a posted form into plain text fields, with a sentence for each error in it."""

from dataclasses import dataclass, field
from http import HTTPStatus

from starlette.datastructures import FormData
from starlette.exceptions import HTTPException
from starlette.requests import Request

MAX_FIELDS = 40
LONGEST_SEARCH = 100  # characters
NOT_OURS = "This form was sent in a shape we do not read. Reload the page and try again."


@dataclass(frozen=True)
class Form:
    """The fields of one posted form. Secrets in it are read once and never shown again."""

    values: dict[str, str] = field(default_factory=dict)

    def text(self, name: str, *, limit: int = 2000) -> str:
        """The field ``name`` without surrounding blanks, "" when absent; longer than ``limit`` is cut."""
        return self.values.get(name, "").strip()[:limit]

    def secret(self, name: str, *, limit: int = 1024) -> str:
        """The field ``name`` exactly as typed: blanks belong to a password."""
        return self.values.get(name, "")[:limit]


def search_text(typed: str, *, limit: int = LONGEST_SEARCH) -> str:
    """A search text: one line of visible characters, cut to a useful length."""
    return "".join(filter(str.isprintable, typed))[:limit].strip()


async def read_form(request: Request) -> Form:
    """The urlencoded form of ``request``; 400 with a clear sentence when it is not a form."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind not in ("application/x-www-form-urlencoded", ""):
        raise HTTPException(400, NOT_OURS)
    try:
        data: FormData = await request.form(max_files=0, max_fields=MAX_FIELDS)
        return Form({name: _clean(value) for name, value in data.items() if isinstance(value, str)})
    except HTTPException as error:
        if error.status_code != HTTPStatus.BAD_REQUEST:
            raise
        raise HTTPException(400, NOT_OURS) from error  # in our words, not in those of the parser
    except (UnicodeError, ValueError) as error:
        raise HTTPException(400, "This form has characters we cannot read. Type it again.") from error


def _clean(value: str) -> str:
    """Text a database can hold: no NUL, no half of a surrogate pair."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise ValueError("not text")
    return value

"""What a browser keeps: cookies, and the hidden fields of the form in front of somebody."""

import re
from dataclasses import dataclass, field

import httpx2

HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*>')
NAME, VALUE = re.compile(r'name="([^"]*)"'), re.compile(r'value="([^"]*)"')


@dataclass
class Browser:
    """One person's browser at one site."""

    site: str
    email: str
    hidden: dict[str, str] = field(default_factory=dict)
    page: str = ""

    def __post_init__(self) -> None:
        headers = {"Origin": self.site, "Referer": f"{self.site}/", "Sec-Fetch-Site": "same-origin"}
        self.client = httpx2.Client(base_url=self.site, headers=headers, follow_redirects=True)

    def open(self, path: str) -> None:
        """Ask for a page and read its form."""
        self._read(self.client.get(path))

    def post(self, path: str, **fields: str) -> None:
        """Send the form with its hidden fields and follow where it leads, as a browser does."""
        self._read(self.client.post(path, data=self.hidden | fields))

    def post_only(self, path: str, **fields: str) -> None:
        """The same without the page behind it."""
        answer = self.client.post(path, data=self.hidden | fields, follow_redirects=False)
        assert answer.status_code in {302, 303}, f"{path}: {answer.status_code} {answer.text[:2000]}"

    def expect(self, words: str) -> None:
        """The page shows this, or the bench measures something else than it says."""
        assert words in self.page, f"{words!r} is not on the page: {self.page[:3000]}"

    def _read(self, answer: httpx2.Response) -> None:
        assert answer.status_code == 200, f"{answer.url}: {answer.status_code} {answer.text[:2000]}"
        self.page = answer.text
        found = ((NAME.search(tag), VALUE.search(tag)) for tag in HIDDEN.findall(answer.text))
        self.hidden = {name[1]: value[1] for name, value in found if name and value}

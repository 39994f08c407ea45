"""The labels and field names that people, screen readers and scripts were promised, letter for letter."""

import re

import pytest

from tests.house.sources import files_in, text

PAGES = (".html", ".js", ".py")
ACCOUNT = (
    "Settings",
    "Account Settings",
    "Two Factor Authentication",
    "Enable Two Factor Authentication",
    "Step 1",
    "Step 2",
    "secret code",
    "Current password",
    "6-digit token",
    "6-digit Token",
    "Recovery Tokens",
    "Ok, Got it!",
    "Verify Token",
    "E-mail",
    "Password",
    "Sign in",
    "Use a recovery token",
    "Recovery token",
    "QR code",
    "Open in authenticator app",
    "Why am I asked for a code here?",
    "Link this Slack user",
)
BUBBLE = ("Open chat", "Close chat", "Help chat", "Message", "Send", "Did this answer your question?")
CONVERSATION = ("Send request", "Not now")
# A link appears with its page, not before: add Practices, Enrollments and the others when they arrive.
STAFF = (
    "Requests",
    "Approve",
    "Decline",
    "Ask for more information",
    "Reason",
    "Question",
    "6-digit Token",
    "Verify Token",
)
PROMISED = [
    *(("console/account", label) for label in ACCOUNT),
    *(("bot/bubble", label) for label in BUBBLE),
    *(("bot", label) for label in CONVERSATION),
    *(("console/staff", label) for label in STAFF),
]
FIELDS = ("email", "password", "token", "recovery_token", "current_password", "csrf_token")


@pytest.mark.parametrize(("folder", "label"), PROMISED)
def test_label_is_there_letter_for_letter(folder: str, label: str) -> None:
    spelled = re.compile(rf"(?<![\w-]){re.escape(label)}(?![\w-])")
    where = [name for name in files_in(folder, "console/web", endings=PAGES) if spelled.search(text(name))]
    assert where, f"{label!r} is promised to people and scripts in {folder}; no page or message there has it."


@pytest.mark.parametrize("field", FIELDS)
def test_field_name_is_there_letter_for_letter(field: str) -> None:
    names = re.compile(rf"""name=["']{field}["']|["']{field}["']""")
    assert any(names.search(text(name)) for name in files_in("console", endings=(".html", ".py"))), (
        f"scripts and password managers look for the field {field!r}; no form has it."
    )

"""The inbox in the team's words: where a person was, what it is about, who they are."""

from core.chat.inbox_views import InboxRow
from core.second_factor.refusals import PastRefusal

STEPS = {
    "idle": "No question open",
    "offered": "No question open",
    "choose_practice": "Choosing a practice",
    "confirm_request": "About to send a request",
    "confirm_withdraw": "About to withdraw a request",
    "answer_staff": "Answering a question about a request",
    "confirm_answer": "Answering a question about a request",
    "guide_start": "Set-up: before Step 1",
    "guide_step_1": "Set-up: Step 1, the app",
    "guide_step_2": "Set-up: Step 2, the QR code",
    "guide_step_3": "Set-up: Step 3, password and code",
    "guide_tokens": "Set-up: Recovery Tokens",
    "lost_phone": "Lost phone",
    "tell_reset": "Lost phone: questions for a reset",
    "handed_over": "Waiting for a person",
}
PROBLEMS = {
    "": "Asked for a person",
    "lost_phone": "Phone out of reach",
    "lost_phone_no_tokens": "No phone and no recovery token",
    "reset_not_me": "Says a reset was not asked for by them",
    "not_helpful": "The bot's answer did not help",
    "out_of_scope": "Something else than two-factor authentication",
}
URGENT = {"reset_not_me"}  # a possible attack on the account; the bot has told the person that we know
REFUSALS = {
    "malformed": "not a 6-digit code",
    "wrong": "wrong code",
    "expired": "code too old",
    "already_used": "code used before",
    "clock_ahead": "phone's clock is ahead",
    "clock_behind": "phone's clock is behind",
    "old_qr": "code of an old QR code",
    "too_many_tries": "too many tries",
    "locked": "codes are locked",
    "no_factor": "no second factor set up",
    "unreadable": "the stored secret does not open",
    "busy": "we were too busy to check",
}
NOBODY = {"visitor": "Visitor", "proven": "Somebody with the right password"}


def who(row: InboxRow) -> str:
    """The person's name; for a person who is not signed in, only that fact."""
    return row.person_name or NOBODY.get(row.kind, "Visitor")


def step(name: str) -> str:
    """Where in the conversation they were."""
    return STEPS.get(name, name.replace("_", " ").capitalize())


def problem(name: str) -> str:
    """What it is about, as far as the bot could tell."""
    if name.startswith("code_"):
        kind = name.removeprefix("code_")
        return f"Code refused: {REFUSALS.get(kind, kind)}"
    return PROBLEMS.get(name) or STEPS.get(name) or name.replace("_", " ").capitalize()


def is_urgent(name: str) -> bool:
    """Whether this problem must not wait for its turn."""
    return name in URGENT


def refusal(past: PastRefusal) -> str:
    """The kind of a refused code, never the code."""
    steps = past.refusal.steps
    off = f" by about {steps * 30} seconds" if steps else ""
    return f"{REFUSALS.get(past.refusal.kind, past.refusal.kind)}{off}".capitalize()

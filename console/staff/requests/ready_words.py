"""Ready words for what the team writes often: one press puts them into the field, where they can be changed."""

READY: dict[str, dict[str, str]] = {
    "reason": {
        "Not confirmed": "We could not confirm this request with your practice. Please call us at the number you know.",
        "Wrong practice": "This request seems to be for another practice. Please send it again for the right one.",
        "Not yet": "Your practice asked us to wait. Please send a new request when you are ready.",
    },
    "question": {
        "Who leads this?": "Who in your practice leads this, and how can we reach this person?",
        "Does everyone know?": "Do the members of your practice know that sign-in will ask for a code?",
        "When to start?": "On which day would you like to start?",
    },
}


def with_ready(field: str, typed: str, chosen: str) -> str:
    """What was typed, with the chosen words after it; a choice that we do not have adds nothing."""
    words = READY.get(field, {}).get(chosen, "")
    return "\n\n".join(part for part in (typed, words) if part)

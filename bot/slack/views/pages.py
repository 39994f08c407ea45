"""The pages of the account site that buttons in Slack lead to: whatever needs a secret is done there."""

SET_UP = "/settings?two-factor=open#two-factor"  # the section, opened at the step the server knows
NEW_TOKENS = "/settings/recovery-tokens"
WHY = "/settings#why-title"


def page(site_url: str, path: str) -> str:
    """The address of a page; a path that would leave the site is a defect of ours, never sent."""
    if not path.startswith("/") or path.startswith(("//", "/\\")):
        raise ValueError("a link leads to a page of the account site")
    return site_url.rstrip("/") + path

"""What happened to a member, in the words of the team; an action without words of its own is called by its name."""

DID = {
    "enrollment.begun": "took a QR code",
    "enrollment.confirmed": "set up their second factor",
    "enrollment.invited": "sent the set-up invitation",
    "enrollment.reset": "ended the second factor after a reset",
    "enrollment.turned_off": "turned the second factor off",
    "membership.ended": "ended a membership",
    "membership.set": "set a role in a practice",
    "password.changed": "changed the password",
    "password.link_sent": "sent the link for a first password",
    "password.reset_asked": "asked for a new password",
    "recovery_token.burned": "made a pasted recovery token worthless",
    "recovery_token.used": "used a recovery token",
    "recovery_tokens.acknowledged": "pressed “Ok, Got it!”",
    "recovery_tokens.issued": "took a new set of recovery tokens",
    "reset.alarm_closed": "closed the alarm about a reset",
    "reset.approved": "approved a reset",
    "reset.declined": "declined a reset",
    "reset.done": "carried out a reset",
    "reset.filed": "filed a reset",
    "reset.frozen": "froze a reset",
    "reset.proposed": "proposed a reset",
    "reset.withdrawn": "took a reset back",
    "second_factor.accepted": "entered a right code",
    "second_factor.locked": "was locked out after 50 wrong codes",
    "second_factor.refused": "had a code refused",
    "session.ended": "ended a session",
    "sessions.ended_by_staff": "ended all sessions",
    "set_up_again.link_sent": "sent the link to set up again",
    "set_up_again.mail_proven": "opened the link to set up again",
    "sign_in.cancelled": "gave a sign-in up",
    "sign_in.finished": "signed in",
    "sign_in.password": "gave a password",
    "slack.linked": "linked a Slack user",
    "slack.unlinked": "unlinked a Slack user",
    "tries.forgiven_by_staff": "lifted the wait after wrong tries",
    "user.added": "added the account",
    "user.disabled": "closed the account",
    "user.enabled": "opened the account again",
    "user.guide_opted_out": "did not want the guide offered again",
}
STEPS = {
    "offered": "was offered the guide",
    "started": "has started the guide",
    "qr_issued": "has a QR code and no first code",
    "code_refused": "had a first code refused",
    "enabled": "has not saved the tokens",
    "acknowledged": "is done",
}
REFUSALS = {
    "malformed": "not 6 digits",
    "wrong": "wrong",
    "expired": "too old",
    "already_used": "used already",
    "clock_ahead": "phone's clock ahead",
    "clock_behind": "phone's clock behind",
    "old_qr": "from an old QR code",
    "too_many_tries": "too many tries",
    "locked": "locked",
    "no_factor": "no second factor",
    "busy": "we were busy",
}
PURPOSES = {
    "sign_in": "at sign-in",
    "set_up": "at set-up",
    "step_up": "before a decision",
    "proof": "before a change",
    "chat": "in the chat",
}


def did(action: str) -> str:
    """An action as the rest of a sentence that begins with a name."""
    return DID.get(action) or action.replace(".", " ").replace("_", " ")

"""The trail's actions in the team's words. An action without words of its own is shown as it is written."""

WORDS = {
    "sign_in.password": "Gave a password",
    "sign_in.finished": "Signed in",
    "sign_in.cancelled": "Gave up signing in",
    "session.ended": "Session ended",
    "second_factor.locked": "Codes locked",
    "enrollment.begun": "Began a set-up",
    "enrollment.confirmed": "Set two-factor authentication up",
    "enrollment.turned_off": "Turned two-factor authentication off",
    "enrollment.reset": "Second factor reset",
    "recovery_tokens.issued": "New recovery tokens",
    "recovery_tokens.acknowledged": "Saved the recovery tokens",
    "recovery_token.burned": "Recovery token pasted in a chat",
    "password.changed": "Changed a password",
    "password.link_sent": "Password link mailed",
    "password.reset_asked": "Asked for a new password",
    "practice.added": "Practice added",
    "practice.activated": "Practice activated",
    "practice.deactivated": "Practice deactivated",
    "membership.set": "Membership given",
    "membership.ended": "Membership ended",
    "request.asked": "Asked for activation",
    "request.joined": "Joined a request",
    "request.asked_for_more": "Asked for more information",
    "request.answered": "Answered a question",
    "request.approved": "Approved a request",
    "request.declined": "Declined a request",
    "request.withdrawn": "Withdrew a request",
    "request.refused": "Request closed: asker no longer admin",
    "user.added": "Person added",
    "user.disabled": "Account disabled",
    "user.enabled": "Account enabled",
    "user.role_changed": "Role changed",
    "staff.role_proposed": "Role proposed",
    "staff.role_rejected": "Role proposal rejected",
    "staff.role_approval_refused": "Role approval refused",
    "staff.recovered": "Emergency access for a supervisor",
    "staff.recovery_seen": "Emergency access seen",
    "audit.exported": "Exported the audit trail",
    "slack.linked": "Linked a Slack user",
    "slack.unlinked": "Unlinked a Slack user",
    "notice.tried_again": "Notice tried again",
    "office_hours.changed": "Office hours changed",
    "saved_reply.saved": "Saved reply changed",
    "saved_reply.deleted": "Saved reply deleted",
}
CHANNELS = {
    "bubble": "help chat",
    "account": "account site",
    "slack": "Slack",
    "console": "staff console",
    "command_line": "command line",
    "system": "the system",
}
FACTORS = {
    "none": "password only",
    "totp": "6-digit token",
    "recovery_token": "recovery token",
}


def words_of(action: str) -> str:
    """What happened, as a person says it."""
    return WORDS.get(action, action)

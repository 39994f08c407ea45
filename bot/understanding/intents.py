"""The 21 things a person can want from the bot; their borders are the labelling law of the phrase files.

Besides, a text can move the conversation without a want of its own ("later", "which one"). The trained model tells all of
these apart as ``CLASSES``; what a move comes to as an intent is decided by the situation (``deciding.moves``).
"""

INTENTS: tuple[str, ...] = (
    "request_activation",
    "request_status",
    "cancel_request",
    "start_setup",
    "where_is_settings",
    "which_app",
    "scan_problem",
    "code_rejected",
    "recovery_codes",
    "lost_phone",
    "setup_for_other",
    "group_practices",
    "disable_2fa",
    "what_is_2fa",
    "sign_in_help",
    "talk_to_human",
    "greeting",
    "thanks",
    "affirm",
    "deny",
    "out_of_scope",
)
MOVES: tuple[str, ...] = (
    "later",
    "stop",
    "done",
    "stuck",
    "again",
    "back",
    "next",
    "why",
    "how_long",
    "which",
    "other",
    "none",
    "who_are_you",
    "goodbye",
)
CLASSES: tuple[str, ...] = (*INTENTS, *MOVES)
STATES: tuple[str, ...] = (  # the engine's names of the open question
    "idle",
    "offered",
    "choose_practice",
    "confirm_request",
    "confirm_withdraw",
    "answer_staff",
    "confirm_answer",
    "guide_start",
    "guide_step_1",
    "guide_step_2",
    "guide_step_3",
    "guide_tokens",
    "lost_phone",
    "tell_reset",
    "handed_over",
)

"""What people ask of the helper itself, or say beside a question, that no intent holds."""

import re

WHO = re.compile(
    r"\b(?:are you|is this|is that|am i (?:talking|speaking|chatting) (?:to|with)|do i (?:talk|speak) (?:to|with)) "
    r"(?:(?:a|an|the|just|really|real|actual|live) )*(?:robot|bot|chat ?bot|machine|computer|ai|human|person|real)\b"
    r"|\bwho (?:are you|am i talking to|is this)\W*$|\bqui[eé]n (?:es usted|eres)\b|\bcon qui[eé]n hablo\b"
    r"|(?:^|¿)\s*(?:es|eres|hablo con|esto es)(?: usted)?(?: (?:un|una))?(?: verdader[oa])? (?:robot|bot|m[aá]quina|persona|human[oa])\b(?! de\b)",
    re.IGNORECASE,
)
HOW_LONG = re.compile(
    r"\bhow much longer\b|^\W*how long\W*$"
    r"|\bhow long (?:will|until|till|do i|do we|must|is the wait|to wait|does (?:it|this) (?:usually )?take)\b"
    r"|\bwhen (?:will|does|do|is|are) (?:someone|somebody|anyone|a person|they|you|the team|it|he|she)\b"
    r"|\b(?:anyone|anybody|someone|somebody) (?:there|here)\b|\b(?:nobody|no one) (?:answers|is answering|answered)\b"
    r"|\bcu[aá]nto (?:tiempo|tard\w+|falta|demor\w+|m[aá]s)\b|\bcu[aá]ndo (?:me |nos )?(?:contest|respond|atiend|llam|va[n]? a)\w*"
    r"|\b(?:hay alguien|nadie (?:me )?(?:contesta|responde))\b",
    re.IGNORECASE,
)
PHONE = r"(?:phone|i-?phone|android|samsung|pixel|tablet|ipad|cell|mobile|tel[eé]fono|celular|cel|m[oó]vil|tableta)"
HAS_PHONE = re.compile(
    rf"^\W*(?:yes|yeah|yep|ok|okay|s[ií]|bueno|listo)?\W*(?:i have|i've got|i got|got|have|i am on|using|tengo|uso|con|es un)"
    rf"(?: (?:it|a|an|my|the|mi|el|un|una|aqu[ií]|here|work|old|nuevo|new))* {PHONE}\b(?:[\w ]{{0,20}})[.! ]*$",
    re.IGNORECASE,
)


def who_answers(typed: str) -> bool:
    """Whether somebody asks if a person or a machine writes here: it is never left open."""
    return WHO.search(typed) is not None


def how_long(typed: str) -> bool:
    """Whether somebody who waits asks how much longer."""
    return HOW_LONG.search(typed) is not None


def says_phone_is_here(typed: str) -> bool:
    """The answer to "is your phone at hand": "I have an iPhone 12"."""
    return HAS_PHONE.match(typed.replace("’", "'")) is not None

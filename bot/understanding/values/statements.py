"""What a text states beside its wish: no tokens left, the old phone works, that was not me, the app is installed."""

import re
from collections.abc import Iterator, Sequence

from bot.understanding.text.clauses import Clause
from bot.understanding.wish import Statement

_TOKENS = r"(?:(?:recovery |backup |rescue |printed )?(?:tokens?|codes?|papers?|list|sheet|those|them|any|one|ones|these|none))"
_TOLD: dict[Statement, str] = {
    "no_tokens": (
        rf"\b(?:lost|threw|tossed|deleted|misplaced|shredded|burned|burnt|used) (?:\w+ ){{0,2}}{_TOKENS}\b"
        rf"|\b(?:do not|did not|never|not|can not|cannot) (?:even )?(?:have|saved?|finds?|found|kept|keep|got|get|wrote|write|printed?|downloaded?) (?:\w+ ){{0,3}}{_TOKENS}\b(?! other)(?! phone)"
        r"|\b(?:no|without|nor) (?:recovery |backup |any )?(?:recovery )?tokens?\b|\b(?:none|neither) (?:left|of)\b|\bused (?:them )?(?:all|up)\b|\bthey (?:burned|are gone|were on (?:the|that|my) phone)\b"
        r"|\bnever saved\b|\bno (?:los|las) (?:tengo|guard\w+|encuentr\w+|imprim\w+|anot\w+|traigo)\b|\bno (?:me )?(?:tengo|queda|guarde|encuentro) (?:ning\w+|nada|tokens?|codigos?|esos|los codigos|los tokens?)\b"
        r"|\bnunca (?:los |las )?(?:guarde|tuve|imprimi|anote|los)\b|\b(?:los|las) (?:perdi|tire|borre|bote|use todos)\b|\buse todos\b|\bsin (?:los )?(?:tokens?|codigos)\b|\bno guarde\b"
    ),
    "has_token": (
        r"(?<!not )(?<!never )\b(?:i|we) (?:still |do |already )?(?:have|got|saved|printed|found|kept|wrote down) (?:\w+ ){0,4}(?:recovery \w+|tokens?|sheet|paper)\b"
        r"|\bfound (?:the|that|my) (?:paper|sheet|list|tokens?)\b|\btokens? (?:are|is) (?:printed|saved|in my|here)\b|^(?:si )?(?:los|las) tengo (?:impres|guardad|anotad|aqui|en)\w*\b|\btengo (?:un|uno|dos|los) (?:tokens?|codigos? de)\b"
        r"|\b(?:encontre|tengo) la hoja\b"
    ),
    "old_phone_works": (
        r"\bold (?:one|phone|cell\w*|iphone|android|device) (?:is |also |still )*(?:works?|working|fine|with me|here|turns? ?on|shows?|on)\b|\b(?:still have|kept) (?:the|my) old\b|\bhave both phones\b"
        r"|\b(?:viejo|anterior|antiguo) (?:todavia |aun )?(?:funciona|sirve|lo tengo|prende|jala)\b|\b(?:todavia|aun) tengo el (?:\w+ )?(?:viejo|anterior|antiguo)\b"
    ),
    "phone_here": (
        r"\b(?:phone|iphone|android|samsung|pixel|cell|mobile|tablet|ipad|celular|cel|telefono|movil|tableta) (?:is |esta )?(?:right )?(?:here|in (?:my )?hand|with me|ready|charged|a la mano|aqui|en la mano)\b"
        r"|^(?:yes |ok |si )*(?:i |we )?(?:have|got|using|am on|tengo|uso|traigo) (?:it |a |an |my |the |mi |el |un |una |work |old |new |aqui )*(?:phone|iphone|android|samsung|pixel|tablet|ipad|cell|mobile|celular|cel|telefono|movil|tableta)(?: \w+){0,2}$"
        r"|^(?:an? |my |un |una )?(?:iphone|android|samsung|pixel|ipad|tablet|phone)(?: number| \d+| here)?$|\b(?:aqui|en la mano) (?:lo )?(?:tengo|traigo)\b|\btengo el cel\w* (?:en la mano|aqui)\b"
    ),
    "no_phone": (
        r"\b(?:do not|did not|not|no|without|sin) (?:have |got |bring |own |tengo |traigo |traje )?(?:a |my |the |any |un |el |mi )?(?:smart ?)?(?:phone|cell|mobile|celular|cel|telefono|smartphone)\b(?! number)"
        r"|\bphone (?:is )?(?:in my (?:locker|car|bag)|in the car|at home|upstairs|dead|not here|not with me)\b|\bleft my (?:\w+ )?phone\b|\bdeje el (?:cel\w*|telefono)\b"
    ),
    "stolen": r"\b(?:stolen|stole|robbed|theft|thief|took my (?:bag|purse|phone)|robaron|robado|robo|asaltaron|me quitaron el)\b",
    "not_me": (
        r"\b(?:was|is|it|that|were) not (?:me|us)\b|\bnever was me\b|\bi (?:did not|never|have not) (?:ask|asked|request|requested|order|start|do|done) (?:for )?(?:it|that|this|any|a|one)?\b(?=.*\b(?:reset|restablec\w*)\b|$)"
        r"|\b(?:someone|somebody)(?: else)? (?:has |have |is )?(?:reset|resetting|hacked|changed|took over|got into|in|trying to get) (?:my|into my|in)\b|\balguien (?:\w+ )?(?:restablecio|hackeo|entro en|cambio|pidio)\b|\b(?:yo )?no fui(?: yo)?\b|\bno (?:era|he sido) yo\b"
        r"|\b(?:no|nunca) (?:lo |la |eso |yo )?(?:pedi|solicite|hice|he pedido|he solicitado)\b"
    ),
    "is_admin": r"\b(?:i am|i|as|im|soy|made me|me hicieron) (?:also |now |still |here |really |a |an |the |our |your |el |la |un |una |su |ahora )*(?:site |practice |account |new |nuev[oa] )*(?:admin\w*|administrador\w*|owner|manager in charge|duen[oa])\b",
    "tried_that": (
        r"(?<!not )(?<!to )(?<!who )\b(?:tried|did|done) (?:that|this|it|both|everything|all of)\b(?! now)|\balready (?:tried|did|waited|checked|is|on)\b|\b(?:same (?:thing|result|as before|error)|no (?:luck|change|difference)|still (?:the same|blank|nothing|refused|wrong|not))\b|^(?:still )?(?:the )?same$| same$"
        r"|\bnothing (?:helps|changed|works|happen\w*)\b|\b(?:did not|does not) (?:help|work|change)\b|\btime is (?:on )?automatic\b|\bya (?:lo |la |eso )?(?:intente|hice|probe|espere)\b|\bsigue igual\b|\blo mismo\b|\btampoco\b|\bni asi\b|\bno (?:me )?(?:sirvio|funciono)\b"
    ),
    "on_the_page": r"\b(?:on|at|opened|found) (?:the |that )?(?:settings )?page\b|\bpage is open\b|\bi am (?:in|on) (?:the )?settings\b|\bestoy en (?:la pagina|settings|ajustes)\b|\bya (?:la |lo )?abri\b",
    "scanned": r"(?<!not )(?<!no )(?<!no lo )\b(?:scanned|escane[eo]|escaneado|lo leyo|took the (?:qr|square|picture)|read it|lo agarro|typed the key|key is in|key in$|pegada|pegue|pegado|puse la clave)\b",
    "sees_code": r"(?<!not )(?<!no )\b(?:see|sees|shows?|showing|there is|now there|theres|have|aparecen?|salen?|sale|veo|muestra) (?:me )?(?:an? |the |my |some |now |six |el |los |un |unos |de )*(?:thoroughcare|sixdigits|digits|code|number|numbers|entry|numeros?|numeritos|codigos?|digitos)\b",
    "saved_tokens": r"^(?:ok |yes |si |listo |ya |i )*(?:have )?(?:saved|printed|downloaded|copied|wrote|written|stored|los guarde|los imprimi|guardad[oa]s|impres[oa]s|los anote|los copie|los descargue)(?: them| those| it| all| down| of| ya)*$|\b(?:saved|printed|wrote down|downloaded) (?:the|my|all) (?:recovery )?tokens\b",
    "installed": r"(?<!not )\b(?:installed|downloaded|instalad[oa]|instale|la baje|ya (?:la )?(?:baje|descargue|tengo la app))\b|\b(?:have|got|already hv|hv) (?:the |that |google |microsoft |an? )*(?:app|authenticator|authy)\b(?! (?:password|code))|\bapp is (?:on|there|ready)\b|\btengo (?:la app|microsoft authenticator|google authenticator|authy)\b",
    "about_reset": r"^(?!.*\b(?:password|contrasena|clave)\b).*\b(?:resets?|resetting|restablec\w*)\b",
    "found_phone": (
        r"\b(?:found|recovered) (?:my|the) (?:\w+ )?(?:phone|cell\w*|iphone|android|device)\b|\b(?:phone|cell\w*) (?:is |has )?(?:back|turned up)\b|\bgot (?:my|the) (?:phone|cell\w*) back\b"
        r"|\b(?:encontre|recupere|aparecio|hall[eo]) (?:mi|el) (?:telefono|celular|cel|movil)\b"
        r"|\b(?:cancel|withdraw|undo|take back|stop) (?:my|the|this|that) reset\b|\b(?:cancel\w*|retir\w*|anul\w*) (?:mi|el|ese|este) restablecimiento\b"
    ),
    "left_the_practice": r"\b(?:namedperson|she|he|nurse|doctor|coworker|employee|somebody|someone|owner|admin|manager|who) (?:\w+ )?(?:left|quit|retired|no longer works?|does not work here|was fired|got fired|moved away|resigned|is gone|has left)\b(?! (?:her|his|the|my) (?:phone|cell))|^\w+(?: \w+)? (?:has )?(?:left|quit) (?:the|our) (?:company|practice|clinic|office)\b|\bya no trabaja\b|\bse fue de la clinica\b|\brenuncio\b|\bse jubilo\b",
}
_ASKS = re.compile(
    r"^(?:(?:and|so|but|ok|y) )*(?:do|does|did|is|are|can|could|have|has|should|how|where|what|which|why|when|donde|como|cual|que|cuando|puedo|tengo que)\b"
)
_READ = {name: re.compile(pattern) for name, pattern in _TOLD.items()}
_OF_TOKENS = re.compile(
    r"\b(?:tokens?|codes?|codigos?|recovery|backup|rescue|paper|sheet|respaldo|never saved|nunca guarde)\b"
)
_ASKED = frozenset(
    {"no_tokens", "has_token", "phone_here", "scanned", "saved_tokens", "installed", "sees_code"}
)


def statements(said: Sequence[Clause], *, of_tokens: bool) -> frozenset[Statement]:
    """Every statement made; of a question only those that a question tells too ("my phone was stolen, what now?").

    ``of_tokens``: recovery tokens are what the talk is about, so that "threw them away" is about them.
    """
    found = {name for clause in said for name in _told_in(clause)}
    whole = " ".join(clause.plain for clause in said)
    if not of_tokens and not _OF_TOKENS.search(whole):
        found.discard("no_tokens")
    if "no_tokens" in found:
        found.discard("has_token")
    return frozenset(found)


def _told_in(clause: Clause) -> Iterator[Statement]:
    plain = clause.plain.strip("?! ")
    asks = clause.is_question or clause.plain.endswith("?") or _ASKS.match(plain) is not None
    return (name for name, told in _READ.items() if not (asks and name in _ASKED) and told.search(plain))

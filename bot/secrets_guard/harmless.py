"""Six digits that are plainly something else: an invoice, a price, a crowd, a date, a time.

Only the words directly beside the number count. Where a word about codes is close too, it is treated as a code.
"""

import re
from collections.abc import Sequence

SAYS_WHAT_IT_IS = (
    r"po|p\.o\.?|purchase order|orden de compra|invoices?|inv|facturas?|tickets?|suite|ste|apt|unit|room|rm|sala"
    r"|habitacion|consultorio|po box|p\.o\. box|apartado(?: postal)?|population|poblacion|version|build|compilacion"
    r"|sections?|seccion|pages?|pag|paginas?|lines?|lineas?|chapters?|npi|sku|serial|zip(?: code)?|postal code|codigo postal|policy|poliza|badge|license|licencia|cpt(?: code)?"
    r"|(?:ticket|case|claim|order|reference|ref|tracking|confirmation|purchase) ids?"
)
NEEDS_THE_WORD_NUMBER = (
    r"orders?|pedidos?|orden|cases?|casos?|claims?|reclamos?|accounts?|acct|cuentas?|checks?|cheques?|items?|articulos?"
    r"|parts?|models?|modelos?|ref(?:erence)?|referencia|tracking|rastreo|guia|phone|telefono|extension|ext|batch|lote"
    r"|bills?|recibos?|receipts?|quotes?|shipments?|envios?|member|vendor|proveedor|employee|empleado|factura"
)
NUMBER = r"(?:numbers?|num|nr|nro|no|n|numeros?)\.?"
GAP = r"[\s#:.\-\u00ba\u00b0]{0,3}"
BEFORE = re.compile(
    rf"(?<![a-z0-9])(?:{NUMBER}\sde\s(?:{NEEDS_THE_WORD_NUMBER})|(?:{SAYS_WHAT_IT_IS})(?:\s{NUMBER})?|(?:{NEEDS_THE_WORD_NUMBER})(?:\s?#|\s{NUMBER}))"
    rf"(?:\s(?:is|was|es|era))?{GAP}(?=[0-9])|(?<![a-z0-9])(?:{SAYS_WHAT_IT_IS}|{NEEDS_THE_WORD_NUMBER}|{NUMBER}){GAP}[a-z]{{2,6}}-(?=[0-9])|(?:[$\u20ac\u00a3]|(?<![a-z])(?:usd|eur|mxn))\s?(?=[0-9])"
)
COUNTED = (
    r"patients?|people|persons?|members?|users?|employees?|residents?|inhabitants?|customers?|clients?|visits?|claims"
    r"|records|rows|files|charts|copies|views|votes|steps|households|appointments|calls|dollars?|usd|bucks|euros?|eur"
    r"|pesos?|dolares|mxn|cents|percent|pounds|lbs?|kgs?|mgs?|mcg|ml|grams?|miles|km|feet|ft|sq|square|acres"
    r"|pacientes?|personas?|miembros|usuarios|empleados|habitantes|residentes|clientes|visitas|registros|filas|citas"
    r"|pasos|llamadas|libras|kilos?|gramos|millas|pies|metros"
)
AFTER = re.compile(
    rf"(?<=[0-9])(?:\s?%|\s?(?:(?:active|new|total|different|registered|nuevos|nuevas|otros|otras|mil)\s)?"
    rf"(?:{COUNTED})(?![a-z0-9]))"
)
PHONE_BEFORE = re.compile(
    r"(?<![a-z0-9])(?:call|phone|telephone|tel|cell|mobile|fax|text|dial|llam[ae]\w{0,4}|marc[ae]\w{0,4}|telefono|celular"
    r"|movil)(?:\s(?:me|us|at|on|is|al|a|es))?[\s:.]{1,3}(?=[0-9])|\+(?=[0-9])"
)
DATED = re.compile(
    r"(?<![a-z0-9])(?:on|at|a las|since|until|till|by|from|dated?|dob|d\.o\.b\.?|born|birthday|due|before|after|for|through|to|of"
    r"|appointment|visit|el|desde|hasta|fecha(?: de nacimiento)?|nacio|nacid[oa]|cita|dia|antes del|del|al|para)"
    r"(?:\s(?:is|was|of birth|es|era|el))?[\s:.(]{0,3}(?=[0-9])"
)
MONTH_BEFORE = re.compile(
    r"(?<![a-z])(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ene|abr|ago|dic)[a-z]{0,7}\.?[\s,]{1,3}"
    r"(?:de\s)?(?=[0-9])"
)
YEAR = re.compile(r"(?:19|20)[0-9]{2}")
MONTHS = range(1, 13)
DAYS = range(1, 32)


def starts(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    """Where the pattern's number begins; the whole text is read once."""
    return frozenset(hit.end() for hit in pattern.finditer(text))


def ends(pattern: re.Pattern[str], text: str) -> frozenset[int]:
    """Where the pattern's number ends."""
    return frozenset(hit.start() for hit in pattern.finditer(text))


def is_date(groups: Sequence[str]) -> bool:
    """Month, day and year of two digits each, in any of the usual orders."""
    if [len(group) for group in groups] != [2, 2, 2]:
        return False
    first, second, third = (int(group) for group in groups)
    return _is_month_and_day(first, second) or _is_month_and_day(second, third)


def is_time(groups: Sequence[str]) -> bool:
    """Hours, minutes and seconds of two digits each."""
    if [len(group) for group in groups] != [2, 2, 2]:
        return False
    hours, minutes, seconds = (int(group) for group in groups)
    return hours in range(24) and minutes in range(60) and seconds in range(60)


def holds_a_year(groups: Sequence[str]) -> bool:
    """A group that reads as a year of the last or this century."""
    return any(map(YEAR.fullmatch, groups))


def _is_month_and_day(one: int, other: int) -> bool:
    low, high = sorted((one, other))
    return low in MONTHS and high in DAYS

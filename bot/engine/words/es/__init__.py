"""Spanish. Palabras sencillas y trato de usted; the product's labels stay English."""

from bot.engine.words.es import explaining, questions, requests, setting_up, talk

TEXTS: dict[str, str] = {
    **talk.TEXTS,
    **requests.TEXTS,
    **setting_up.TEXTS,
    **explaining.TEXTS,
    **questions.TEXTS,
}

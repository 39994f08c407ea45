"""Spanish. Palabras sencillas y trato de usted; the product's labels stay English."""

from bot.engine.words.es import explaining, questions, requests, resets, setting_up, talk

TEXTS: dict[str, str] = {
    **talk.TEXTS,
    **requests.TEXTS,
    **resets.TEXTS,
    **setting_up.TEXTS,
    **explaining.TEXTS,
    **questions.TEXTS,
}

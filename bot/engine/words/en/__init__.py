"""English. Plain words, short sentences, labels of the product letter for letter."""

from bot.engine.words.en import explaining, questions, requests, resets, setting_up, talk

TEXTS: dict[str, str] = {
    **talk.TEXTS,
    **requests.TEXTS,
    **resets.TEXTS,
    **setting_up.TEXTS,
    **explaining.TEXTS,
    **questions.TEXTS,
}

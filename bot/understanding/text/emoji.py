"""Emoji as words: a thumb is a yes, a wave a greeting. In a text with words they say little, alone they are the message."""

import re

_MEANT = {
    "yes": "👍 👌 ✅ ✔ ☑ 🆗 💯 🤝 🙆 👊 🟢 ⬆ 🫡",
    "no": "👎 ❌ ✖ 🚫 🙅 ⛔ 🛑 🔴",
    "thanks": "🙏 ❤ 💙 💚 🧡 💛 💜 🥰 😍 🤗 😘 🎉 🥳 👏 🙌 ⭐ 🌟 💐 🌹",
    "ok thanks": "😀 😃 😄 😁 😊 🙂 ☺ 😉 😎",
    "hello": "👋",
    "stuck": "😭 😢 😩 😫 🤯 😖 😣 🆘 😵 🥺 😞 ☹ 🙁 🤦 🤷",
    "angry": "😡 🤬 😠 💢 🖕 😤",
    "what now": "🤔 ❓ ❔ 🧐 😕 👀 😐",
    "wait": "⏳ ⌛ ⏰ ✋ 🤚 ⏸ 🚑 🏃 🕐",
    "camera": "📷 📸 🎥",
    "phone": "📱 📲 ☎",
    "code": "🔢",
    "key": "🔑 🗝",
    "typed": "⌨",
    "locked": "🔒 🔐",
    "new": "🆕",
    "next": "➡ ⏭ ▶ ⏩",
    "again": "🔁 🔄 🔂",
    "back": "⬅ ◀ ⏪ 🔙",
    "computer": "💻 🖥",
    "lost": "🕳",
    "sleep": "😴 💤",
}
WORDS = {sign: word for word, signs in _MEANT.items() for sign in signs.split()}
_THINGS = frozenset(
    {"camera", "phone", "code", "key", "typed", "computer", "locked"}
)  # alone they ask for nothing
_DRESS = re.compile("[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff\u2640\u2642]")  # skin, sex, style, joiner
_LETTER = re.compile(r"[^\W_]")
_SIGN = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")
_SMILES = re.compile(r"[:;]-?[)D]+|<3")


def is_signs_only(text: str) -> bool:
    """No letter and no digit, and at least one emoji."""
    return not _LETTER.search(text) and _SIGN.search(text) is not None


def in_words(text: str) -> str:
    """The text with each emoji that we know as a word, once; the others are left out."""
    if not _SIGN.search(text):
        return _SMILES.sub(" ", text)
    bare = _DRESS.sub("", text)
    alone = is_signs_only(bare)
    said = dict.fromkeys(WORDS[sign] for sign in bare if sign in WORDS)
    rest = _SIGN.sub(" ", bare)
    if alone:
        if len(said) == 1 and _THINGS.issuperset(said):
            return ""
        mood = {"no": "does not work"} if len(said) > 1 else {}
        return " ".join(mood.get(word, word) for word in said) + ("?" if "?" in rest else "")
    # Beside words a sign of mood says nothing about the wish; a yes or no after the words does.
    beside = {"yes", "no", "camera", "typed", "key", "code"}
    kept = [word for word in said if word in beside and word not in rest.casefold()]
    done = {"yes": "ok", "no": "does not work"}
    return f"{rest} {' '.join(done.get(word, word) for word in kept)}".strip()

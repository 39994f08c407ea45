"""The lines of a conversation in Slack, posted in their order; buttons go when their question is over."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from bot.engine.types.facts import Facts, Language
from bot.engine.types.messages import Card, Choices, from_json
from bot.slack.outgoing.direct import NoRecipient, channel_of, slack_user_of
from bot.slack.outgoing.posting import PostFailed, change, post
from bot.slack.views.blocks import message, staff_line
from bot.slack.views.elements import Rendered
from bot.slack.views.guide_card import guide_card, progress_of
from bot.slack.workspace.facts import of_person
from bot.slack.workspace.workspace import Workspace
from core.chat import conversations, feedback
from core.chat.conversations import Conversation, Line
from core.people.names import first_name
from core.slack import slack_posts
from core.slack.slack_posts import Post, PostTarget

SETTLED = 20  # live lines looked at; older ones keep their buttons, and the engine says that they are old


@dataclass(frozen=True)
class Spoken:
    """A conversation, who receives it, and the lines that were not posted yet."""

    id: str
    user_id: str
    slack_user_id: str | None
    facts: Facts
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class PostedLine:
    """A posted line with buttons, and what came after it."""

    post: Post
    line: Line
    retired: bool
    chosen: str
    rated: bool | None


async def say_new(workspace: Workspace, conversation_id: str) -> PostFailed | None:
    """Post what was said since, oldest first; the first line that fails holds up the rest, so nothing is overtaken."""
    spoken = await workspace.database.read(lambda session: _spoken(session, workspace, conversation_id))
    if spoken is None or not spoken.lines:
        return None
    channel = await channel_of(workspace, spoken.slack_user_id) if spoken.slack_user_id else NoRecipient()
    if isinstance(channel, PostFailed):
        return channel
    for line in spoken.lines:
        if isinstance(channel, NoRecipient):
            await _skip(workspace, spoken, line)
        elif failed := await _say(workspace, spoken, line, channel):
            return failed
    return await settle(workspace, conversation_id)


async def settle(workspace: Workspace, conversation_id: str) -> PostFailed | None:
    """Take away the buttons of questions that were answered, and say what was chosen."""
    language, found = await workspace.database.read(lambda session: _standings(session, conversation_id))
    for standing in found:
        body = from_json(standing.line.body)
        drawn = message(
            body,
            number=standing.line.number,
            language=language,
            site_url=workspace.site_url,
            retired=standing.retired,
            chosen=standing.chosen,
            rated=standing.rated,
        )
        still_asks = body.ask_feedback and standing.rated is None
        is_live = still_asks or (isinstance(body, Choices) and not standing.retired)
        if failed := await change(workspace, standing.post, drawn, is_live=is_live):
            return failed
    return None


def draw(line: Line, facts: Facts, *, site_url: str) -> Rendered:
    """One line of ours; the set-up card shows where the person stands now."""
    language = facts.language
    if line.author == "staff":
        name, text = first_name(line.staff_name or ""), str(line.body.get("text", ""))
        return staff_line(name, text, language=language, site_url=site_url)
    body = from_json(line.body)
    if isinstance(body, Card) and body.card == "set_up":
        return guide_card(progress_of(facts), language=language, site_url=site_url)
    return message(body, number=line.number, language=language, site_url=site_url)


async def _say(workspace: Workspace, spoken: Spoken, line: Line, channel: str) -> PostFailed | None:
    drawn = draw(line, spoken.facts, site_url=workspace.site_url)
    sent = await post(workspace, _place(spoken, line, channel), drawn, is_live=_is_live(line))
    if isinstance(sent, PostFailed):
        return None if sent.for_good else sent
    return None


async def _skip(workspace: Workspace, spoken: Spoken, line: Line) -> None:
    """Marks a line that has no recipient, so that it is not posted weeks later, after the person links again."""

    def work(session: Session) -> None:
        place = _place(spoken, line, "nobody")
        slack_posts.begin(session, place, is_live=False, now=workspace.clock())
        slack_posts.give_up(session, place.key)

    await workspace.database.transact(work)


def _place(spoken: Spoken, line: Line, channel: str) -> PostTarget:
    return PostTarget(
        key=f"line:{spoken.id}:{line.number}",
        kind="guide" if _is_guide(line) else "line",
        channel=channel,
        user_id=spoken.user_id,
        conversation_id=spoken.id,
        number=line.number,
    )


def _is_guide(line: Line) -> bool:
    return line.body.get("kind") == "card" and line.body.get("card") == "set_up"


def _is_live(line: Line) -> bool:
    has_buttons = line.body.get("kind") == "choices" or bool(line.body.get("ask_feedback"))
    return line.author == "bot" and (has_buttons or _is_guide(line))


def _spoken(session: Session, workspace: Workspace, conversation_id: str) -> Spoken | None:
    conversation = session.get(Conversation, conversation_id)
    if conversation is None or conversation.user_id is None:
        return None
    after = slack_posts.last_line(session, conversation_id)
    lines = conversations.messages_after(session, conversation_id, after)
    return Spoken(
        id=conversation_id,
        user_id=conversation.user_id,
        slack_user_id=slack_user_of(session, workspace, conversation.user_id),
        facts=of_person(session, conversation.user_id, now=workspace.clock()),
        lines=tuple(line for line in lines if line.author in conversations.FROM_US),
    )


def _standings(session: Session, conversation_id: str) -> tuple[Language, list[PostedLine]]:
    conversation = session.get_one(Conversation, conversation_id)
    live = [each for each in slack_posts.live_lines(session, conversation_id) if each.kind == "line"][
        -SETTLED:
    ]
    language = conversation.language
    if not live:
        return language, []
    first = min(each.number or 0 for each in live)
    lines = conversations.messages_after(session, conversation_id, first - 1)
    by_number = {line.number: line for line in lines}
    ratings = feedback.ratings(session, conversation_id, first=first)
    found = [(each, by_number.get(each.number or 0)) for each in live]
    return language, [_standing(each, line, lines, ratings) for each, line in found if line is not None]


def _standing(known: Post, line: Line, lines: Sequence[Line], ratings: dict[int, bool]) -> PostedLine:
    """The next line of the person ends the question, whether it was one of its buttons or something else."""
    answer = next((each for each in lines if each.number > line.number and each.author == "person"), None)
    said = str(answer.body.get("text", "")) if answer else ""
    labels = {choice["label"] for choice in line.body.get("choices", ())}
    return PostedLine(
        post=known,
        line=line,
        retired=answer is not None,
        chosen=said if said in labels else "",
        rated=ratings.get(line.number),
    )

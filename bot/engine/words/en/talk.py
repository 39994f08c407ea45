"""Greeting, ways out, the hand-over to a person, removed secrets, and every button."""

TEXTS = {
    "home.hello_name": "Hi {name}. I am the help bot for two-factor authentication (2FA). What do you need?",
    "home.hello": "Hi. I am the help bot for two-factor authentication (2FA). What do you need?",
    "home.hello_back": "Hello. I am a bot, and I can help with two-factor authentication. What do you need?",
    "home.a_bot": "Yes, I'm a bot, not a person. I can help with two-factor authentication, or bring in a person.",
    "home.start_over": "Okay, a fresh start. What do you need?",
    "home.welcome": "You are welcome. I am here if you need more.",
    "home.okay": "Okay. I changed nothing. I am here if you need me.",
    "home.yes_to_nothing": "Good. What would you like to do?",
    "home.unsure": "I want to be sure I understand. Which one do you mean?",
    "home.unsure_answer": "I am not sure what you mean by that, so I ask once more.",
    "home.unsure_menu": "I am not sure what you need. Is it one of these?",
    "home.out_of_scope": (
        "I can only help with two-factor authentication, so I cannot do this one, and I changed nothing. "
        "A person at ThoroughCare may be able to help."
    ),
    "home.stale": "That button belongs to an earlier question, so I did nothing.",
    "home.gone": "That question is no longer open, because something changed in the meantime.",
    "home.not_helped": "I am sorry that did not help. Shall I bring in a person, or is it one of these?",
    "person.coming": (
        "Okay. I passed this chat to the ThoroughCare team, with the step you are at. "
        "A person will answer right here.{when} You can close the chat and come back: "
        "the answer waits for you. Until then I keep helping where I can."
    ),
    "person.coming_unknown": (
        "Okay. I passed this chat to the ThoroughCare team. A person will answer right here, in this browser.{when} "
        "The chat stays open here for a day. Please never write a password or a code in it. "
        "Until then I keep helping where I can."
    ),
    "person.still_waiting": (
        "I am the bot. The ThoroughCare team has this chat already, and a person will answer right here.{when}"
    ),
    "person.noted": "Noted. The person who answers will read this too. You can add more at any time.",
    "person.usually": " The team usually answers in {usually}.",
    "person.back": " The team is not in now. It is back {back}.",
    "person.given_back": "This is the bot again: {staff} gave the chat back to me.",
    "person.closed": (
        "{staff} has closed this chat, so you are talking with the bot again. What was said stays here. "
        "You can ask for a person again at any time."
    ),
    "slack.linked": (
        "The Slack user {slack_name} is now linked to your account and can ask for two-factor authentication in your "
        "name. If you did not do this yourself, end the link in Settings at once, and tell us here."
    ),
    "slack.unlinked": "The Slack user {slack_name} is no longer linked to your account.",
    "floor.waiting": "A person at ThoroughCare will answer here.{when} You can leave and come back.",
    "floor.waiting_member": (
        "A person at ThoroughCare will answer here.{when} You can leave: you get a mail when an answer waits for you."
    ),
    "floor.person": "You are talking with {staff} from ThoroughCare.",
    "removed.warning": (
        "I took {what} out of your message before it was saved. "
        "Please never type secrets in a chat, not even in this one. They belong only in the forms of the site."
    ),
    "removed.burned": (
        "It was one of your recovery tokens, so I made it worthless at once, in case somebody saw it. "
        "Unused ones left: {left}. You can get ten new ones with your password and a current code."
    ),
    "removed.burned_unknown": (
        "If it was one of your recovery tokens, it no longer works: I made it worthless, in case somebody saw it. "
        "Please use another one from your list, in the form."
    ),
    "removed.new_tokens": "Here is your private card for ten new recovery tokens.",
    "removed.code": "a 6-digit code",
    "removed.recovery_token": "a recovery token",
    "removed.key": "a setup key",
    "removed.link": "a setup link",
    "removed.password": "a password",
    "removed.social_security_number": "a social security number",
    "removed.record_number": "a medical record number",
    "removed.other": "something secret",
    "article.step-1": "The set-up article shows this step with drawings.",
    "article.step-2": "The set-up article shows how to scan, with drawings.",
    "article.step-3": "The set-up article shows where the code goes.",
    "article.settings": "The set-up article shows what each person does in their own account.",
    "article.recovery-tokens": "The set-up article explains how to keep them safe.",
    "article.several-practices": "The set-up article explains this too.",
    "article.signing-in": "The set-up article shows how signing in works.",
    "button.article": "Open the article",
    "button.recovery_token": "Use a recovery token",
    "list.and": "and",
    "list.and_before_i": "and",
    "button.start_over": "Start over",
    "button.person": "Talk to a person",
    "button.not_now": "Not now",
    "button.settings": "Open Account Settings",
    "button.send_request": "Send request",
    "button.send_not_now": "Not now",
    "button.withdraw": "Withdraw request",
    "button.keep_request": "Keep it",
    "button.answer": "Answer the question",
    "button.send_answer": "Send answer",
    "button.write_again": "Write it again",
    "button.guide.begin": "Set up 2FA now",
    "button.guide.start": "I have my phone",
    "button.guide.resume": "Show me the step",
    "button.guide.scanned": "ThoroughCare is in my app",
    "button.guide.later": "Later",
    "button.guide.go_on": "Go on with it",
    "button.guide.show_tokens": "Show me how",
    "button.guide.never": "Do not ask me again",
    "button.token.have": "I have a token",
    "button.token.none": "I have no token",
    "button.token.have_of_two": "I have one of the two",
    "button.token.none_of_two": "I have neither",
    "button.reset.skip": "I cannot say",
    "button.ask.request_activation": "Turn on 2FA for my practice",
    "button.ask.request_status": "How is my practice doing?",
    "button.ask.cancel_request": "Withdraw the request",
    "button.ask.start_setup": "Set up 2FA for me",
    "button.ask.where_is_settings": "Where is the setting?",
    "button.ask.which_app": "Which app do I need?",
    "button.ask.scan_problem": "The QR code will not scan",
    "button.ask.code_rejected": "My code is refused",
    "button.ask.recovery_codes": "Recovery tokens",
    "button.ask.lost_phone": "New or lost phone",
    "button.ask.setup_for_other": "Set it up for somebody else",
    "button.ask.group_practices": "I work in several practices",
    "button.ask.disable_2fa": "Turn 2FA off",
    "button.ask.what_is_2fa": "What is 2FA?",
    "button.ask.sign_in_help": "How do I sign in?",
    "button.ask.talk_to_human": "Talk to a person",
    "button.ask.out_of_scope": "Something else",
    "home.stopped": "Okay, we'll stop here. Nothing is on yet, and nothing is lost. When you're ready, just write to me.",
    "home.bye": "Bye. I'm here whenever you need me.",
    "home.in_your_words": "Okay, none of those. Tell me in a few words what you want to do.",
    "home.said_that": "I don't know more about that than I just told you. Tell me what you see, or let me bring in a person.",
    "home.second": "And the other thing you asked about:",
    "home.maybe": "Or did you mean this?",
    "home.what_is_wrong": "Let's find out what's wrong. What is it about?",
    "standing.unknown": "Sign in first, then I can see what's next for you. Until then I can help with these.",
    "standing.live": "You're all set: it's on for you, and your Recovery Tokens are saved. There's nothing to do.",
    "standing.tokens": "It's on for you. One thing is left: save your Recovery Tokens.",
    "standing.ready": "It isn't on for you yet, but you can set it up now. It takes about three minutes.",
    "standing.waiting": "It isn't on yet. Your request is with the ThoroughCare team, and there's nothing to do until they decide.",
    "standing.off_admin": "It isn't on yet, and nobody has asked for it. You can ask for your practice here.",
    "standing.off": "It isn't on for your practice yet. Your site admin can ask for it.",
    "person.sorry": "I'm sorry this is so much trouble. I'll get a person to help you.",
    "removed.then_password": "Please change that password now, because it stood in a chat.",
    "removed.then_key": "Please get a new QR code in Settings, because that key stood in a chat.",
    "removed.then_key_live": "If that key belongs to your phone, move to a new QR code in Settings, because it stood in a chat.",
    "foreign.password": "I can't change passwords here, but the sign-in page can: it sends you a link by email.",
    "foreign.role_admin": "In our records you're a site admin of {practices}.",
    "foreign.role_member": "In our records you're a member at {practice}, not a site admin. Your site admin there is {names}.",
    "foreign.role_unknown": "I can't see who you are before you sign in. Please sign in, then ask me again.",
    "foreign.patient": "Please don't write about patients here; I don't need it and can't help with it. A person can.",
    "foreign.emoji": "I'm here. What do you need?",
    "foreign.language": "Sure, I'll write in English from now on.",
    "foreign.other": "I can't help with “{heard}”; I only know two-factor authentication. A person may be able to help.",
    "people.not_on": "It isn't on for your practice yet, so nobody has set it up.",
    "people.everybody": "Nobody is missing: all {members} people at {practice} have set it up.",
    "people.missing": "{set_up} of {members} people at {practice} have set it up. Still missing: {names}.",
    "people.one_not": "No, {name} hasn't set it up yet.",
    "people.one_has": "Yes, {name} has set it up.",
    "people.reminded": "Done. I reminded {count} people at {practice}.",
    "people.reminded_today": "They were already reminded today. You can remind them again tomorrow.",
    "people.nobody_to_remind": "There's nobody to remind: the rest asked not to be reminded, or have set it up.",
    "people.page": "Your team page shows where each person at {practice} is.",
    "button.team": "Open your team",
    "button.remind": "Remind them",
    "button.forgotten_password": "Get a new password",
    "again.where_is_settings": "It's your own name at the top right: click it, a small menu opens, and Settings is in it. The green button is on that page.",
    "again.which_app": "In short: search for Google Authenticator in your phone's store and install it. It's free.",
    "again.sign_in_help": "In short: email and password first, then open the app, read the code under ThoroughCare and type it in.",
    "again.what_is_2fa": "In short: after your password you also type a code from your phone. So a stolen password alone is of no use.",
    "again.recovery_codes": "In short: each of the 10 tokens signs you in once when your phone isn't there. New ones are in Settings.",
    "again.group_practices": "In short: you set it up once, and every practice you work in asks for the code.",
    "again.disable_2fa": "In short: only you can turn it off for yourself, in Settings, with your password and a code.",
    "again.setup_for_other": "In short: everyone sets it up with their own account and phone. I'll guide them if they open this chat.",
}

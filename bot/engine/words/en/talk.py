"""Greeting, ways out, the hand-over to a person, removed secrets, and every button."""

TEXTS = {
    "home.hello_name": "Hi {name}. I am the help bot for two-factor authentication (2FA). What do you need?",
    "home.hello": "Hi. I am the help bot for two-factor authentication (2FA). What do you need?",
    "home.hello_back": "Hello. I am a bot, and I can help with two-factor authentication. What do you need?",
    "home.a_bot": "I am a bot, not a person. I can help with two-factor authentication, or bring in a person.",
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
}

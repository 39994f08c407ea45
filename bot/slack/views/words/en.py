"""English. Plain words, short sentences, labels of the product letter for letter."""

TEXTS: dict[str, str] = {
    "feedback.question": "Did this answer your question?",
    "feedback.yes": "Yes",
    "feedback.no": "No",
    "feedback.rated_yes": "You said that this answered your question.",
    "feedback.rated_no": "You said that this did not answer your question.",
    "message.chosen": "You chose: {label}",
    "message.more": "There is more to this than fits here. You find all of it in Account Settings.",
    "message.choose": "Choose one",
    "message.numbers": "{first} to {last}",
    "staff.line": "{name} from ThoroughCare",
    "staff.line_unnamed": "ThoroughCare",
    "card.set_up": "Your set-up goes on on your private page. Nothing secret is ever shown in Slack.",
    "card.new_tokens": "You get ten new recovery tokens on your private page. They are never shown in Slack.",
    "card.open_set_up": "Open my set-up",
    "card.open_new_tokens": "Get new recovery tokens",
    "button.settings": "Open Account Settings",
    "button.answer": "Answer the question",
    "button.withdraw": "Withdraw request",
    "button.keep": "Keep it",
    "button.ask": "Turn on 2FA for my practice",
    "button.ask_here": "Ask for 2FA",
    "button.ask_again": "Ask again",
    "button.set_up": "Set up 2FA for me",
    "button.resume": "Resume where I was",
    "button.link": "Link my account",
    "button.site": "Open the site",
    "ask.title": "Turn on 2FA",
    "ask.send": "Send request",
    "ask.not_now": "Not now",
    "ask.close": "Close",
    "ask.practice": "Practice",
    "ask.choose": "Choose a practice",
    "ask.numbers": "Practices {first} to {last}",
    "ask.intro": "You ask ThoroughCare to turn on two-factor authentication (2FA). A person there decides.",
    "ask.note": "Note for the ThoroughCare team",
    "ask.note_hint": "Never type a password, a code or anything about a patient here.",
    "ask.whom": "Choose a practice to see whom it touches.",
    "ask.touches": (
        "{members} people work at {practice}: {names}. Each of them can set it up once it is approved. "
        "Whoever has set it up enters a 6-digit code at every sign-in, in every practice they work in."
    ),
    "ask.touches_one": (
        "One person works at {practice}: {names}. Once it is approved, 2FA can be set up there. "
        "Whoever has set it up enters a 6-digit code at every sign-in, in every practice they work in."
    ),
    "ask.shared": "{shared} of them work in other practices too.",
    "ask.shared_one": "One of them works in other practices too.",
    "ask.set_up": "{set_up} have set it up already.",
    "ask.set_up_one": "One has set it up already.",
    "ask.joins": "{name} already asked on {asked_on}. Your name is added to that request.",
    "ask.open": "{name} already asked",
    "ask.mine": "You already asked",
    "ask.not_admin": (
        "Only a site admin can ask ThoroughCare to turn on two-factor authentication for a practice. "
        "Please ask one of these people to do it:"
    ),
    "ask.admins_of": "{practice}: {names}",
    "ask.no_admin_of": "{practice} has no site admin in our records.",
    "ask.no_practice": "I find no practice that you work in, so there is nothing to ask for.",
    "ask.all_on": "Two-factor authentication is already turned on for every practice where you are a site admin.",
    "ask.and_more": "And {more} more practices.",
    "error.choose": "Please choose a practice.",
    "error.not_admin": "You are not a site admin of that practice now, so this was not sent.",
    "error.already_on": "Two-factor authentication is already turned on there.",
    "error.already_asked": "You already asked for this practice. One request is enough.",
    "error.too_long": "Please use at most {most} characters.",
    "error.empty": "Please write something here.",
    "error.secret": "This holds something secret. Please take it out: it does not belong in Slack.",
    "error.closed": "That question is no longer open, so this was not sent.",
    "answer.title": "Answer the question",
    "answer.send": "Send answer",
    "answer.question": "Before they decide about {practice}, the ThoroughCare team asks:",
    "answer.field": "Your answer",
    "request.title": "2FA for {practice}",
    "request.asked": "{name} asked on {asked_on}.",
    "request.pending": "The ThoroughCare team has not decided yet. A person there decides.",
    "request.more_information": "Before they decide, the ThoroughCare team asks:",
    "request.approved": (
        "Approved by {by}. Everyone who works there can now set it up in their own Account Settings."
    ),
    "request.declined": "Declined by {by}. The reason they gave:",
    "request.declined_for_members": "Declined by {by}.",
    "request.withdrawn": "The request was withdrawn. Nothing changed for anybody.",
    "request.refused": (
        "It could not be approved, because the person who asked is no longer a site admin there. "
        "A site admin of today can ask again."
    ),
    "request.decided_on": "Decided on {decided_on}.",
    "request.team": "the ThoroughCare team",
    "request.withdraw_title": "Withdraw the request?",
    "request.withdraw_text": "The ThoroughCare team will then not decide on it. You can ask again at any time.",
    "state.pending": "waits for a decision",
    "state.more_information": "waits for your answer",
    "state.approved": "approved",
    "state.declined": "declined",
    "state.withdrawn": "withdrawn",
    "state.refused": "could not be approved",
    "guide.title": "Set up two-factor authentication",
    "guide.step_app": "Step 1: get the app on your phone",
    "guide.step_scan": "Step 2: scan the QR code, or type the secret code",
    "guide.step_confirm": "Step 3: current password and 6-digit token",
    "guide.step_tokens": "Last: save your Recovery Tokens",
    "guide.mark_done": "✓ {step} (done)",
    "guide.mark_now": "▸ {step} (you are here)",
    "guide.mark_next": "○ {step}",
    "guide.not_activated": "It is not turned on for your practice yet, so there is nothing to set up.",
    "guide.start": (
        "Install an authenticator app on your phone or tablet, for example Google Authenticator. "
        "Then go on to Step 2: your QR code is on your private page, never in Slack."
    ),
    "guide.opened": "Your set-up page is open. Press Continue to Step 2 there, and your QR code appears.",
    "guide.qr_issued": (
        "Your QR code is on your private page. Scan it with the app. "
        "Then enter your current password and the 6-digit token under it."
    ),
    "guide.refused": "The last code was refused: {sentence}",
    "guide.enabled": "Two-factor authentication is on. Save your Recovery Tokens, then press Ok, Got it!",
    "guide.done": "All done. Sign-in now asks for the 6-digit token, in every practice you work in.",
    "guide.follows": "This card follows your set-up by itself. It holds your place, also for days.",
    "guide.continue": "Continue to Step 2",
    "guide.open_page": "Open my set-up page",
    "guide.show_code": "Show my QR code",
    "guide.enter": "Enter password and token",
    "guide.save_tokens": "Save my Recovery Tokens",
    "home.title": "Two-factor help",
    "home.hello_name": "Hi {name}. Here is where you stand with two-factor authentication (2FA).",
    "home.hello": "Here is where you stand with two-factor authentication (2FA).",
    "home.me": "You",
    "home.live": "You have set it up, since {since}. Unused recovery tokens: {left}.",
    "home.locked": (
        "Too many codes were refused, so codes from your app are locked. "
        "Sign in with a recovery token, or talk to a person."
    ),
    "home.not_saved": "You have not told us yet that your Recovery Tokens are saved.",
    "home.few_tokens": "It is time for new recovery tokens.",
    "home.pending": "Your set-up is begun and waits for you.",
    "home.not_set_up": "You have not set it up yet. It takes about three minutes and your phone.",
    "home.not_activated": "It is not turned on in any practice you work in, so there is nothing to set up yet.",
    "home.rule_title": "Why am I asked for a code here?",
    "home.rule_live": (
        "Because you have set it up. Two-factor authentication belongs to the person, so you are asked "
        "in every practice you work in, also in those that did not turn it on."
    ),
    "home.rule_on": (
        "You are not asked yet. Once you have set it up, you are asked in every practice you work in, "
        "because two-factor authentication belongs to the person. It is on here: {practices}."
    ),
    "home.rule_off": "You are not asked, because no practice of yours has turned it on and you have not set it up.",
    "home.practices": "Your practices",
    "home.no_practices": "I find no practice that you work in.",
    "home.on": "On since {since}.",
    "home.off": "Not turned on.",
    "home.admin": "You are a site admin here.",
    "home.admins_one": "Site admin: {names}.",
    "home.admins": "Site admins: {names}.",
    "home.numbers": "{set_up} of {members} people have set it up.",
    "home.request": "{name} asked on {asked_on}: {state}.",
    "home.more_practices": "And {more} more. You find all of them in Account Settings.",
    "home.ask_me": "Ask me anything about it in the Messages tab, in your own words. Never type a password or a code.",
    "home.choices": "What do you need? I answer in the Messages tab.",
    "link.ask": (
        "I do not know yet who you are at ThoroughCare. Link your account: the button opens the account site, where you "
        "sign in and confirm. It works once, for 10 minutes."
    ),
    "link.warning": "Only go on if you wanted this yourself. Nobody from ThoroughCare asks you to link an account.",
    "link.old": "This link is no longer in use. Use the newest one here.",
    "link.done": "Your account is linked.",
    "link.ended": (
        "This Slack user is not linked to a ThoroughCare account any more. Write to me in the Messages tab to link it again."
    ),
    "refused.stranger": "I only work for people of this workspace, so I cannot help you here.",
    "refused.bot": "I only talk with people, so I do not answer other apps.",
    "refused.team": "This app belongs to another workspace, so I cannot help you here.",
    "refused.deleted": "This Slack account is closed, so I cannot help you here.",
    "refused.unknown": "I cannot see who you are right now. Please try again in a few minutes.",
    "refused.help": "You can get help in the chat of the ThoroughCare site.",
    "pointer": "Let us talk about that in private: open the Messages tab of this app. I do not answer in channels.",
    "overview.title": "Two-factor help",
    "overview.commands": (
        "/2fa request: ask for 2FA for a practice\n"
        "/2fa status: how things stand\n"
        "/2fa setup: set it up for yourself\n"
        "/2fa help: a conversation with me\n"
        "You can also type a question after /2fa. Never type a password or a code."
    ),
    "status.title": "How things stand",
    "answered_there": "I answered you in the Messages tab of this app.",
    "slow.soon": (
        "That was a lot at once, so I stopped reading. Please wait a minute, then send your last message again."
    ),
    "slow.later": (
        "That was a lot in one hour, so I stopped reading. Please write to me again in about {minutes} minutes."
    ),
}

"""The guided set-up, and what to do when a code, a scan or a phone fails."""

TEXTS = {
    "guide.sign_in_first": (
        "You set up two-factor authentication when you are signed in. Please sign in with your e-mail and password, "
        "then open this chat again. Your practice must have it turned on first."
    ),
    "guide.offer": "Shall I guide you through your own set-up? It takes about three minutes and your phone.",
    "guide.offered": (
        "Two-factor authentication is now on for {practice}. "
        "I can guide you through your own set-up. It takes about three minutes and your phone."
    ),
    "guide.nudged": (
        "Your set-up of two-factor authentication is not finished yet. Shall we go on? It takes about three minutes "
        "and your phone. If your app already shows an entry named ThoroughCare, delete it first: you will scan a new "
        "QR code. I remind you only this once."
    ),
    "guide.nudged_tokens": (
        "Two-factor authentication is on for you, but you have not told us yet that your Recovery Tokens are saved. "
        "Without them you cannot sign in when your phone is lost. Shall we get you a set that you can keep?"
    ),
    "guide.opted_out": "Okay, I will not offer it again. When you want to set it up, just ask me.",
    "guide.ready": "Let's set it up, for your own account only. Have your phone or tablet with you: Step 1 is to get Google Authenticator on it. Ready?",
    "guide.step_1": (
        "Step 1 of 3: get the app.\n"
        "On your phone, open the App Store or Google Play, search for Google Authenticator and tap Get or Download. "
        "Any other authenticator app with 6-digit codes works too."
    ),
    "guide.then_1": "Is the app on your phone? Then press Continue to Step 2 in the card to see your QR code.",
    "guide.press_step_1": "Good. Now press Continue to Step 2 in the card, and your QR code appears.",
    "guide.step_2": (
        "Step 2 of 3: scan.\n"
        "Open the app, tap + and pick Scan a QR code, then hold the phone to the QR code. "
        "No camera? Pick Enter a setup key and type the secret code from under the QR code. "
        "Is the QR code on that same phone? Press Open in authenticator app."
    ),
    "guide.then_2": "Do you see an entry named ThoroughCare with your e-mail in the app?",
    "guide.step_3": (
        "Step 3 of 3: show that it works.\n"
        "Right under the QR code, enter your current password and the 6-digit token that the app shows for "
        "ThoroughCare now. "
        "Then press Enable Two Factor Authentication. Please do not type either of them here in the chat."
    ),
    "guide.then_3": "I'll see it when it has worked. If it hasn't, tell me.",
    "guide.press_step_3": (
        "I do not see it yet. Please press Enable Two Factor Authentication under the QR code, "
        "with your current password and the token that the app shows now."
    ),
    "guide.tokens": (
        "Two-factor authentication is on for your account.\n"
        "One last thing: save the Recovery Tokens that you see now. Each one signs you in once when your phone is out "
        "of reach. Copy, download or print them, then press Ok, Got it!"
    ),
    "guide.press_tokens": "Good. Please press Ok, Got it! under the tokens, so that I know they are saved.",
    "guide.tokens_not_yet": (
        "No hurry, but please do it before you leave. If you cannot see them any more, you can get new "
        "Recovery Tokens in Account Settings."
    ),
    "guide.card": "Here is your private set-up card.",
    "guide.refused": "{sentence}\n\nYour set-up is still open: enter the token that the app shows now.",
    "guide.refused_and_wait": "{sentence}\n\nYour set-up is still open. I can show you the step again.",
    "guide.finished": (
        "All done. From now on, sign in with your e-mail and password as before, then enter the 6-digit token from "
        "your app and press Verify Token. This holds for every practice you work in."
    ),
    "guide.later": "Okay. Nothing is on yet, and nothing is lost. When you want to go on, write to me: I know where you were.",
    "guide.later_fresh": "Okay, another time. Nothing is on yet. Just write to me when you want to set it up.",
    "guide.already": (
        "You have two-factor authentication already, since {since}. Unused recovery tokens: {left}. "
        "Nothing to set up."
    ),
    "guide.already_where": "To move to a new phone, get new Recovery Tokens or turn it off, go to Account Settings.",
    "guide.not_yet": "You can't set it up yet, because it isn't turned on for your practice. A site admin has to ask for that.",
    "guide.not_yet_admin": "You can set it up once it is turned on for your practice. As a site admin you can ask for that.",
    "code.unknown": "The site did not accept that code.",
    "code.last": (
        "Your last code was refused: {sentence}\n\n"
        "The code in the app changes every 30 seconds, so press the button before it does."
    ),
    "code.last_and_wait": "Your last code was refused: {sentence}",
    "code.clock": (
        "Where that is set on the phone:\n"
        "• iPhone: Settings, General, Date & Time, Set Automatically.\n"
        "• Android: Settings, System, Date & time, Set time automatically."
    ),
    "code.use_token": "Codes are locked now, but a recovery token still works. It opens the lock as well.",
    "lost.not_set_up": (
        "You have not set up two-factor authentication, so no phone is needed to sign in. "
        "When you have a phone again, I can guide you."
    ),
    "lost.have_token": "A Recovery Token stands in for the phone. It's one of the ten you saved when you set it up, like 03 and groups of four letters and digits. Do you have one that isn't used yet? Please don't type it here.",
    "lost.have_token_signed_in": "You're signed in, so you can move to a new phone in Settings. You need your password, and either a code from the old phone or one unused Recovery Token. Do you have one of the two? Please don't type it here.",
    "lost.again": "Back to your phone: do you have a recovery token that is not used yet?",
    "lost.again_signed_in": "Back to your phone: do you have a code from the old phone or an unused recovery token?",
    "lost.move": "Good. Open Settings and choose to move to a new phone. It asks for your password, and for the code or Recovery Token. At sign-in, Use a recovery token works in place of the 6-digit token.",
    "lost.use_token": (
        "Good. Sign in with your e-mail and password. When the site asks for the 6-digit Token, "
        "choose Use a recovery token and enter it there. It works once. "
        "After that, go to Account Settings and move to your new phone."
    ),
    "lost.use_token_now": (
        "Good. On this page choose Use a recovery token and enter it there. It works once. "
        "After that, go to Account Settings and move to your new phone."
    ),
    "lost.reset": (
        "Then only people at ThoroughCare can reset it. Two of them check that it is really you, and there is a "
        "waiting time, because a thief would ask for the same. I ask you a few things now, so that they can begin. "
        "Please write no password and no code."
    ),
    "lost.not_me": (
        "Thank you for telling us. I pass this to the ThoroughCare team right now, as urgent. "
        "Until they answer: change your password in Account Settings, and sign out the other sessions there."
    ),
    "lost.not_me_unknown": (
        "Thank you for telling us. I pass this to the ThoroughCare team right now, as urgent. "
        "If you can still sign in, change your password in Account Settings and sign out the other sessions there."
    ),
    "reset.practice": "Which practice do you work at?",
    "reset.voucher": (
        "Who at your practice can confirm to us that it is you? A site admin is best. "
        "We call them at the practice, so do not write their number."
    ),
    "reset.reachable": (
        "Last question: when can we call you at {practice}? We use the number that we have on file, never one from a "
        "chat, because a thief would give us theirs."
    ),
    "reset.stopped": "Okay, I passed nothing on. Your account stays as it is. Just ask me again when you want to.",
    "tokens.what": (
        "Recovery Tokens stand in for your phone. You get ten of them when you set up two-factor authentication, and "
        "each one works once: choose Use a recovery token at sign-in. Keep them away from your phone, on paper or in "
        "a password manager."
    ),
    "tokens.left": "You have {left} unused ones.",
    "tokens.left_one": "You have one unused token left. It is time for a new set.",
    "tokens.left_none": "You have no unused ones left. Please get a new set today.",
    "tokens.not_saved": "You have not told us yet that you saved them.",
    "tokens.where": (
        "You cannot see old ones again. In Account Settings you can get ten new ones, with your password and a "
        "current code or an unused token. The old ones stop working then."
    ),
    "guide.now_start": "Do you have your phone with you?",
    "guide.now_1": "Back to Step 1: install the app, then press Continue to Step 2 in the card. Your QR code appears there.",
    "guide.now_2": "Back to Step 2: scan the QR code with the app. Do you see ThoroughCare in the app?",
    "guide.now_3": "Back to Step 3: enter your current password and the code in the form on the page, then press the green button.",
    "guide.now_tokens": "Back to your Recovery Tokens: save them, then press Ok, Got it!",
    "guide.press_step_1_again": "I can't see the QR code on my side yet. If there's no card above, open Settings and press Continue to Step 2 there.",
    "guide.press_step_3_again": "It isn't on yet on my side. If you can't find the form, it's also in Settings, below the QR code.",
    "guide.press_tokens_again": "I can't see yet that they're saved. You can do it in Settings too.",
    "guide.press_person": "I still can't see it on my side. Let me bring in a person who can look with you.",
    "code.idea_1": "Wait for a new code in the app and enter it right away: each code lasts 30 seconds and works only once. If it keeps failing, switch on automatic date and time on your phone.",
    "code.idea_2": "Then it may be the wrong entry: use the newest one named ThoroughCare and delete older ones. The phone's clock must be right too: switch on automatic date and time.",
    "scan.idea_1": "Turn the screen brightness up, make the QR code bigger, and hold the phone about a hand's width away. Still nothing? In the app tap Enter a setup key and type the secret code from below the QR code.",
    "scan.idea_2": "Then type it instead: in the app tap +, then Enter a setup key, and copy the secret code from below the QR code, in its groups of four. If you're reading this on the phone itself, press Open in authenticator app.",
    "lost.have_token_stolen": "I'm sorry, that's stressful. Whoever has your phone still needs your password. Do you have a Recovery Token that isn't used yet? Please don't type it here.",
    "lost.have_token_signed_in_stolen": "I'm sorry, that's stressful. You're signed in, so we can fix it from here. Do you have an unused Recovery Token? Please don't type it here.",
    "guide.reminded": "Your site admin at {practice} asks you to set up two-factor authentication. I can guide you; it takes about three minutes.",
}

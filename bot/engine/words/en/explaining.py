"""Answers to questions: what, which, where, how, who."""

TEXTS = {
    "what.is": "It's a second lock on your account: after your password you enter a 6-digit code from an app on your phone. Someone who steals your password still can't get in without your phone. It doesn't stop every trick, so never tell anyone a code.",
    "app.which": "Google Authenticator, from the App Store or Google Play, on your phone or tablet; any app with 6-digit codes works too. It can't be a computer, a text message or an email.",
    "sign_in.how": (
        "Enter your e-mail and password as always. Then the site asks for the 6-digit Token: open the app on your "
        "phone, enter the code under ThoroughCare and press Verify Token. It changes every 30 seconds, so take a "
        "fresh one each time. Without your phone, choose Use a recovery token."
    ),
    "sign_in.how_not_set_up": (
        "Enter your e-mail and password and press Sign in. You have not set up two-factor authentication, so nothing "
        "more is asked. After you set it up, you also enter the 6-digit Token from your app and press Verify Token."
    ),
    "sign_in.then": "Does something get in the way? Pick it, or write to me.",
    "settings.where": (
        "Click your name at the upper right, then Settings. On the Account Settings page, Two Factor Authentication "
        "is in the middle."
    ),
    "settings.where_not_yet": (
        "Click your name at the upper right, then Settings. On the Account Settings page, Two Factor Authentication "
        "is in the middle. You cannot set it up there yet, because it is not turned on for your practice."
    ),
    "settings.sign_in_first": (
        "Sign in first. Then click your name at the upper right and choose Settings. On the Account Settings page, "
        "Two Factor Authentication is in the middle."
    ),
    "other.refused": "No, each person must do that with their own account and phone, because the code proves who is signing in. Ask them to sign in and open this chat: I'll guide them step by step.",
    "group.rule": "Yes, everywhere: once you've set it up, every practice you work in asks for a code, even if it isn't turned on there. You set it up only once.",
    "group.rule_with_yours": "{yours} You set it up only once, because it belongs to the person, not to the practice.",
    "group.you_are_asked": "Yes, everywhere you work: in {practices} you're asked for a code, even where it isn't turned on.",
    "group.you_would_be_asked": "Yes, everywhere you work: once you've set it up, you're asked for a code in {practices}, even where it isn't turned on.",
    "off.sign_in_first": (
        "You can turn it off for yourself in Account Settings, when you are signed in. It asks for your password and "
        "a code or recovery token. Nobody can turn it off for you in a chat."
    ),
    "off.nothing": "You haven't set it up, so there's nothing to turn off.",
    "off.where": (
        "You can turn it off for yourself in Account Settings, under Two Factor Authentication. It asks for your "
        "password and a code or recovery token. Without it your account is easier to break into. "
        "I cannot turn it off for you."
    ),
    "off.practice": (
        "For a whole practice, only the ThoroughCare team can turn it off, and two people there have to agree. "
        "Whoever has set it up keeps it. Talk to a person if you want that."
    ),
}

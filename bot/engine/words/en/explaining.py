"""Answers to questions: what, which, where, how, who."""

TEXTS = {
    "what.is": (
        "Two-factor authentication adds a second lock to your account. Your password stays, and after it you enter a "
        "6-digit code from an app on your phone. Somebody who steals your password still cannot get in without your "
        "phone. It does not stop every trick, so never tell anybody a code.\n\n"
        "Your practice decides whether to turn it on. Once you have set it up, you are asked at every sign-in."
    ),
    "app.which": (
        "Use Google Authenticator from the App Store or Google Play. Any other authenticator app with 6-digit codes "
        "that change every 30 seconds works too.\n\n"
        "It goes on a phone or tablet, not on a computer. Codes by text message or e-mail and hardware keys are not "
        "on offer. After the set-up the app works without a network."
    ),
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
    "other.refused": (
        "That has to be done by the person whose account it is. The code proves that the owner of the account is at "
        "the keyboard, so nobody should set it up for somebody else or keep their codes. "
        "Please let them sign in and open the help chat: I guide them step by step."
    ),
    "group.rule": (
        "Two-factor authentication belongs to the person, not to the practice. Once you have set it up, you are asked "
        "for a code in every practice you work in, even in those that did not turn it on. You set it up only once."
    ),
    "group.rule_with_yours": (
        "Two-factor authentication belongs to the person, not to the practice. You set it up only once.\n\n{yours}"
    ),
    "group.you_are_asked": (
        "You have set it up, so you are asked for a code wherever you work: {practices}. "
        "That is so even where the practice did not turn it on."
    ),
    "group.you_would_be_asked": (
        "Once you have set it up, you will be asked for a code wherever you work: {practices}. "
        "That is so even where the practice did not turn it on."
    ),
    "off.sign_in_first": (
        "You can turn it off for yourself in Account Settings, when you are signed in. It asks for your password and "
        "a code or recovery token. Nobody can turn it off for you in a chat."
    ),
    "off.nothing": "You have not set up two-factor authentication, so there is nothing to turn off.",
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

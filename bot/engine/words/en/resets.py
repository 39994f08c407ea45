"""A reset of a lost factor: asked for in the chat, decided by two people, stopped by one word."""

TEXTS = {
    "reset.for_good": (
        "One question first: is the phone gone for good? If you get it back soon, your codes still work, and nothing "
        "has to change."
    ),
    "reset.waiting_is_best": (
        "Then it is best to wait: your codes and your set-up stay as they are. If you cannot wait, you can still ask "
        "for a reset."
    ),
    "reset.what_happens": (
        "Then your two-factor authentication can be reset. This is what happens:\n"
        "• Two people at ThoroughCare check that it is really you. We call the number on file, never one from a chat.\n"
        "• After their yes a waiting time begins. You and your site admins are told, and each of you can stop it.\n"
        "• Then your old codes and Recovery Tokens end. You get a link by mail to set it up again.\n"
        "• Until then, sign-in goes on asking for the 6-digit token."
    ),
    "reset.what_happens_other": (
        "The two-factor authentication of {name} can be reset. This is what happens:\n"
        "• Two people at ThoroughCare check that {name} really asks for it. We call the number on file, never one from "
        "a chat.\n"
        "• After their yes a waiting time begins. {name} and the site admins are told, and each of you can stop it.\n"
        "• Then the old codes and Recovery Tokens end. {name} gets a link by mail to set it up again.\n"
        "• Until then, sign-in goes on asking for the 6-digit token. An unused Recovery Token is the faster way."
    ),
    "reset.confirm": (
        "Shall I file this: reset my two-factor authentication, because my phone is gone and I have no recovery token?"
    ),
    "reset.confirm_other": (
        "Shall I file this: reset the two-factor authentication of {name}, who has lost the phone?"
    ),
    "reset.whom": (
        "Whose phone is it? Write the name of your colleague as it stands in your list of members. I find people of "
        "the practices where you are a site admin."
    ),
    "reset.which_person": "Which of them do you mean?",
    "reset.nobody": (
        "I find nobody of that name among the people of the practices where you are a site admin. Please write the "
        "name as it stands in your list of members."
    ),
    "reset.only_yours": (
        "I can file a reset for your own account only. For a colleague, a site admin of your practice can ask me. "
        "So, about your own phone:"
    ),
    "reset.not_filed": "Okay, nothing is filed. Everything stays as it is. Just ask me again when you want to.",
    "reset.filed": (
        "The reset is filed. Two people at ThoroughCare look at it now, and we call the number on file. Sign-in goes "
        "on asking for the 6-digit token until it is done. Ask me at any time how it stands."
    ),
    "reset.filed_other": (
        "The reset for {name} is filed. Two people at ThoroughCare look at it now, and we call the number on file. "
        "{name} is told by mail. Ask me at any time how it stands."
    ),
    "reset.already": "There is one on file already, so I file no second one.",
    "reset.status": "The reset of your two-factor authentication: {standing}",
    "reset.status_other": "The reset for {name}: {standing}",
    "reset.standing_filed": "it waits for the team. Two people have to check it. Nothing has changed yet.",
    "reset.standing_proposed": (
        "one person at ThoroughCare has looked at it, and a second one has to agree. Nothing has changed yet."
    ),
    "reset.standing_approved": (
        "two people at ThoroughCare have agreed. It happens {due}, unless someone stops it before."
    ),
    "reset.standing_done": (
        "it is done. The next sign-in asks for the password and for the link that we sent by mail. Then it is set up "
        "again."
    ),
    "reset.standing_declined": "the team declined it, and nothing has changed. A person can tell you more.",
    "reset.standing_frozen": "it was stopped, and it will not happen. Nothing has changed.",
    "reset.standing_withdrawn": "it was taken back. Nothing has changed.",
    "reset.after_waiting": "after the waiting time",
    "reset.nothing": "There is nothing to reset: two-factor authentication is not set up for this account.",
    "reset.nothing_other": "There is nothing to reset: {name} has not set up two-factor authentication.",
    "reset.too_many": (
        "I did not file it: three resets were filed for this account within a day. The next one can be filed {until}. "
        "A person can help until then."
    ),
    "reset.not_allowed": "I cannot file a reset for this account here. A person at ThoroughCare can help.",
    "reset.not_your_colleague": (
        "I did not file it. I can file a reset only for people of a practice where you are a site admin now."
    ),
    "reset.sign_in_again": (
        "I did not file it, because your sign-in has ended. Please sign in with your e-mail and password again. When "
        "the site asks for the 6-digit token, open this chat and ask me there."
    ),
    "reset.unknown": "I know of no open reset here that you can stop or take back.",
    "reset.confirm_withdrawal": "Good. Shall I take the reset back? Your codes go on working as before.",
    "reset.confirm_withdrawal_other": "Shall I take the reset for {name} back? The codes go on working as before.",
    "reset.kept": "Okay, the reset stays on file.",
    "reset.withdrawn": "The reset is taken back. Your codes go on working as before.",
    "reset.withdrawn_other": "The reset for {name} is taken back. The codes go on working as before.",
    "reset.over": "That reset is over: {standing}",
    "reset.frozen": (
        "Stopped. This reset will not happen, and the ThoroughCare team is alarmed. Your codes and Recovery Tokens go "
        "on working. Please change your password now, because someone else may know it."
    ),
    "reset.frozen_other": (
        "Stopped. The reset for {name} will not happen, and the ThoroughCare team is alarmed. The codes and Recovery "
        "Tokens go on working. Please talk to {name}: the password should be changed."
    ),
    "reset.news_filed": (
        "A reset of your two-factor authentication was filed by {filed_by}. Two people at ThoroughCare check it, and "
        "nothing has changed yet. Was that not you? Then stop it here."
    ),
    "reset.news_filed_other": (
        "A reset of the two-factor authentication of {name} was filed by {filed_by}. Two people at ThoroughCare check "
        "it. You are told as a site admin: if it looks wrong to you, stop it here."
    ),
    "reset.news_approved": (
        "Two people at ThoroughCare have agreed to reset your two-factor authentication. It happens {due}. Was that not "
        "you, or have you found your phone? Then say so before."
    ),
    "reset.news_approved_other": (
        "Two people at ThoroughCare have agreed to reset the two-factor authentication of {name}. It happens {due}. If "
        "it looks wrong to you, stop it before."
    ),
    "reset.news_declined": (
        "The team declined the reset of your two-factor authentication. Nothing has changed. If you still cannot sign "
        "in, ask me for a person."
    ),
    "reset.news_declined_other": (
        "The team declined the reset of the two-factor authentication of {name}. Nothing has changed."
    ),
    "reset.news_done": (
        "Your two-factor authentication was reset. Sign in with your password and the link that we sent you by mail, "
        "and set it up again."
    ),
    "reset.news_done_other": (
        "The two-factor authentication of {name} was reset. The next sign-in takes {name} through the set-up again."
    ),
    "reset.news_frozen": (
        "The reset of your two-factor authentication was stopped. It will not happen, and the team looks into it. "
        "Please change your password if you did not ask for the reset."
    ),
    "reset.news_frozen_other": (
        "The reset of the two-factor authentication of {name} was stopped. It will not happen, and the team looks into it."
    ),
    "reset.news_withdrawn": "The reset of your two-factor authentication was taken back. Nothing has changed.",
    "reset.news_withdrawn_other": (
        "The reset of the two-factor authentication of {name} was taken back. Nothing has changed."
    ),
    "button.reset.gone": "It is gone for good",
    "button.reset.wait": "I will get it back",
    "button.reset.anyway": "Ask for a reset anyway",
    "button.reset.mine": "It is for me",
    "button.reset.found": "I found my phone",
    "button.reset.take_back": "Take it back",
    "button.reset.withdraw": "Take the reset back",
    "button.reset.not_me": "That was not me",
    "button.reset.not_right": "This is wrong: stop it",
}

"""Asking for a practice, what became of it, taking it back, answering the staff."""

TEXTS = {
    "request.sign_in_first": (
        "For that I need to know who you are. Please sign in first, then open this chat again. "
        "The site admin of a practice can ask here for 2FA to be turned on."
    ),
    "request.which": "Which practice is it for? Each one gets a request of its own.",
    "request.only_yours": (
        "I can ask only for a practice where you are a site admin. For you that is {practices}."
    ),
    "request.only_where_you_work": "I can help only with a practice you work in.",
    "request.confirm": "I will ask the ThoroughCare team to turn on two-factor authentication for {practice}.",
    "request.confirm_join": (
        "{name} already asked for {practice} on {asked_on}, and the request is open. "
        "I can add your name to it, so that you hear the answer too."
    ),
    "request.touches": (
        "{members} people work there: {names}. Each of them can set it up once it is approved. "
        "Whoever has set it up enters a 6-digit code at every sign-in, in every practice they work in."
    ),
    "request.touches_one": (
        "One person works there: {names}. Once it is approved, 2FA can be set up there. "
        "Whoever has set it up enters a 6-digit code at every sign-in, in every practice they work in."
    ),
    "request.more": "{more} more",
    "request.shared": "{shared} of them work in other practices too.",
    "request.shared_one": "One of them works in other practices too.",
    "request.shall_i": "Shall I send it?",
    "request.back": "Back to your request for {practice}: shall I send it?",
    "request.not_sent": "Okay, nothing was sent. You can ask me again at any time.",
    "request.asked": (
        "Done. Your request for {practice} is with the ThoroughCare team. "
        "A person there decides, and the answer appears right here and in your e-mail. "
        "There is nothing else to do until then."
    ),
    "request.joined": (
        "Done. Your name is now on the request for {practice}. "
        "The answer will appear right here and in your e-mail."
    ),
    "request.already_asked": "You already asked for {practice} on {asked_on}. The request is open, and the ThoroughCare team hasn't decided yet. The answer will appear right here.",
    "request.already_on": "Two-factor authentication is already turned on for {practices}, since {since}.",
    "request.already_on_many": "Two-factor authentication is already turned on for {practices}.",
    "request.not_admin": (
        "Only a site admin can ask ThoroughCare to turn on two-factor authentication for a practice, "
        "so I cannot send this for you."
    ),
    "request.admin": "At {practice}, your site admin is {names}. Please ask them to open the help chat.",
    "request.admins": "At {practice}, your site admins are {names}. Please ask one of them to open the help chat.",
    "request.no_admin": (
        "{practice} has no site admin in our records. A person at ThoroughCare can help: just say so."
    ),
    "request.somebody_asked": (
        "Good news: {name} already asked for {practice} on {asked_on}. The ThoroughCare team has not decided yet."
    ),
    "request.taken_back": "Done. The request for {practice} is withdrawn. You can send a new one at any time.",
    "request.not_open": "That request is no longer open, so there is nothing to withdraw.",
    "request.not_allowed": "I could not do that, because you are not a site admin of that practice now.",
    "request.approved": (
        "Good news: ThoroughCare turned on two-factor authentication for {practice}. "
        "Everyone who works there can now set it up in their own Account Settings, or with me."
    ),
    "request.declined": (
        "ThoroughCare did not approve the request for {practice}. The reason they gave:\n\n"
        "{reason}\n\n"
        "You can send a new request when that is solved, or talk to a person."
    ),
    "request.finished": (
        "Good news: everybody who works at {practice} has now set up two-factor authentication ({members} in all). "
        "There is nothing left for you to do."
    ),
    "request.withdrawn": "The request for {practice} was withdrawn. Nothing changed for anybody.",
    "request.refused": (
        "The request for {practice} could not be approved, because the person who sent it "
        "is no longer a site admin there. A site admin of today can send a new one."
    ),
    "status.no_practice": "I find no practice that you work in, so I have nothing to report.",
    "status.all": "{lines}",
    "status.line": "{practice}: {standing}",
    "status.on": "turned on since {since}.",
    "status.on_count": "{set_up} of {members} people have set it up. Turned on since {since}.",
    "status.not_asked": "two-factor authentication is not on, and nobody has asked for it yet. You can ask here.",
    "status.not_asked_member": (
        "two-factor authentication is not on, and nobody has asked for it yet. Your site admin can ask: {names}."
    ),
    "status.not_asked_no_admin": "two-factor authentication is not on, and nobody has asked for it yet.",
    "status.pending": (
        "{name} asked for it on {asked_on}. The ThoroughCare team has not decided yet. A person there decides."
    ),
    "status.more_information": (
        "{name} asked for it on {asked_on}. Before they decide, the ThoroughCare team wants to know: {question}"
    ),
    "status.approved": "two-factor authentication was on, and is turned off now.",
    "status.declined": "{name} asked for it on {asked_on}. ThoroughCare did not approve it. The reason: {reason}",
    "status.declined_for_members": "{name} asked for it on {asked_on}. ThoroughCare did not approve it.",
    "status.withdrawn": "{name} asked for it on {asked_on}, and the request was withdrawn.",
    "status.refused": (
        "{name} asked for it on {asked_on}. It could not be approved, because the one who asked is no site admin now."
    ),
    "withdraw.none": "None of the practices where you are a site admin has an open request, so there is nothing to withdraw.",
    "withdraw.not_yours": (
        "{name} sent the request for {practice}. Only those who stand behind it can withdraw it, so please ask {name}."
    ),
    "withdraw.which": "Which request do you want to withdraw?",
    "withdraw.confirm": (
        "The request for {practice} from {asked_on} is still open. "
        "Shall I withdraw it? The ThoroughCare team will then not decide on it."
    ),
    "withdraw.kept": "Okay. The request stays open.",
    "answer.question": (
        "Before they decide about {practice}, the ThoroughCare team asks:\n\n{question}\n\n"
        "Please write your answer as your next message. I show it to you once more before I send it."
    ),
    "answer.waiting": (
        "The ThoroughCare team has a question about your request for {practice}:\n\n{question}\n\n"
        "You can answer when you are done here."
    ),
    "answer.confirm": "Shall I send this answer to the ThoroughCare team?\n\n{answer}",
    "answer.later": "Okay, nothing was sent. The question stays open until you answer it.",
    "answer.sent": "Sent. The ThoroughCare team has your answer about {practice}, and decides next.",
    "answer.closed": "That question is no longer open. Nothing was sent.",
    "answer.bad_text": "I could not send that. An answer has at most {most} characters, so please make it shorter.",
    "request.confirm_all": "Should I ask the ThoroughCare team to turn on two-factor authentication for {practices}? Each one gets its own request.",
    "request.people_at": "• {practice}: {members} people",
    "status.yes": "Yes, it's on.",
    "status.no": "Not yet.",
    "status.part": "Not everywhere yet.",
    "status.missing": "Still missing: {names}.",
}

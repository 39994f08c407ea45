/** Every word of the chat that does not come from the server. Labels stay English in every language. */

export const WORDS = Object.freeze({
  open: "Open chat",
  close: "Close chat",
  region: "Help chat",
  log: "Messages",
  field: "Message",
  placeholder: "Write a message",
  send: "Send",
  back: "Back to home",
  backToChat: "Back to the conversation",
  title: "ThoroughCare help",
  bot: "Assistant",
  staff: "ThoroughCare team",
  you: "You",
  automatic: "Automatic assistant",
  waiting: "Waiting for a person",
  person: "You are talking with a person",
  suggestions: "What can we help with?",
  continue: "Continue conversation",
  article: "Step by step",
  articleLoading: "Loading the article",
  articleFailed: "The article did not load here.",
  articleOpen: "Open it in a new tab",
  nothingYet: "No messages yet. Ask in your own words, or pick a question on the home screen.",
  replies: "Quick replies",
  masked: "We removed a code or password, so it was never kept.",
  feedback: "Did this answer your question?",
  yes: "Yes",
  no: "No",
  thanksYes: "Thank you. Good to know.",
  thanksNo: "Thank you. We noted that this did not help.",
  feedbackFailed: "That was not saved. Please try again.",
  sending: "Sending",
  seen: "Seen",
  notSent: "Not sent.",
  notSentLost: "Not sent. Check your connection.",
  again: "Try again",
  remove: "Remove",
  jump: "New messages",
  reconnecting: "No connection. Trying again…",
  loading: "Loading the chat",
  failedTitle: "The chat did not load",
  failedText: "Check your connection. We also keep trying for you.",
  signedOutTitle: "You are signed out",
  signedOutText: "Sign in again to go on with your conversation. It is kept for you.",
  signIn: "Go to sign in",
  changedTitle: "This page is out of date",
  changedText: "Your sign-in changed since you opened it. Load the page again to go on.",
  reload: "Load again",
  cardLoading: "Loading this step",
  cardFailed: "This step did not load.",
  cardNotSent: "That did not go through. Check your connection and try again.",
  cardMoved: "This step is shown further down.",
  cardPrivate: "Private: only on this screen, never kept in the chat.",
  today: "Today",
  yesterday: "Yesterday",
});

/** @param {number} count */
export const unreadWords = (count) => (count === 1 ? "1 unread message" : `${count} unread messages`);

/** @param {string} name */
export const typingWords = (name) => `${name} is typing`;

/** @param {number} count */
export const tooLongWords = (count) => `Too long by ${count} ${count === 1 ? "character" : "characters"}`;

/** @param {number} count */
export const leftWords = (count) => `${count} characters left`;

/** @param {string} author @param {string} text */
export const newMessageWords = (author, text) => `New message from ${author}: ${text}`;

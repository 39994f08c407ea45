/**
 * The shapes that travel between the chat and its server. Types only; nothing here runs.
 *
 * @typedef {{ label: string, value: string, stays?: boolean }} Choice
 *
 * @typedef {{ kind: "text", text: string }
 *   | { kind: "choices", text: string, choices: Choice[] }
 *   | { kind: "link", text: string, label: string, path: string }
 *   | { kind: "card", card: string, text: string }} Body
 *
 * @typedef {object} Message
 * @property {number} number its place in the conversation, from 1
 * @property {"person" | "bot" | "staff"} author
 * @property {string | null} staff_name
 * @property {string} at ISO 8601, UTC
 * @property {Body} body
 * @property {null | "asked" | "yes" | "no"} feedback
 * @property {boolean} [masked] a secret was cut out before the message was kept
 * @property {string} [key] names its bubble on the screen; set here, never sent
 *
 * @typedef {"bot" | "waiting" | "person"} Floor
 *
 * @typedef {object} Snapshot what `GET conversation` answers
 * @property {"member" | "visitor" | "proven"} who
 * @property {string | null} name
 * @property {string} language
 * @property {string} csrf_token
 * @property {string} greeting
 * @property {Choice[]} suggestions
 * @property {{ title: string, path: string } | null} article
 * @property {Floor} floor
 * @property {string | null} waiting_words
 * @property {Message[]} messages
 * @property {number} last_number
 * @property {number} read_number
 * @property {number} [team_read_number] 0 while the team has nothing to do here
 * @property {number} unread
 *
 * @typedef {object} Outgoing what the person sent and the server has not shown back yet
 * @property {string} eventId the same for every try, so that a second try cannot count twice
 * @property {string} text what the bubble shows
 * @property {string | null} choice
 * @property {number | null} number the message that a choice answers
 * @property {string} at
 * @property {number} after the newest message when it was said
 * @property {"sending" | "sent" | "failed"} state
 * @property {string} error
 * @property {boolean} lost the server may never have received it
 * @property {boolean} final trying again cannot help
 * @property {number} retryAt milliseconds since the epoch; earlier tries would be refused
 * @property {number[] | null} numbers
 *
 * @typedef {{ name: string, data: any }} LiveEvent
 */

export {};

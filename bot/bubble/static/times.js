/** Times as people say them, in the time zone of the person's own clock. */

import { WORDS } from "./words.js";

const DAY = 24 * 60 * 60 * 1000;

/** @param {Intl.DateTimeFormatOptions} options */
const format = (options) => new Intl.DateTimeFormat(document.documentElement.lang || undefined, options);

const clockFormat = format({ hour: "numeric", minute: "2-digit" });
const dayFormat = format({ weekday: "long", month: "long", day: "numeric" });
const yearFormat = format({ month: "long", day: "numeric", year: "numeric" });
const fullFormat = format({ dateStyle: "full", timeStyle: "short" });

/** @param {string} at */
export const clockWords = (at) => clockFormat.format(new Date(at));

/** @param {string} at */
export const fullWords = (at) => fullFormat.format(new Date(at));

/**
 * The local day an instant falls on, comparable as text.
 *
 * @param {string} at
 */
export const dayOf = (at) => midnight(new Date(at)).toISOString();

/** @param {string} at @param {Date} [now] */
export function dayWords(at, now = new Date()) {
  const day = midnight(new Date(at));
  const days = Math.round((midnight(now).getTime() - day.getTime()) / DAY);
  if (days <= 0) return WORDS.today;
  if (days === 1) return WORDS.yesterday;
  return (day.getFullYear() === now.getFullYear() ? dayFormat : yearFormat).format(day);
}

/** @param {string} at @param {Date} [now] */
export function shortWords(at, now = new Date()) {
  const day = dayWords(at, now);
  return day === WORDS.today ? clockWords(at) : day;
}

/** @param {Date} date */
const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());

/** Asks the worker whether it hears anything, and what it says to that at once. */
export const PING = "ping";
export const PONG = "pong";

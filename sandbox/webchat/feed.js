/**
 * What one person sees in one chat, kept fresh. Every change (new, edited, deleted) is the same to it:
 * "everything from message N on may be old", so one refetch brings the truth whatever was missed.
 */

import { getMessages } from "./api.js";

export class Feed {
  #dirtyFrom = null;
  #running = false;
  #closed = false;
  #handlers;

  /** @param {{onChange: (messages: object[]) => void, onError: (error: Error) => void}} handlers */
  constructor(person, chat, handlers) {
    this.person = person;
    this.chat = chat;
    this.messages = [];
    this.#handlers = handlers;
  }

  /** Refetch from message `from` on; calls while one is under way are folded into the next. */
  async refresh(from = 0) {
    this.#dirtyFrom = this.#dirtyFrom === null ? from : Math.min(this.#dirtyFrom, from);
    if (this.#running) return;
    this.#running = true;
    try {
      while (this.#dirtyFrom !== null && !this.#closed) await this.#fetchOnce();
    } finally {
      this.#running = false;
    }
  }

  /** Stop: a late answer for a chat that was left must not be drawn. */
  close() {
    this.#closed = true;
  }

  async #fetchOnce() {
    const from = this.#dirtyFrom;
    this.#dirtyFrom = null;
    let fresh;
    try {
      fresh = await getMessages(this.person, this.chat, Math.max(0, from - 1));
    } catch (error) {
      if (!this.#closed) this.#handlers.onError(error);
      return;
    }
    if (this.#closed) return;
    this.messages = [...this.messages.filter((message) => message.message_id < from), ...fresh];
    this.#handlers.onChange(this.messages);
  }
}

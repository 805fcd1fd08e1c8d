/**
 * What one person sees in one conversation: the newest messages, and as many before them as were asked
 * for. Every change (new, edited, deleted) is the same to it: a stretch may be old, and is fetched again.
 */

import { getMessages } from "./api.js";

/** How many messages one look at the server brings. */
export const PAGE = 60;
/** Beyond this, what was scrolled far back to is let go when the line breaks. */
const KEPT = 600;

export class Feed {
  /** Whether nothing is older than the first of `messages`. */
  atStart = false;
  messages = [];
  #stretches = [];
  #running = null;
  #older = null;
  #closed = false;
  #handlers;

  /**
   * @param {{chat: number|null, thread: number|null}} place
   * @param {{onChange: (messages: object[]) => void, onError: (error: Error) => void}} handlers
   */
  constructor(person, place, handlers) {
    this.person = person;
    this.place = place;
    this.#handlers = handlers;
  }

  get first() {
    return this.messages[0]?.message_id ?? Infinity;
  }

  get last() {
    return this.messages.at(-1)?.message_id ?? 0;
  }

  find(id) {
    return this.messages.find((message) => message.message_id === id);
  }

  /** Stop: a late answer for a chat that was left must not be drawn. */
  close() {
    this.#closed = true;
  }

  /** Everything that is held may be old: at the first look, and after the line was down. */
  refresh() {
    const held = this.messages.length > 0 && this.messages.length <= KEPT;
    return this.#want(held ? { after: this.first - 1 } : { limit: PAGE });
  }

  /** Message `id` is new, changed or gone. */
  touch(id) {
    if (!id) return this.refresh();
    if (id > this.last) return this.#want(this.last ? { after: this.last } : { limit: PAGE });
    if (id < this.first) return Promise.resolve();
    return this.#want({ after: id - 1, before: id + 1 });
  }

  /** One page of what was before; false when there was none. */
  async older(limit = PAGE) {
    if (this.atStart || !this.messages.length || this.#closed) return false;
    this.#older ??= this.#fetchOlder(limit).finally(() => (this.#older = null));
    return this.#older;
  }

  /** Hold message `id` and what is after it; false when it is not there (any more). */
  async reach(id) {
    if (id < this.first && !this.atStart) {
      const before = this.first;
      const earlier = await this.#ask({ after: Math.max(0, id - 1), before });
      if (earlier && before === this.first) this.#change([...earlier, ...this.messages]);
      await this.older();
    }
    return Boolean(this.find(id));
  }

  /** One message that need not be held: what is pinned, what a reply answers. */
  async peek(id) {
    return this.find(id) ?? (await this.#ask({ after: id - 1, before: id + 1 }))?.[0] ?? null;
  }

  async #fetchOlder(limit) {
    const before = this.first;
    const earlier = await this.#ask({ before, limit });
    if (!earlier || this.#closed || before !== this.first) return false;
    if (earlier.length < limit) this.atStart = true;
    this.#change([...earlier, ...this.messages]);
    return earlier.length > 0;
  }

  /** Fetch a stretch again; wishes that come meanwhile wait, and equal ones are one. */
  #want(stretch) {
    const wish = JSON.stringify(stretch);
    if (!this.#stretches.some((other) => JSON.stringify(other) === wish)) this.#stretches.push(stretch);
    this.#running ??= this.#work().finally(() => (this.#running = null));
    return this.#running;
  }

  async #work() {
    while (this.#stretches.length && !this.#closed) await this.#fetch(this.#stretches.shift());
  }

  async #fetch({ after = null, before = Infinity, limit = null }) {
    const fresh = await this.#ask({ after, before: before === Infinity ? null : before, limit });
    if (!fresh || this.#closed) return;
    if (limit !== null) {
      this.atStart = fresh.length < limit;
      this.#change(fresh);
      return;
    }
    const kept = this.messages.filter(({ message_id: id }) => id <= after || id >= before);
    const at = kept.findIndex(({ message_id: id }) => id >= before);
    this.#change(kept.toSpliced(at < 0 ? kept.length : at, 0, ...fresh));
  }

  async #ask(part) {
    try {
      const { after = null, before = null } = part;
      const found = await getMessages(this.person, this.place, part);
      return found.filter(({ message_id: id }) => id > (after ?? 0) && id < (before ?? Infinity));
    } catch (error) {
      if (!this.#closed) this.#handlers.onError(error);
      return null;
    }
  }

  #change(messages) {
    this.messages = messages;
    this.#handlers.onChange(messages);
  }
}

/** Messages as they stand under each other: an album is one thing, a day begins with its date. */

const RUN_S = 300;

export const dayOf = (date) => new Date(date * 1000).toDateString();

/**
 * @param {object[]} messages - oldest first
 * @param {number|null} unreadFrom - the first message nobody has read, if the line shall stand there
 * @returns {{key: number, last: number, parts: object[], newDay: boolean, newRun: boolean, unread: boolean}[]}
 *   `newRun`: somebody else speaks than just before
 */
export function itemsOf(messages, unreadFrom) {
  const items = [];
  for (const message of messages) {
    const item = items.at(-1);
    const head = item?.parts[0];
    if (head?.album && head.album === message.album) {
      item.parts.push(message);
      item.last = message.message_id;
      continue;
    }
    const newDay = !head || dayOf(head.date) !== dayOf(message.date);
    const unread = unreadFrom !== null && message.message_id >= unreadFrom && !((item?.last ?? 0) >= unreadFrom);
    const near = head && head.from?.id === message.from?.id && !head.service && message.date - head.date < RUN_S;
    items.push({ key: message.message_id, last: message.message_id, parts: [message], newDay, unread, newRun: newDay || unread || !near });
  }
  return items;
}

/**
 * The first unread message of a chat: the `unread`th from its end that somebody else wrote, but none
 * before one's own last words, for who answers has read. Null while it is further up than `messages` go.
 */
export function firstUnread(messages, unread, me) {
  let left = unread;
  let first = null;
  for (let i = messages.length - 1; i >= 0 && left > 0; i -= 1) {
    if (messages[i].from?.id === me) return first;
    first = messages[i].message_id;
    left -= 1;
  }
  return left > 0 ? null : first;
}

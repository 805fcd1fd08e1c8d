/** The control API as functions. Knows URLs and errors; knows nothing of the page. */

/** A refusal of the sandbox, or (status 0) no connection to it. */
export class ApiError extends Error {
  /** `reason` and `file` (its number) say more of a refused file. */
  constructor(status, message, { reason = null, file = null } = {}) {
    super(message);
    Object.assign(this, { status, reason, file });
  }
}

async function call(method, path, body) {
  const form = body instanceof FormData;
  let response;
  try {
    response = await fetch(`/control/${path}`, {
      method,
      headers: body === undefined || form ? {} : { "Content-Type": "application/json" },
      body: body === undefined || form ? body : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "offline");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer.error ?? response.statusText, answer);
  return answer;
}

const known = (params) => Object.entries(params).filter(([, value]) => value !== null && value !== undefined);

const query = (params) => {
  const set = known(params);
  return set.length ? `?${new URLSearchParams(set)}` : "";
};

/**
 * A place is `{chat, thread}`: `chat` is null for the private chat with the bot, `thread` null for a
 * chat without topics and 0 for what is in none of them. The API leaves out what is null or 0.
 */
const inPlace = ({ chat, thread }, rest) => Object.fromEntries(known({ chat, thread: thread || null, ...rest }));

/** The words under a picture are its text here. */
const shown = (message) => ({ ...message, text: message.text ?? message.caption ?? "" });

export const getBot = (language) => call("GET", `bot${query({ language })}`);
export const getPeople = () => call("GET", "people");
export const getPerson = (id) => call("GET", `people/${id}`);
export const getGroups = () => call("GET", "groups");
export const getStickers = () => call("GET", "stickers");
export const createPerson = (person) => call("POST", "people", person);
export const getChats = (person) => call("GET", `people/${person}/chats`);

/** What the person sees: `{after?, before?, limit?}` choose the part; oldest first. */
export const getMessages = async (person, { chat, thread }, part) => {
  const messages = await call("GET", `people/${person}/messages${query({ chat, thread, ...part })}`);
  return messages.map(shown);
};

/** Messages of one chat (all its topics) with these words, newest first. */
export const search = async (person, chat, words) => {
  const found = await call("GET", `people/${person}/search${query({ chat, q: words, limit: 30 })}`);
  return found.map(shown);
};

export const getCommands = (person, { chat }) => call("GET", `people/${person}/commands${query({ chat })}`);

const post = (person, verb, place, body = {}) => call("POST", `people/${person}/${verb}`, inPlace(place, body));

export const send = (person, place, message) => post(person, "send", place, message);
export const sendSticker = (person, place, message) => post(person, "sticker", place, message);
export const sendLocation = (person, place, message) => post(person, "location", place, message);
export const react = (person, place, messageId, emoji) =>
  call("POST", `people/${person}/react`, { ...inPlace(place, { message_id: messageId }), emoji });
export const deleteMessage = (person, place, messageId) => post(person, "delete", place, { message_id: messageId });
export const tap = (person, place, messageId, data) =>
  post(person, "tap", { chat: place.chat }, { message_id: messageId, data, timeout: 15 });
export const vote = (person, place, messageId, options) =>
  post(person, "vote", { chat: place.chat }, { message_id: messageId, options });
export const markRead = (person, place, messageId) => post(person, "read", place, { message_id: messageId });
export const setBlocked = (person, blocked) => call("POST", `people/${person}/${blocked ? "block" : "unblock"}`, {});
export const putDraft = (person, place, text) => call("PUT", `people/${person}/draft`, inPlace(place, { text }));
export const setProfile = (person, profile) => call("POST", `people/${person}/profile`, profile);
export const makeTopic = (person, chat, name) => call("POST", `people/${person}/topics`, inPlace({ chat }, { name }));
export const changeTopic = (person, { chat, thread }, change) =>
  call("POST", `people/${person}/topics/${thread}`, inPlace({ chat }, change));

/** Files, as an album when there are several; `more`: kind, caption, reply_to, duration. */
export const sendMedia = (person, place, files, more) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(inPlace(place, more))) form.append(name, value);
  for (const file of files) form.append("file", file, file.name);
  return call("POST", `people/${person}/media`, form);
};

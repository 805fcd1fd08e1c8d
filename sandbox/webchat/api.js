/** The control API as functions. Knows URLs and errors; knows nothing of the page. */

/** A refusal of the sandbox, or (status 0) no connection to it. */
export class ApiError extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

async function call(method, path, body) {
  let response;
  try {
    response = await fetch(`/control/${path}`, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new ApiError(0, "offline");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer.error ?? response.statusText);
  return answer;
}

const query = (params) => {
  const set = Object.entries(params).filter(([, value]) => value !== null && value !== undefined);
  return set.length ? `?${new URLSearchParams(set)}` : "";
};

/** `chat` is null for the private chat with the bot; the API leaves it out then. */
const inChat = (chat, rest) => (chat === null ? rest : { chat, ...rest });

export const getBot = (language) => call("GET", `bot${query({ language })}`);
export const getPeople = () => call("GET", "people");
export const getGroups = () => call("GET", "groups");
export const createPerson = (person) => call("POST", "people", person);
export const getChats = (person) => call("GET", `people/${person}/chats`);
/** What the person sees; the words under a picture are its text here. */
export const getMessages = async (person, chat, after) => {
  const messages = await call("GET", `people/${person}/messages${query({ chat, after })}`);
  return messages.map((message) => ({ ...message, text: message.text ?? message.caption ?? "" }));
};
export const getCommands = (person, chat) =>
  call("GET", `people/${person}/commands${query({ chat })}`);
export const send = (person, chat, message) =>
  call("POST", `people/${person}/send`, inChat(chat, message));
export const tap = (person, chat, messageId, data) =>
  call("POST", `people/${person}/tap`, inChat(chat, { message_id: messageId, data, timeout: 15 }));
export const vote = (person, chat, messageId, options) =>
  call("POST", `people/${person}/vote`, inChat(chat, { message_id: messageId, options }));
export const markRead = (person, chat, messageId) =>
  call("POST", `people/${person}/read`, inChat(chat, { message_id: messageId }));
export const setBlocked = (person, blocked) =>
  call("POST", `people/${person}/${blocked ? "block" : "unblock"}`, {});

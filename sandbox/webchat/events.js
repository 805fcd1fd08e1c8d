/**
 * The live line to the sandbox: server-sent events, and a new try whenever the line breaks.
 * It never repeats what was missed: each time it opens, `onOpen` says that anything may have happened before.
 */

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 5000;

/**
 * @param {{onEvent: (event: object) => void, onOpen: () => void, onState: (online: boolean) => void}} handlers
 * @returns {{close: () => void}}
 */
export function listen({ onEvent, onOpen, onState }) {
  let source = null;
  let wait = FIRST_RETRY_MS;
  let timer = 0;
  let broken = false;

  const connect = () => {
    clearTimeout(timer);
    source = new EventSource("/control/events");
    source.onopen = () => {
      wait = FIRST_RETRY_MS;
      onState(true);
      broken = false;
      onOpen();
    };
    source.onmessage = (message) => onEvent(JSON.parse(message.data));
    source.onerror = () => {
      // The browser's own retry gives up for good on an HTTP error, so each try is ours.
      source.close();
      broken = true;
      onState(false);
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    };
  };

  const wake = () => {
    if (broken) connect();
  };
  window.addEventListener("online", wake);
  connect();
  return {
    close: () => {
      clearTimeout(timer);
      window.removeEventListener("online", wake);
      source.close();
    },
  };
}

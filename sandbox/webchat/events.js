/**
 * The live line to the sandbox: server-sent events for the people on this page, and a new try whenever
 * the line breaks. It never repeats what was missed: each time it opens, `onOpen` says that anything may
 * have happened before.
 */

const FIRST_RETRY_MS = 400;
const LONGEST_RETRY_MS = 5000;
const RENEW_MS = 150;

/**
 * @param {{whose: () => number[], onEvent: (event: object) => void, onOpen: () => void, onState: (online: boolean) => void}} handlers
 * @returns {{renew: () => void}} `renew`: the people on the page may be others now
 */
export function listen({ whose, onEvent, onOpen, onState }) {
  let source = null;
  let wait = FIRST_RETRY_MS;
  let timer = 0;
  let broken = false;
  let listening = null;

  const wanted = () => whose().sort((a, b) => a - b).join(",");

  const connect = () => {
    clearTimeout(timer);
    const before = source;
    listening = wanted();
    const fresh = new EventSource(`/control/events${listening ? `?person=${listening}` : ""}`);
    source = fresh;
    fresh.onopen = () => {
      // The old line goes when the new one is there, so that nothing falls between them.
      before?.close();
      wait = FIRST_RETRY_MS;
      onState(true);
      broken = false;
      onOpen();
    };
    fresh.onmessage = (message) => onEvent(JSON.parse(message.data));
    fresh.onerror = () => {
      // The browser's own retry gives up for good on an HTTP error, so each try is ours.
      before?.close();
      fresh.close();
      if (source !== fresh) return;
      broken = true;
      onState(false);
      timer = setTimeout(connect, wait);
      wait = Math.min(wait * 2, LONGEST_RETRY_MS);
    };
  };

  window.addEventListener("online", () => broken && connect());
  connect();
  return {
    renew: () => {
      if (broken || wanted() === listening) return;
      clearTimeout(timer);
      timer = setTimeout(() => !broken && wanted() !== listening && connect(), RENEW_MS);
    },
  };
}

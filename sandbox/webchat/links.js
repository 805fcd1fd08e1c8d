/** Which addresses may be opened, and which ones mean our own bot. */

const OPENABLE = new Set(["http:", "https:", "mailto:", "tel:"]);

function parse(address) {
  const complete = /^[a-z][a-z0-9+.-]*:/i.test(address) ? address : `https://${address}`;
  try {
    return new URL(complete);
  } catch {
    return null;
  }
}

/** The address if it may become a link, else null (`javascript:` and its kin stay text). */
export function safeUrl(address) {
  const url = parse(String(address ?? ""));
  return url && OPENABLE.has(url.protocol) ? url.href : null;
}

/**
 * The payload of a link that starts our bot (`https://t.me/<bot>?start=x`, `tg://resolve?domain=<bot>&start=x`),
 * "" when it names the bot without one, null when it is any other link.
 */
export function botStart(address, bot) {
  const url = parse(String(address ?? ""));
  if (!url || !bot?.username) return null;
  const isWeb = ["https:", "http:"].includes(url.protocol) && ["t.me", "telegram.me"].includes(url.hostname);
  const isApp = url.protocol === "tg:" && /^(\/\/)?resolve/.test(url.host + url.pathname);
  if (!isWeb && !isApp) return null;
  const name = isWeb ? url.pathname.slice(1) : url.searchParams.get("domain");
  if ((name ?? "").toLowerCase() !== bot.username.toLowerCase()) return null;
  return url.searchParams.get("start") ?? "";
}

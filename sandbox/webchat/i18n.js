/** Which of the page's two languages somebody reads, and the words in it. */

import { EN } from "./words-en.js";
import { ZH } from "./words-zh.js";

/** The dictionary a language code leads to: Chinese for any `zh…`, else English. */
export function languageOf(code) {
  return (code ?? "").toLowerCase().startsWith("zh") ? "zh" : "en";
}

/**
 * A translator for one language.
 * @returns {(key: keyof typeof EN, values?: Record<string, string|number>) => string}
 */
export function translator(language) {
  const words = language === "zh" ? ZH : EN;
  return (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (hole, name) => (name in values ? String(values[name]) : hole));
}

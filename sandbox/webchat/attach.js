/** What can be sent beside words, as a menu. */

import { openMenu } from "./popover.js";

/**
 * @param {HTMLElement} anchor
 * @param {{t: Function, pick: (options: object, plain?: boolean) => void, onPlace: () => void}} options
 *   `plain`: what is chosen goes as it is, pictures too
 */
export function attachMenu(anchor, { t, pick, onPlace }) {
  const touch = matchMedia("(pointer: coarse)").matches;
  openMenu(anchor, { label: t("attach") }, () => [
    ["picture", t("attachPhoto"), () => pick({ accept: "image/*" })],
    touch && ["camera", t("attachCamera"), () => pick({ accept: "image/*", capture: "environment" })],
    ["file", t("attachFile"), () => pick({}, true)],
    ["pin", t("attachPlace"), onPlace],
  ]);
}

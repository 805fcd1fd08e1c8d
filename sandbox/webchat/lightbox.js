/** Pictures as large as the window allows, one at a time. */

import { openDialog } from "./dialogs.js";
import { h, iconButton } from "./dom.js";

/** So far a finger goes before it is a swipe. */
const SWIPE_PX = 40;

/**
 * Show picture `at`; arrows, their keys and a swipe lead to the others; Escape, the button or a press closes.
 * @param {{url: string, alt: string}[]} pictures
 */
export function showPhotos(pictures, at, t) {
  const image = h("img", { draggable: "false" });
  const count = h("p", { class: "lightbox-count", role: "status" });
  const several = pictures.length > 1;
  const step = (by) => (event) => {
    event?.stopPropagation();
    show(at + by);
  };
  const [back, on] = several ? [iconButton("back", t("photoBefore"), step(-1), { class: "round before" }), iconButton("forth", t("photoAfter"), step(1), { class: "round after" })] : [];
  const show = (wanted) => {
    at = Math.max(0, Math.min(pictures.length - 1, wanted));
    image.src = pictures[at].url;
    image.alt = pictures[at].alt;
    if (!several) return;
    if ((at === 0 ? back : at === pictures.length - 1 ? on : null) === document.activeElement) close.focus(); // It goes away.
    count.textContent = `${at + 1} / ${pictures.length}`;
    back.disabled = at === 0;
    on.disabled = at === pictures.length - 1;
  };
  const close = iconButton("close", t("closePhoto"), () => dialog.close());
  const dialog = h("dialog", { class: "lightbox", "aria-label": t("photo"), onclick: () => dialog.close() }, image, close, back, several && count, on);
  dialog.addEventListener("keydown", ({ key }) => show(at + ({ ArrowLeft: -1, ArrowRight: 1 }[key] ?? 0)));
  if (several) onSwipe(dialog, (by) => show(at + by));
  show(at);
  openDialog(dialog);
  close.focus();
}

/** A finger (or mouse) that goes sideways; the press that it ends with is none. */
function onSwipe(node, act) {
  let start = null;
  let swiped = false;
  node.addEventListener("pointerdown", ({ clientX }) => {
    start = clientX;
    swiped = false;
  });
  node.addEventListener("pointerup", ({ clientX }) => {
    const way = start === null ? 0 : clientX - start;
    start = null;
    swiped = Math.abs(way) >= SWIPE_PX;
    if (swiped) act(way < 0 ? 1 : -1);
  });
  node.addEventListener("click", (event) => swiped && event.stopPropagation(), { capture: true });
}

/** What a chosen file is, told from its first bytes before anything is drawn of it. */

const MEGABYTE = 1024 * 1024;
/** Sizes and shapes that the messenger takes; they are Telegram's. */
const FILE_BYTES = 50 * MEGABYTE;
const PHOTO_BYTES = 10 * MEGABYTE;
const PHOTO_SIDES = 10_000;
const PHOTO_RATIO = 20;
/** A camera's notes may stand before the size. */
const HEAD_BYTES = MEGABYTE;

const PNG = 0x89504e47;
const NO_FRAME = new Set([0xc4, 0xc8, 0xcc]);
const BITS_14 = 0x3fff;

const isPicture = (file) => /^image\/(jpeg|png|webp|gif)$/.test(file.type);

/**
 * @param {File} file
 * @param {boolean} plain - chosen as a file, not as a picture
 * @returns {Promise<{file: File, photo: boolean, lost: boolean, refused: string|null}>}
 *   `photo`: goes as a picture; `lost`: goes not at all; `refused`: why (a key of `REFUSALS`)
 */
export async function lookAt(file, plain) {
  const whole = file.size === 0 ? "empty" : file.size > FILE_BYTES ? "huge" : null;
  if (whole || plain || !isPicture(file)) return { file, photo: false, lost: Boolean(whole), refused: whole };
  const refused = file.size > PHOTO_BYTES ? "big" : await misshapen(file);
  return { file, photo: !refused, lost: false, refused };
}

async function misshapen(file) {
  const head = await file.slice(0, HEAD_BYTES).arrayBuffer().catch(() => new ArrayBuffer(0));
  const size = sizeOf(new DataView(head));
  if (!size) return "picture";
  const [short, long] = size.sort((a, b) => a - b);
  return !short || short + long > PHOTO_SIDES || long > PHOTO_RATIO * short ? "shape" : null;
}

/** Width and height of a picture by its head; null if it has none. */
function sizeOf(head) {
  try {
    if (head.getUint32(0) === PNG) return [head.getUint32(16), head.getUint32(20)];
    if (head.getUint16(0) === 0xffd8) return jpegSize(head);
    if (word(head, 0) === "RIFF" && word(head, 8) === "WEBP") return webpSize(head);
    return word(head, 0) === "GIF8" ? [head.getUint16(6, true), head.getUint16(8, true)] : null;
  } catch (error) {
    if (error instanceof RangeError) return null; // It ends before its head does.
    throw error;
  }
}

const word = (head, at) => String.fromCharCode(...[0, 1, 2, 3].map((n) => head.getUint8(at + n)));

function jpegSize(head) {
  for (let at = 2; head.getUint8(at) === 0xff; ) {
    const marker = head.getUint8(at + 1);
    if (marker >= 0xc0 && marker <= 0xcf && !NO_FRAME.has(marker)) return [head.getUint16(at + 7), head.getUint16(at + 5)];
    const alone = marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);
    at += marker === 0xff ? 1 : alone ? 2 : 2 + head.getUint16(at + 2);
  }
  return null;
}

function webpSize(head) {
  const low = (at) => head.getUint16(at, true);
  const kind = word(head, 12);
  if (kind === "VP8 ") return [low(26) & BITS_14, low(28) & BITS_14];
  if (kind === "VP8L") return [(head.getUint32(21, true) & BITS_14) + 1, ((head.getUint32(21, true) >> 14) & BITS_14) + 1];
  if (kind === "VP8X") return [24, 27].map((at) => (low(at) | (head.getUint8(at + 2) << 16)) + 1);
  return null;
}

/** The page's own words for why a file is not taken, by the reason; the server says the same reasons. */
export const REFUSALS = {
  empty: "fileEmpty",
  huge: "fileHuge",
  big: "pictureBig",
  shape: "pictureShape",
  picture: "pictureNone",
  sound: "soundNone",
  together: "filesTogether",
};

/** These would be taken as a file. */
export const FILE_ONLY = new Set(["big", "shape", "picture"]);

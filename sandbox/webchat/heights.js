/** How tall each thing in a long list is: measured where it was on screen, guessed elsewhere. */

const GUESS_PX = 72;

export class Heights {
  #measured = new Map();
  #sum = 0;
  #keys = [];
  #tops = [0];
  #at = new Map();

  /** The list is now these keys, in this order. */
  setKeys(keys) {
    this.#keys = keys;
    this.#at = new Map(keys.map((key, index) => [key, index]));
    this.#stack();
  }

  /** Note what was measured; `[key, height]` each. Whether anything is different now. */
  measure(found) {
    let changed = false;
    for (const [key, height] of found) {
      const before = this.#measured.get(key);
      if (height === 0 || before === height) continue;
      this.#sum += height - (before ?? 0);
      this.#measured.set(key, height);
      changed = true;
    }
    if (changed) this.#stack();
    return changed;
  }

  /** The width is another one, so every height is. */
  forget() {
    this.#measured.clear();
    this.#sum = 0;
    this.#stack();
  }

  get total() {
    return this.#tops[this.#keys.length];
  }

  indexOf(key) {
    return this.#at.get(key) ?? -1;
  }

  /** Where the thing at `index` begins. */
  top(index) {
    return this.#tops[Math.max(0, Math.min(index, this.#keys.length))];
  }

  /** The index of what stands at height `y`. */
  indexAt(y) {
    let low = 0;
    let high = this.#keys.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#tops[middle] <= y) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #stack() {
    const guess = this.#measured.size ? this.#sum / this.#measured.size : GUESS_PX;
    const tops = new Array(this.#keys.length + 1);
    tops[0] = 0;
    for (const [index, key] of this.#keys.entries()) tops[index + 1] = tops[index] + (this.#measured.get(key) ?? guess);
    this.#tops = tops;
  }
}

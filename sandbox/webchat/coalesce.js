/**
 * Many wishes, few errands: the first call runs `work` at once; calls during it and during the rest
 * after it are folded into one more run.
 * @param {() => Promise<void>} work
 * @param {number} restMs - the least pause between two runs
 * @returns {() => Promise<void>} settles when the run that covers the call has ended
 */
export function coalesce(work, restMs = 250) {
  let last = null;
  let next = null;
  const rest = () => new Promise((resolve) => setTimeout(resolve, restMs));
  const start = () => {
    const run = work();
    const over = run.then(rest, rest).then(() => {
      if (last === over) last = null;
    });
    last = over;
    return run;
  };
  return () => {
    if (!last) return start();
    next ??= last.then(() => {
      next = null;
      return start();
    });
    return next;
  };
}

/**
 * Imported before main: its clock, and what it does again and again, can be made to go faster for a while. What it waits for
 * (a page that draws nothing, a quarter of a minute) is the same number of beats, and takes less of a test's time.
 */
export const hurry = { factor: 1 };

const real = performance.now.bind(performance);
let [since, shown] = [real(), real()];
performance.now = () => {
  const now = real();
  shown += (now - since) * hurry.factor;
  since = now;
  return shown;
};
globalThis.setInterval = ((act: () => void, ms: number) => {
  const timer = setTimeout(function again() {
    act();
    if (timers.has(timer)) timers.set(timer, setTimeout(again, ms / hurry.factor));
  }, ms / hurry.factor);
  timers.set(timer, timer);
  return timer;
}) as unknown as typeof setInterval;
const timers = new Map<unknown, NodeJS.Timeout>();
globalThis.clearInterval = (timer) => {
  clearTimeout(timers.get(timer));
  timers.delete(timer);
};

import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { delays } from './delays.ts';
import { type StationEvents, StationProcess } from './station-process.ts';

/** Far above what a system gives out: nobody is hit where the spy below is not. */
const PID = 2 ** 30;

class Child extends EventEmitter {
  pid: number | undefined = PID;
  postMessage = (_message: unknown) => {};
  kill = vi.fn(() => true);
}
let children: Child[] = [];
const forked: string[][] = [];
vi.mock('electron', () => ({
  utilityProcess: {
    fork: (_entry: string, args: string[]) => {
      forked.push(args);
      const child = new Child();
      children.push(child);
      return child;
    },
  },
}));

const signals = vi.spyOn(process, 'kill');
beforeEach(() => {
  vi.useFakeTimers();
  signals.mockReset().mockReturnValue(true);
  children = [];
});
afterEach(() => void vi.useRealTimers());

function start(events: Partial<StationEvents> = {}) {
  const nothing = () => {};
  const on = {
    shown: () => true,
    screen: nothing,
    staffScreen: nothing,
    power: nothing,
    lasts: nothing,
    gone: nothing,
    ...events,
  };
  const station = new StationProcess('main.js', 'station.json', on);
  return { station, child: children[0] as Child };
}

test('a station that finishes value in flight has all its time: Electron’s own kill() would end it after 2 s', async () => {
  const { station, child } = start();
  const stopped = station.stop();
  vi.advanceTimersByTime(delays.stopLimit - 1);
  expect(signals.mock.calls).toEqual([[PID, 'SIGTERM']]);
  expect(child.kill).not.toHaveBeenCalled();
  child.emit('exit', 0);
  expect(await stopped).toBe(true);
});

test('one that does not stop in its time is killed, and has not finished, whatever Electron calls its end', async () => {
  const { station, child } = start();
  const stopped = station.stop();
  vi.advanceTimersByTime(delays.stopLimit);
  expect(signals.mock.calls.at(-1)).toEqual([PID, 'SIGKILL']);
  child.emit('exit', 0);
  expect(await stopped).toBe(false);
});

test('one that has gone, and Electron has not said so yet, is no defect of the window', async () => {
  signals.mockImplementation(() => {
    throw Object.assign(new Error('kill ESRCH'), { code: 'ESRCH' });
  });
  const { station, child } = start();
  const stopped = station.stop();
  child.emit('exit', 1);
  await stopped;
});

test('one that is dead and waits for its next start has not finished', async () => {
  vi.spyOn(console, 'error').mockReturnValue();
  const { station, child } = start();
  child.emit('exit', 1);
  expect(await station.stop()).toBe(false);
});

test('main stalls for a minute: the station, which was not asked, is not the one that hung', () => {
  const { child } = start();
  child.postMessage = (message) => child.emit('message', message);
  vi.advanceTimersByTime(10 * delays.beat);
  const now = performance.now.bind(performance);
  const stalled = vi.spyOn(performance, 'now').mockImplementation(() => now() + 60_000);
  vi.advanceTimersByTime(10 * delays.beat);
  expect(signals).not.toHaveBeenCalled();
  child.postMessage = () => {};
  vi.advanceTimersByTime(delays.stationSilence + 2 * delays.beat);
  expect(signals).toHaveBeenCalledWith(PID, 'SIGKILL');
  stalled.mockRestore();
});

test.each([
  ['hangs from its start, two minutes a run', false],
  ['answers for an hour, then hangs', true],
])('a station that %s, five times in a row, is started closed', (_how, answers) => {
  vi.spyOn(console, 'error').mockReturnValue();
  forked.length = 0;
  const closed: boolean[] = [];
  signals.mockImplementation(() => {
    children.at(-1)?.emit('exit', 1);
    return true;
  });
  start({ gone: (isClosed) => void closed.push(isClosed) });
  while (closed.length < 5) {
    const child = children.at(-1) as Child;
    const until = performance.now() + (answers ? 3_600_000 : 0);
    child.postMessage = (message) => {
      if (performance.now() < until) child.emit('message', message);
    };
    const before = closed.length;
    while (closed.length === before) vi.advanceTimersByTime(delays.beat);
    vi.advanceTimersByTime(delays.longestPause);
  }
  expect(closed).toEqual([false, false, false, false, true]);
  expect(forked.at(-1)).toContain('--closed');
});

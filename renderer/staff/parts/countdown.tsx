import { useEffect, useState } from 'preact/hooks';
import { delays } from '../../delays.ts';
import { arrivedAt } from '../state.ts';

/** Whole seconds that are left of `ms`, counted down by the page from when the screen arrived. */
export function useSecondsLeft(ms: number): number {
  const left = () => Math.max(0, Math.ceil((ms - (performance.now() - arrivedAt.value)) / 1_000));
  const [seconds, setSeconds] = useState(left);
  useEffect(() => {
    const tick = () => setSeconds(left());
    tick();
    const timer = setInterval(tick, delays.countdownTick);
    return () => clearInterval(timer);
  }, [ms]);
  return seconds;
}

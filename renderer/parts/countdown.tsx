import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Screen } from '../../station/contract/index.ts';
import { delays } from '../delays.ts';
import { text } from '../state.ts';
import { IntentButton } from './button.tsx';
import { useModal } from './modal.ts';

type TimeLimit = NonNullable<Screen['timeLimit']>;

/** Whole seconds that are left of a limit, counted from the moment its screen came. */
function useSecondsLeft(limit: TimeLimit) {
  const left = useSignal(Math.ceil(limit.ms / 1000));
  useEffect(() => {
    const end = performance.now() + limit.ms;
    const tick = (): void => {
      left.value = Math.max(0, Math.ceil((end - performance.now()) / 1000));
    };
    tick();
    const timer = setInterval(tick, delays.countdownTick);
    return () => clearInterval(timer);
  }, [limit]);
  return left;
}

const RADIUS = 20;
const ROUND = 2 * Math.PI * RADIUS;

/**
 * A ring that empties, by less than a pixel a step. Left to the browser to animate, it would have the whole page drawn
 * at every frame for as long as a passenger reads, and every touch would wait for that.
 */
export function CountdownRing({ limit, seconds }: { readonly limit: TimeLimit; readonly seconds?: number }) {
  const arc = useRef<SVGCircleElement>(null);
  useEffect(() => {
    const end = performance.now() + limit.ms;
    const step = (): void => {
      const left = Math.max(0, end - performance.now()) / Math.max(1, limit.totalMs);
      if (arc.current) arc.current.style.strokeDashoffset = String(ROUND * (1 - left));
    };
    step();
    const timer = setInterval(step, delays.countdownTick);
    return () => clearInterval(timer);
  }, [limit]);
  return (
    <span class="ring">
      <svg viewBox="-24 -24 48 48" role="img" aria-label={text.value.time.left}>
        <circle class="track" r={RADIUS} />
        <circle ref={arc} class="arc" r={RADIUS} stroke-dasharray={ROUND} transform="rotate(-90)" />
      </svg>
      {seconds !== undefined && <b aria-hidden="true">{seconds}</b>}
    </span>
  );
}

/** "Do you need more time?": lies over the screen and takes the focus; the way on is the large button. */
export function MoreTime({ limit }: { readonly limit: TimeLimit }) {
  const t = text.value;
  const box = useModal();
  const seconds = useSecondsLeft(limit).value;
  return (
    <dialog
      ref={box}
      class="more-time"
      aria-labelledby="more-time"
      aria-describedby="more-time-lead"
      onCancel={(event) => event.preventDefault()}
    >
      <CountdownRing limit={limit} seconds={seconds} />
      <h2 id="more-time">{t.time.title}</h2>
      <p class="lead" id="more-time-lead">
        {t.time.lead(seconds)}
      </p>
      <div class="buttons">
        <IntentButton intent={{ type: 'more-time' }} look="next">
          {t.time.more}
        </IntentButton>
        <IntentButton intent={{ type: 'cancel' }} look="quiet">
          {t.common.cancel}
        </IntentButton>
      </div>
    </dialog>
  );
}

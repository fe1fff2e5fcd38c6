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

/** A ring that empties; the browser animates it, so that no script runs while a passenger reads. */
export function CountdownRing({ limit, seconds }: { readonly limit: TimeLimit; readonly seconds?: number }) {
  const arc = useRef<SVGCircleElement>(null);
  useEffect(() => {
    const spent = 1 - limit.ms / Math.max(1, limit.totalMs);
    const frames = [{ strokeDashoffset: ROUND * spent }, { strokeDashoffset: ROUND }];
    const run = arc.current?.animate(frames, { duration: Math.max(0, limit.ms), fill: 'forwards' });
    return () => run?.cancel();
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

import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Modes } from '../../station/contract/index.ts';
import { delays } from '../delays.ts';
import { accepts, text, touch } from '../state.ts';
import { useModal } from './modal.ts';

type Switch = 'contrast' | 'largeText' | 'low';
const SWITCHES: readonly Switch[] = ['contrast', 'largeText', 'low'];
const VOLUMES = [0, 1, 2, 3] as const;

function change(modes: Modes, part: Partial<Modes>): void {
  void touch({ type: 'set-modes', modes: { ...modes, ...part } });
}

/** Half and half; a small letter and a large one; down to where a hand reaches; waves of a loudspeaker. */
function ModePicture({ of }: { readonly of: Switch | 'modes' }) {
  return (
    <svg class={`mode-picture ${of}`} viewBox="0 0 48 48" aria-hidden="true">
      {of === 'contrast' && (
        <>
          <circle cx="24" cy="24" r="19" />
          <path class="full" d="M24 5 a19 19 0 0 1 0 38 Z" />
        </>
      )}
      {of === 'largeText' && <path d="M3 38 L11 18 L19 38 M6 31 H16 M21 40 L33 8 L45 40 M25 29 H41" />}
      {of === 'low' && (
        <>
          <rect x="4" y="5" width="40" height="38" rx="5" />
          <path class="full" d="M8 30 H40 V39 H8 Z" />
          <path d="M24 11 V24 M18 19 L24 25 L30 19" />
        </>
      )}
      {of === 'modes' && (
        <>
          <circle cx="13" cy="24" r="10" />
          <path class="full" d="M13 14 a10 10 0 0 1 0 20 Z" />
          <path d="M30 19 V29 M36 14 V34 M42 9 V39" />
        </>
      )}
    </svg>
  );
}

/** On every screen: opens the sheet of switches. Drawn anew for each screen, so that a sheet never outlives its passenger. */
export function ModesButton({ modes }: { readonly modes: Modes }) {
  const opened = useSignal(false);
  const close = (): void => {
    opened.value = false;
  };
  if (!accepts('set-modes')) return null;
  return (
    <>
      <button
        type="button"
        class="button quiet with-picture"
        aria-haspopup="dialog"
        onClick={() => {
          opened.value = true;
        }}
      >
        <ModePicture of="modes" />
        {text.value.modes.open}
      </button>
      {opened.value && <ModesSheet modes={modes} onClose={close} />}
    </>
  );
}

/** All of it stands low on the screen: who needs the low position has to reach its switch. */
function ModesSheet({ modes, onClose }: { readonly modes: Modes; readonly onClose: () => void }) {
  const t = text.value;
  const names = { contrast: t.modes.contrast, largeText: t.modes.largeText, low: t.modes.low };
  const box = useModal();
  // The idle screen has no time limit that would take the sheet away from who has left.
  useEffect(() => {
    const timer = setTimeout(onClose, delays.sheetCloses);
    return () => clearTimeout(timer);
  }, [modes]);
  return (
    <dialog ref={box} class="modes-sheet" aria-labelledby="modes" onCancel={onClose}>
      <h2 id="modes">{t.modes.title}</h2>
      <div class="switches">
        {SWITCHES.map((name) => (
          <Switchable key={name} on={modes[name]} onTouch={() => change(modes, { [name]: !modes[name] })}>
            <ModePicture of={name} />
            <span>
              {names[name]} <small>{modes[name] ? t.modes.on : t.modes.off}</small>
            </span>
          </Switchable>
        ))}
      </div>
      <div class="rest">
        <fieldset class="volumes" aria-labelledby="volume">
          <span id="volume">{t.modes.volume}</span>
          {VOLUMES.map((volume) => (
            <Switchable key={volume} on={modes.volume === volume} onTouch={() => change(modes, { volume })}>
              {t.modes.volumes[volume]}
            </Switchable>
          ))}
        </fieldset>
        <button type="button" class="button next" onClick={onClose}>
          {t.modes.close}
        </button>
      </div>
    </dialog>
  );
}

/** Pressed or not is told by its ground, its border and, in words or by its place, never by colour alone. */
function Switchable({
  on,
  onTouch,
  children,
}: {
  readonly on: boolean;
  readonly onTouch: () => void;
  readonly children: ComponentChildren;
}) {
  return (
    <button type="button" class="button choice switch" aria-pressed={on} onClick={onTouch}>
      <i aria-hidden="true" />
      {children}
    </button>
  );
}

/** On the idle screen, at its foot: one touch brings everything down to where it was reached. */
export function LowerButton({ modes }: { readonly modes: Modes }) {
  if (!accepts('set-modes') || modes.low) return null;
  return (
    <button type="button" class="button quiet with-picture" onClick={() => change(modes, { low: true })}>
      <ModePicture of="low" />
      {text.value.modes.lowHere}
    </button>
  );
}

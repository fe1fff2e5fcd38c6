/** What only the page can try: the glass, the keys, the loudspeaker. It tells the station how many were tried and missed. */
import { useEffect, useState } from 'preact/hooks';
import { chime } from '../chime.ts';
import { deviceText } from '../devices-text.ts';
import { IntentButton } from '../parts/button.tsx';
import { Sheet } from '../parts/sheet.tsx';

const COLUMNS = 8;
const ROWS = 6;

/** Every square has to be touched; a finger that is drawn over them counts too. */
export function TouchTest() {
  const t = deviceText.value;
  const cells = COLUMNS * ROWS;
  const [touched, setTouched] = useState<ReadonlySet<number>>(new Set());
  const left = cells - touched.size;
  const note = (event: PointerEvent): void => {
    const found = document.elementFromPoint(event.clientX, event.clientY);
    const cell = found instanceof HTMLElement ? found.dataset.cell : undefined;
    if (cell !== undefined) setTouched((before) => new Set(before).add(Number(cell)));
  };
  return (
    <Sheet
      title={t.touch.title}
      lead={left > 0 ? `${t.touch.lead} · ${t.touch.left(left)}` : undefined}
      footer={
        <IntentButton
          intent={{ type: 'page-tested', test: 'touch', tried: cells, missed: left }}
          look={left ? 'stop' : 'main'}
        >
          {left > 0 ? t.touch.giveUp : t.touch.allDone}
        </IntentButton>
      }
    >
      <div class="touch-grid" onPointerDown={note} onPointerMove={note}>
        {Array.from({ length: cells }, (_, cell) => (
          <i key={cell} data-cell={cell} class={touched.has(cell) ? 'touched' : ''} />
        ))}
      </div>
    </Sheet>
  );
}

/** As on the ten keys: 1 to 9, and 0 between the two signs. */
const KEYS = ['1', '2', '3', '4', '5', '6', '7', '8', '9', '*', '0', '#'] as const;

export function KeyTest() {
  const t = deviceText.value;
  const [pressed, setPressed] = useState<ReadonlySet<string>>(new Set());
  useEffect(() => {
    const press = ({ key }: KeyboardEvent): void => {
      if ((KEYS as readonly string[]).includes(key)) setPressed((before) => new Set(before).add(key));
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  const left = KEYS.length - pressed.size;
  return (
    <Sheet
      title={t.keys.title}
      lead={left > 0 ? `${t.keys.lead} · ${t.keys.left(left)}` : undefined}
      footer={
        <IntentButton
          intent={{ type: 'page-tested', test: 'keys', tried: KEYS.length, missed: left }}
          look={left ? 'stop' : 'main'}
        >
          {left > 0 ? t.keys.giveUp : t.keys.allDone}
        </IntentButton>
      }
    >
      <div class="key-grid">
        {KEYS.map((key) => (
          <kbd key={key} data-key={key} class={pressed.has(key) ? 'touched' : ''}>
            {key}
          </kbd>
        ))}
      </div>
    </Sheet>
  );
}

const VOLUMES = [0, 1, 2, 3] as const;

export function SoundTest() {
  const t = deviceText.value;
  const [played, setPlayed] = useState<number | null>(null);
  const [hasSound, setHasSound] = useState(true);
  const [heard, setHeard] = useState<Readonly<Record<number, boolean>>>({});
  const tried = Object.keys(heard).length;
  const missed = Object.values(heard).filter((was) => !was).length;
  const play = async (volume: number): Promise<void> => {
    setPlayed(volume);
    setHasSound(await chime(volume));
  };
  const say = (was: boolean): void => {
    if (played !== null) setHeard((before) => ({ ...before, [played]: was }));
    setPlayed(null);
  };
  return (
    <Sheet
      title={t.sound.title}
      lead={t.sound.lead}
      footer={
        tried === VOLUMES.length && (
          <IntentButton intent={{ type: 'page-tested', test: 'sound', tried, missed }} look="main">
            {t.sound.allDone}
          </IntentButton>
        )
      }
    >
      <div class="volumes">
        {VOLUMES.map((volume) => (
          <button
            key={volume}
            type="button"
            class={`button ${played === volume ? 'main' : 'plain'}`}
            onClick={() => void play(volume)}
          >
            {t.sound.volume(volume)} {heard[volume] === undefined ? '' : heard[volume] ? '✓' : '×'}
          </button>
        ))}
      </div>
      {!hasSound && <p class="asking unknown">{t.sound.noSound}</p>}
      {played !== null && (
        <div class="asking">
          <button type="button" class="button stop" onClick={() => say(false)}>
            {t.sound.notHeard}
          </button>
          <button type="button" class="button main" onClick={() => say(true)}>
            {played === 0 ? t.sound.silence : t.sound.heard}
          </button>
        </div>
      )}
    </Sheet>
  );
}

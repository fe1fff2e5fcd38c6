import { useState } from 'preact/hooks';
import { deviceText } from '../devices-text.ts';

const LAYERS = {
  lower: ['qwertyuiop', 'asdfghjkl-', 'zxcvbnm_.:'],
  upper: ['QWERTYUIOP', 'ASDFGHJKL-', 'ZXCVBNM_.:'],
  signs: ['1234567890', '/:.-_@%?&=', '[]()+,# '],
} as const;
type Layer = keyof typeof LAYERS;

/** Letters, digits and signs of addresses and names. What no key is there for (漢字) is chosen from a list. */
export function Keyboard({
  onType,
  onErase,
}: {
  readonly onType: (key: string) => void;
  readonly onErase: () => void;
}) {
  const t = deviceText.value;
  const [layer, setLayer] = useState<Layer>('lower');
  return (
    <div class="keyboard">
      {LAYERS[layer].map((row) => (
        <div key={row} class="row">
          {Array.from(row, (key) => (
            <button key={key} type="button" class="button key" onClick={() => onType(key)}>
              {key === ' ' ? '␣' : key}
            </button>
          ))}
        </div>
      ))}
      <div class="row">
        {(Object.keys(LAYERS) as Layer[]).map((name) => (
          <button
            key={name}
            type="button"
            class="button word"
            aria-pressed={layer === name}
            onClick={() => setLayer(name)}
          >
            {t.settings.layer[name]}
          </button>
        ))}
        <button type="button" class="button word" onClick={onErase}>
          {t.settings.erase}
        </button>
      </div>
    </div>
  );
}

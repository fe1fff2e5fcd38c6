import { useState } from 'preact/hooks';
import { PIN_LENGTH } from '../../../station/contract/staff.ts';
import { text, touch } from '../state.ts';

/**
 * Ten keys whose digits the station has shuffled. The page keeps and sends the places that were touched, never a digit;
 * they are gone with the element. The sixth touch sends them: a PIN has one length, so nothing is left to confirm.
 */
export function PinPad({ pad }: { readonly pad: readonly number[] }) {
  const t = text.value;
  const [places, setPlaces] = useState<readonly number[]>([]);
  const press = (place: number): void => {
    if (places.length >= PIN_LENGTH) return;
    const next = [...places, place];
    setPlaces(next);
    if (next.length === PIN_LENGTH) touch({ type: 'pin', places: next });
  };
  const key = (place: number) => (
    <button key={place} type="button" class="button key" onClick={() => press(place)}>
      {pad[place]}
    </button>
  );
  return (
    <div class="pin">
      <p class="dots" role="status" aria-label={t.pin.entered(places.length)}>
        {Array.from({ length: PIN_LENGTH }, (_, index) => (
          <span key={index} class={index < places.length ? 'dot full' : 'dot'} />
        ))}
      </p>
      <div class="pad">
        {[0, 1, 2, 3, 4, 5, 6, 7, 8].map(key)}
        <button type="button" class="button key word" onClick={() => setPlaces([])}>
          {t.pin.clear}
        </button>
        {key(9)}
        <button type="button" class="button key word" onClick={() => setPlaces(places.slice(0, -1))}>
          {t.pin.erase}
        </button>
      </div>
    </div>
  );
}

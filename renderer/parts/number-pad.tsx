import { text } from '../state.ts';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Keys in the order of a telephone, like the ten-key of the machine itself. */
export function NumberPad({
  onDigit,
  onErase,
  onClear,
}: {
  readonly onDigit: (digit: string) => void;
  readonly onErase: () => void;
  readonly onClear: () => void;
}) {
  const t = text.value;
  const key = (digit: string) => (
    <button key={digit} type="button" class="button key" onClick={() => onDigit(digit)}>
      {digit}
    </button>
  );
  return (
    <div class="number-pad">
      {DIGITS.map(key)}
      <button type="button" class="button key word" onClick={onClear}>
        {t.amount.clear}
      </button>
      {key('0')}
      <button type="button" class="button key" aria-label={t.amount.erase} onClick={onErase}>
        <svg viewBox="0 0 48 32" aria-hidden="true">
          <path d="M16 3 H44 V29 H16 L4 16 Z M23 10 L35 22 M35 10 L23 22" />
        </svg>
      </button>
    </div>
  );
}

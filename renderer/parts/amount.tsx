import type { AmountParts } from '../format.ts';
import { format } from '../state.ts';

/** Large digits with their unit in smaller letters, as one word for a screen reader. */
function Amount({ parts, big }: { readonly parts: AmountParts; readonly big: boolean }) {
  return (
    <span class={big ? 'amount big' : 'amount'}>
      <small>{parts.before}</small>
      {parts.digits}
      <small>{parts.after}</small>
    </span>
  );
}

export function Yen({ value, big = false }: { readonly value: number; readonly big?: boolean }) {
  return <Amount parts={format.value.yenParts(value)} big={big} />;
}

export function PointCount({ value, big = false }: { readonly value: number; readonly big?: boolean }) {
  return <Amount parts={format.value.pointParts(value)} big={big} />;
}

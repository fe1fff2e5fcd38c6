import { text } from '../state.ts';

/** The number that a passenger reads to staff. */
export function Reference({ value }: { readonly value: string }) {
  const t = text.value;
  return (
    <dl class="reference">
      <dt>{t.common.reference}</dt>
      <dd>{value}</dd>
      <dd class="hint">{t.common.referenceLead}</dd>
    </dl>
  );
}

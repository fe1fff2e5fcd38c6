import type { StaffIntent } from '../../contract/staff.ts';

/**
 * Where an intent of staff is written down before it has an effect. `here`: by the desk, as it came. `there`: by what does
 * it, which knows more (whose case, which end). `nothing`: it looks, turns a page or is a step towards another.
 */
const places = {
  pin: 'there',
  'choose-service': 'nothing',
  'set-service': 'there',
  'open-room': 'nothing',
  'clean-screen': 'there',
  'choose-power': 'nothing',
  back: 'nothing',
  confirm: 'nothing',
  finish: 'there',
  'more-time': 'nothing',
  'set-language': 'nothing',
  refresh: 'nothing',
  'enrol-card': 'there',
  'remove-card': 'there',
  'open-case': 'here',
  'resolve-with-card': 'there',
  decide: 'there',
  'choose-end': 'nothing',
  'choose-reason': 'nothing',
  'tell-again': 'there',
  'hand-over': 'there',
  print: 'here',
  'close-shift': 'there',
  'show-last-shift': 'here',
  'choose-search': 'nothing',
  search: 'there',
  'open-hit': 'here',
  'check-chain': 'there',
  'choose-medium': 'nothing',
  'export-to': 'there',
  'open-tests': 'nothing',
  'open-test': 'nothing',
  'test-reader': 'there',
  'try-now': 'there',
  'print-test-page': 'there',
  'change-paper': 'there',
  'test-tower': 'nothing',
  'tower-seen': 'there',
  'page-tested': 'there',
  'run-self-test': 'there',
  'print-self-test': 'here',
  'edit-setting': 'nothing',
  'set-setting': 'there',
  'undo-setting': 'there',
} as const satisfies Record<StaffIntent['type'], 'here' | 'there' | 'nothing'>;

/** What the desk writes down of it; null: that is not its business. */
export function notedByDesk({ type, ...more }: StaffIntent): { act: string; detail: string | null } | null {
  if (places[type] !== 'here') return null;
  const detail = Object.entries(more)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(', ');
  return { act: type, detail: detail.slice(0, 400) || null };
}

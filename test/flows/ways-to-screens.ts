import type { ScreenId } from '../../station/contract/screen.ts';
import type { FlowBench } from './bench.ts';

/** Screens on which a passenger can stay, or whom staff can be called from. */
export const REACHED = [
  ...([
    'home',
    'notice',
    'lay-card',
    'reading-card',
    'terms',
    'registered',
    'choose-amount',
    'confirm-charge',
  ] as const),
  ...(['charged', 'inquiry', 'goodbye', 'trouble', 'staff-called'] as const),
] satisfies readonly ScreenId[];
export type Reached = (typeof REACHED)[number];

/** From the idle screen to this one; the card stays on the reader. */
export async function reach(bench: FlowBench, screen: Reached): Promise<void> {
  await ways[screen](bench);
  await bench.see(screen);
}

const ways: Readonly<Record<Reached, (bench: FlowBench) => Promise<void>>> = {
  home: async () => {},
  notice: async (bench) => {
    await bench.touch({ type: 'show-notice' });
  },
  'lay-card': async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'inquiry' });
  },
  'reading-card': async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard());
  },
  terms: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
  },
  registered: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard());
  },
  'choose-amount': async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard());
  },
  'confirm-charge': async (bench) => {
    await reach(bench, 'choose-amount');
    await bench.touch({ type: 'choose-amount', points: 100 });
  },
  charged: async (bench) => {
    await reach(bench, 'confirm-charge');
    await bench.touch({ type: 'confirm' });
  },
  inquiry: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'inquiry' });
    bench.lay(bench.addCard());
  },
  goodbye: async (bench) => {
    await reach(bench, 'inquiry');
    await bench.touch({ type: 'continue' });
  },
  trouble: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'point-charge' });
    bench.lay(bench.addCard({ points: 3 }));
  },
  'staff-called': async (bench) => {
    await reach(bench, 'inquiry');
    await bench.touch({ type: 'call-staff' });
  },
};

/** The shortest way of a passenger to every screen and every trouble: exhaustive by type, played by every-screen-is-reached. */
import { Command } from '../../hardware/card/felica.ts';
import { type CardSpec, simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import type { NewCard, WorldCard } from '../../rig/torture/world.ts';
import type { Job, ScreenId, Trouble } from '../../station/contract/index.ts';
import { type BenchOptions, type FlowBench, flowBench } from './bench.ts';

export interface Story {
  readonly bench?: BenchOptions;
  play(bench: FlowBench): Promise<void>;
}

const isWrite = (packet: Uint8Array) => packet[1] === Command.secureWrite;
/** What settles a transfer is read by secure Reads. */
const readsProof = (packet: Uint8Array) => packet[1] === Command.secureRead;
const cardNumber = 'JW000000000000777';

/** The job is chosen and this card is laid. */
function laid(job: Job, spec: CardSpec): Story {
  return {
    play: async (bench) => {
      await bench.touch({ type: 'choose-job', job });
      bench.lay(bench.cardFrom(spec));
      await bench.see('trouble');
    },
  };
}

async function begun(bench: FlowBench, card: NewCard | WorldCard = { balanceYen: 0, points: 1_000 }) {
  const one = 'card' in card ? card : bench.addCard(card);
  await bench.touch({ type: 'choose-job', job: 'point-charge' });
  bench.lay(one);
  await bench.wait(3_000);
  return one;
}

async function confirming(bench: FlowBench, card?: WorldCard) {
  const one = await begun(bench, card);
  await bench.see('choose-amount');
  await bench.touch({ type: 'choose-amount', points: 1_000 });
  return one;
}

async function confirmed(bench: FlowBench) {
  const card = await confirming(bench);
  await bench.touch({ type: 'confirm' });
  return card;
}

/** The card is lifted around its write; nobody knows whether it was written. */
async function lifted(bench: FlowBench, moment: 'before' | 'inside', card?: WorldCard) {
  const one = await confirming(bench, card);
  bench.reader.field.arm({ kind: 'lift', moment }, { packet: isWrite });
  await bench.touch({ type: 'confirm' });
  await bench.see('lay-same-card');
  return one;
}

const charged: Story = {
  play: async (bench) => {
    await confirmed(bench);
    await bench.see('charged');
    await bench.touch({ type: 'receipt', wanted: true });
    await bench.see('goodbye');
  },
};
const registered: Story = {
  play: async (bench) => {
    await bench.touch({ type: 'choose-job', job: 'registration' });
    bench.lay(bench.addCard({ registered: false, points: 0 }));
    await bench.see('terms');
    await bench.touch({ type: 'agree-to-terms' });
    await bench.see('registered');
  },
};
const unresolved: Story = {
  play: async (bench) => {
    const card = await lifted(bench, 'inside');
    for (let reading = 0; reading < 3; reading++) {
      bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: readsProof });
      bench.lay(card);
      await bench.wait(3_000);
    }
    await bench.see('unresolved');
    await bench.touch({ type: 'call-staff' });
    await bench.see('staff-called');
  },
};
const switchedOn: Story = { play: async () => {} };

/** The same account on another piece of plastic. */
function reissued(card: WorldCard): WorldCard {
  const spec = { kind: 'icoca', cardNumber: card.cardNumber, balanceYen: 0, idm: '0101aabbccddeeff' } as const;
  return { ...card, card: simulatedTransitCard(spec), balanceAtStart: 0 };
}

/** While the card is read, this happens on the reader. */
function whileReading(happens: (bench: FlowBench) => void): Story {
  return {
    play: async (bench) => {
      await bench.touch({ type: 'choose-job', job: 'point-charge' });
      bench.lay(bench.addCard());
      await bench.see('reading-card');
      happens(bench);
      await bench.see('trouble');
    },
  };
}

export const screenStories: Readonly<Record<ScreenId, Story>> = {
  starting: switchedOn,
  home: switchedOn,
  notice: { play: (bench) => bench.touch({ type: 'show-notice' }) },
  'lay-card': charged,
  'reading-card': charged,
  'choose-amount': charged,
  'confirm-charge': charged,
  charging: charged,
  charged,
  printing: charged,
  goodbye: charged,
  terms: registered,
  registering: registered,
  registered,
  'lay-same-card': unresolved,
  unresolved,
  'staff-called': unresolved,
  'settled-earlier': {
    play: async (bench) => {
      const card = await lifted(bench, 'inside');
      await bench.see('home', 120_000);
      bench.lay(card);
      await bench.see('settled-earlier');
    },
  },
  inquiry: {
    play: async (bench) => {
      bench.lay(bench.addCard());
      await bench.see('inquiry');
    },
  },
  'print-failed': {
    play: async (bench) => {
      bench.lay(bench.addCard());
      await bench.see('inquiry');
      bench.printer.faults.paperOutAfterLines(2);
      await bench.touch({ type: 'print-history' });
      await bench.see('print-failed', 120_000);
    },
  },
  'out-of-service': {
    play: async (bench) => {
      const card = await confirming(bench);
      card.card.forceNextWrite({ sf1: 0x00, sf2: 0x00, written: false });
      await bench.touch({ type: 'confirm' });
      await bench.see('out-of-service');
    },
  },
  closed: {
    bench: { openingHours: { opens: '06:00', closes: '11:00' }, wallAt: '2023-04-10T12:00' },
    play: async (bench) => {
      await bench.see('closed');
    },
  },
  maintenance: {
    play: async (bench) => {
      bench.lay(bench.cardFrom({ kind: 'staff', staffId: 'S-1', role: 'engineer' }));
      await bench.see('maintenance');
    },
  },
  trouble: laid('registration', { kind: 'type-a' }),
};

export const troubleStories: Readonly<Record<Trouble['kind'], Story>> = {
  'foreign-card': laid('registration', { kind: 'other-issuer', issuer: 'Suica', balanceYen: 100 }),
  'not-felica': laid('registration', { kind: 'type-a' }),
  'unknown-card': laid('registration', { kind: 'other-felica', systemCode: 'fe00' }),
  'several-cards': whileReading((bench) => bench.lay(bench.addCard())),
  'card-unreadable': {
    play: async (bench) => {
      const card = bench.addCard();
      const isAuthentication = (packet: Uint8Array) => packet[1] === Command.authentication2;
      await bench.touch({ type: 'choose-job', job: 'point-charge' });
      for (let reading = 0; reading < 3; reading++) {
        bench.reader.field.arm({ kind: 'lift', moment: 'before' }, { packet: isAuthentication });
        bench.lay(card);
        await bench.wait(3_000);
      }
    },
  },
  'card-removed': {
    play: async (bench) => {
      await confirming(bench);
      bench.lift();
      await bench.see('trouble');
    },
  },
  'different-card': whileReading((bench) => {
    bench.lift();
    bench.lay(bench.addCard());
  }),
  'registration-not-needed': laid('registration', { kind: 'smart-icoca', cardNumber, balanceYen: 100 }),
  'mobile-not-started': {
    ...laid('registration', { kind: 'mobile-icoca', cardNumber, balanceYen: 100 }),
    bench: { today: '2023-03-10' },
  },
  'no-stored-fare': laid('registration', { kind: 'pass-without-sf', cardNumber, balanceYen: 0 }),
  'not-on-this-machine': {
    bench: { profile: 'light-blue' },
    play: (bench) => bench.touch({ type: 'choose-job', job: 'registration' }),
  },
  unregistered: {
    play: async (bench) => {
      await begun(bench, { registered: false, points: 0 });
    },
  },
  'no-points': {
    play: async (bench) => {
      await begun(bench, { points: 7 });
    },
  },
  'card-full': {
    play: async (bench) => {
      await begun(bench, { balanceYen: 19_995, points: 5_000 });
    },
  },
  'points-changed': {
    play: async (here) => {
      const there = await flowBench({ world: here.world, stationId: 'FLOW-2' });
      const card = await confirming(here);
      await confirming(there, reissued(card));
      await there.touch({ type: 'confirm' });
      await there.see('charged');
      await here.touch({ type: 'confirm' });
      await here.see('trouble');
    },
  },
  'points-held': {
    play: async (here) => {
      const there = await flowBench({ world: here.world, stationId: 'FLOW-2' });
      const card = here.addCard({ balanceYen: 0, points: 1_000 });
      await lifted(there, 'inside', reissued(card));
      await begun(here, card);
    },
  },
  'center-unreachable': {
    play: async (bench) => {
      await bench.touch({ type: 'choose-job', job: 'point-charge' });
      bench.world.killCenter();
      bench.lay(bench.addCard());
      await bench.see('trouble');
    },
  },
  'date-unknown': {
    play: async (bench) => {
      await confirming(bench);
      bench.world.killCenter();
      for (let minute = 0; minute < 12; minute++) {
        await bench.touch({ type: 'more-time' });
        await bench.wait(60_000);
      }
      await bench.touch({ type: 'confirm' });
      await bench.see('trouble');
    },
  },
  'reader-unavailable': {
    play: async (bench) => {
      await bench.touch({ type: 'choose-job', job: 'point-charge' });
      bench.readerLine.faults.cut();
      await bench.see('trouble');
      bench.readerLine.faults.heal();
    },
  },
  'charge-not-done': {
    play: async (bench) => {
      bench.lay(await lifted(bench, 'before'));
      await bench.see('trouble');
    },
  },
  'card-refused': {
    play: async (bench) => {
      const card = await confirming(bench);
      card.card.forceNextWrite({ sf1: 0xff, sf2: 0xa5, written: false });
      await bench.touch({ type: 'confirm' });
      await bench.see('trouble');
    },
  },
};

/**
 * The receipts that the gallery and the layout tests draw are what the station makes of the same data. Made new with
 * `vitest -u` after a change that is meant.
 */
import { expect, test } from 'vitest';
import { samples, screenOf } from '../../renderer/samples.ts';
import type { Screen, ScreenBody } from '../../station/contract/index.ts';
import { previewOf } from '../../station/receipts/preview.ts';
import { pointChargeReceipt, type Receipt, registrationReceipt } from '../../station/receipts/receipt.ts';

/** The others show a screen without a receipt. */
const SHOWN = [
  'registered',
  'registered-no-paper',
  'registered-too-late',
  'charged',
  'charged-card-full',
  'unresolved',
];
const NUMBER = 42;
const on = '2023-04-10';

function receiptOf(body: ScreenBody): Receipt {
  switch (body.id) {
    case 'registered':
      return registrationReceipt(body);
    case 'charged':
      return pointChargeReceipt({ ...body, on, reference: 'K7QF-2M9T' });
    case 'unresolved': {
      const { cardTail, reference, charge } = body;
      return { kind: 'unresolved', data: { on, cardTail, reference, charge, balanceBeforeYen: 1_200 } };
    }
    default:
      throw new Error(`${body.id} offers no receipt`);
  }
}

function previewIn({ body, stationName, pointName, language }: Screen) {
  const imprint = { stationName, pointName, number: NUMBER, original: true };
  return previewOf(receiptOf(body), { imprint, number: NUMBER, language, widthMm: 80 });
}

test('the samples of the page show receipts of the station', async () => {
  const shown = SHOWN.map((name) => {
    const sample = samples.find((candidate) => candidate.name === name);
    if (!sample) throw new Error(`there is no sample "${name}"`);
    const screens = (['ja', 'en'] as const).map((language) => screenOf(sample, language, 'navy'));
    return [name, Object.fromEntries(screens.map((screen) => [screen.language, previewIn(screen)]))];
  });
  const json = JSON.stringify(Object.fromEntries(shown), null, 1);
  await expect(`${json}\n`).toMatchFileSnapshot('../../renderer/samples-receipts.json');
});

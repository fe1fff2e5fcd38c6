/** A passenger in trouble, and staff with five minutes: with the card, by decision, and the shift after it. By touch. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Demo, launchBrowser, startDemo } from './demo.ts';

// The cards and PINs that every demo begins with (rig/cards/sample-cards.json).
const PIN = { staff: '250413', 'staff-engineer': '704926' } as const;

let browser: Browser;
let demo: Demo;
beforeAll(async () => {
  browser = await launchBrowser();
  demo = await startDemo(browser);
});
afterAll(async () => {
  await demo?.stop();
  await browser?.close();
});

const journalCommand = join(import.meta.dirname, '../../cli/journal.ts');
const onStaffScreen = (id: string) => demo.screen.locator(`main[data-staff="${id}"]`).waitFor({ timeout: 20_000 });

async function enterPin(pin: string): Promise<void> {
  const pad = demo.screen.locator('.pad');
  await pad.waitFor({ timeout: 20_000 });
  for (const digit of pin) await pad.getByRole('button', { name: digit, exact: true }).click();
}

async function comeIn(card: keyof typeof PIN): Promise<void> {
  for (let again = 0; again < 5; again++) {
    await demo.lay(card);
    try {
      await demo.screen.locator('.pad').waitFor({ timeout: 3_000 });
      await enterPin(PIN[card]);
      return await onStaffScreen('menu');
    } catch {
      await demo.lift();
    }
  }
  throw new Error(`nobody comes in: ${await demo.text()}`);
}

/** Charges, lifts the card in the write, and calls for staff. */
async function inTrouble(card: string, fault: 'lifted-before-write' | 'lifted-after-write'): Promise<void> {
  await demo.onScreen('home');
  await demo.act({ do: 'arm-fault', fault });
  await demo.touch(/^ポイントチャージ/);
  await demo.lay(card);
  await demo.onScreen('choose-amount');
  await demo.touch(/^金額を決めてチャージする/);
  for (const digit of '10') await demo.touch(digit);
  await demo.touch('この金額でチャージする');
  await demo.onScreen('confirm-charge');
  await demo.touch(/チャージする$/);
  await demo.onScreen('lay-same-card');
  await demo.touch('係員を呼ぶ');
  await demo.onScreen('unresolved');
  await demo.touch('いらない');
  await demo.onScreen('home');
}

async function openTheCase(): Promise<void> {
  await comeIn('staff');
  await demo.touch('処理未了');
  await onStaffScreen('cases');
  await demo.screen.locator('.rows .button').first().click();
  await onStaffScreen('case');
}

function ends(): unknown[] {
  const database = new DatabaseSync(join(demo.data, 'center.sqlite'), { readOnly: true });
  try {
    const rows = database.prepare('SELECT state, proof FROM transfer_ends').all();
    return rows.map((row) => ({ ...row }));
  } finally {
    database.close();
  }
}

const paper = async () => (await demo.state()).printer.pieces.map(({ text }) => text).join('\n');

test('with the card on the reader: its history tells, the ledger has it', async () => {
  await inTrouble('icoca-15000', 'lifted-after-write');
  await openTheCase();
  await demo.touch('カードを置いて調べる');
  await onStaffScreen('lay-case-card');
  await demo.lift();
  await demo.lay('icoca-15000');
  await onStaffScreen('lay-staff-card');
  await demo.lift();
  await demo.lay('staff');
  await onStaffScreen('case-ended');
  await demo.screen.getByText('カードに書き込まれていました').waitFor();
  await demo.touch('票を印字する');
  await demo.screen.getByText('印字しました。').waitFor({ timeout: 30_000 });
  expect(await paper()).toContain('確認票');
  await demo.touch('一覧へ');
  await demo.screen.getByText('処理未了はありません').waitFor();
  await expect.poll(ends).toEqual([{ state: 'settled', proof: 'history' }]);
  await demo.lift();
});

test('no card will come: two of staff decide, the slip comes out, the shift has it and agrees with the ledger', async () => {
  await inTrouble('icoca-108', 'lifted-before-write');
  await openTheCase();
  await demo.touch('二人で決定する');
  await demo.touch(/^書込みなし/);
  await demo.touch('カードを紛失した');
  await demo.touch('もう一人を呼んだ');
  await onStaffScreen('lay-second-card');
  await demo.lift();
  await demo.lay('staff-engineer');
  await enterPin(PIN['staff-engineer']);
  await onStaffScreen('lay-staff-card');
  await demo.lift();
  await demo.lay('staff');
  await onStaffScreen('case-ended');
  await demo.touch('票を印字する');
  await demo.screen.getByText('印字しました。').waitFor({ timeout: 30_000 });
  expect(await paper()).toContain('決定票');
  await expect.poll(ends).toContainEqual({ state: 'voided', proof: 'staff' });
  await demo.touch('一覧へ');
  await onStaffScreen('cases');
  await demo.touch('戻る');
  await onStaffScreen('menu');

  await demo.touch('締め・集計');
  await onStaffScreen('shift');
  await demo.screen.getByText('一致しています（2件）').waitFor();
  await demo.touch('ここで締め切る');
  await demo.screen.getByText('締切 第1回').waitFor({ timeout: 20_000 });
  await demo.touch('票を印字する');
  await demo.screen.getByText('印字しました。').waitFor({ timeout: 30_000 });
  await demo.touch('戻る');
  await onStaffScreen('menu');

  await demo.touch('記録');
  await onStaffScreen('journal');
  await demo.touch('つながりを確かめる');
  await demo.screen.locator('[data-chain="whole"]').waitFor({ timeout: 20_000 });
  await demo.lift();
  await demo.onScreen('home');
});

test('the journal is searched by the card, and the log of staff by the day', async () => {
  await comeIn('staff');
  await demo.touch('記録');
  await demo.touch('カードの下4けたで探す');
  await onStaffScreen('search');
  // Of the sample card `icoca-15000`.
  for (const key of '0005') await demo.touch(key);
  await demo.touch('探す');
  await onStaffScreen('hits');
  await demo.screen.locator('.rows .button').first().click();
  await onStaffScreen('hit');
  await demo.screen.locator('.steps li').first().waitFor();
  for (let back = 0; back < 3; back++) await demo.touch('戻る');
  await onStaffScreen('journal');

  await demo.touch('係員の記録を見る');
  // Of the machine's own clock, in Japan.
  const today = new Date(Date.now() + 9 * 3_600_000).toISOString().slice(0, 10);
  for (const key of today.replaceAll('-', '')) await demo.touch(key);
  await demo.touch('探す');
  await onStaffScreen('staff-log');
  const lines = demo.screen.locator('.log li');
  await expect(lines.first().innerText()).resolves.toContain('search-journal staff-log');
  await expect(demo.screen.locator('.log').getByText('係員操作を開始').first().isVisible()).resolves.toBe(true);
  // A journal names cards in full: an attendant takes none away.
  await demo.touch('戻る');
  await demo.touch('戻る');
  await onStaffScreen('journal');
  await expect(demo.screen.getByRole('button', { name: '書き出す' }).count()).resolves.toBe(0);
  await demo.lift();
  await demo.onScreen('home');
});

test('an engineer takes the journal away, and it is good elsewhere', async () => {
  await comeIn('staff-engineer');
  await demo.touch('記録');
  await demo.touch('書き出す');
  await onStaffScreen('choose-medium');
  await demo.screen.getByRole('button', { name: /exports$/ }).click();
  await onStaffScreen('exported');
  const file = join(demo.data, 'exports', await demo.screen.locator('.file').innerText());
  const verified = spawnSync(process.execPath, [journalCommand, 'verify', file], { encoding: 'utf8' });
  expect(verified.stderr).toBe('');
  expect(verified.stdout).toContain('audit log');
  await demo.lift();
  await demo.onScreen('home');
});

test('the machine is shut down: the page waits, and the journal is free and whole', async () => {
  await comeIn('staff-engineer');
  await demo.touch('電源を切る');
  await onStaffScreen('confirm-power');
  await demo.screen.locator('footer').getByRole('button', { name: '電源を切る' }).click();
  await demo.screen.getByText('しばらくお待ちください').first().waitFor({ timeout: 20_000 });
  // The station holds it for itself as long as it runs.
  const verified = spawnSync(
    process.execPath,
    [journalCommand, 'verify', join(demo.data, 'station', 'journal.sqlite')],
    { encoding: 'utf8' },
  );
  expect(verified).toMatchObject({ stderr: '', status: 0 });
});

import { describe, expect, test } from 'vitest';
import { checkPageMessage, checkStaffMessage } from './channel.ts';
import { channel, staffChannel } from './channel-names.ts';
import { pageAddress, staffPageAddress } from './page-files.ts';
import { Stage } from './stage.ts';

function stage() {
  const windows: { shown: unknown[]; destroyed: boolean }[] = [];
  const made = new Stage<string>(() => {
    const window = { shown: [] as unknown[], destroyed: false };
    windows.push(window);
    return {
      send: (screen) => window.shown.push(screen),
      destroy: () => {
        window.destroyed = true;
      },
    };
  });
  return { stage: made, windows };
}

describe('the window of staff', () => {
  test('is made with the first screen, which its page gets when it says hello', () => {
    const { stage: one, windows } = stage();
    one.screen('pin');
    one.hello();
    one.screen('menu');
    expect(windows).toEqual([{ shown: ['pin', 'menu'], destroyed: false }]);
  });

  test('is destroyed with the session, and with a station that is gone; nothing of it is said again', () => {
    const { stage: one, windows } = stage();
    one.screen('menu');
    one.screen(null);
    expect(one.isOpen).toBe(false);
    expect(windows[0]?.destroyed).toBe(true);
    one.screen('pin');
    one.hello();
    expect(windows[1]?.shown).toEqual(['pin']);
  });

  test('nobody is at work: hello gets no answer', () => {
    const { stage: one, windows } = stage();
    one.screen(null);
    one.hello();
    expect(windows).toEqual([]);
  });
});

describe('the two pages do not speak for each other', () => {
  const intent = { type: 'finish' };
  const open = '0'.repeat(32);
  const staffMessage = { kind: 'intent', message: { session: '0'.repeat(32), revision: 3, intent } };

  test('a staff message on the passenger’s channel is no message', () => {
    const sender = { url: pageAddress, isTop: true };
    expect(checkPageMessage(sender, staffMessage, pageAddress)).toEqual({ ok: false, refusal: 'bad-message' });
    expect(checkPageMessage(sender, { kind: 'staff', message: staffMessage }, pageAddress).ok).toBe(false);
  });

  test('the passenger’s page on the staff channel is a foreign sender', () => {
    const sender = { url: `${pageAddress}index.html`, isTop: true };
    expect(checkStaffMessage(sender, staffMessage, staffPageAddress, open)).toEqual({
      ok: false,
      refusal: 'foreign-sender',
    });
  });

  test('each has an origin of its own', () => {
    const [host, staffHost] = [pageAddress, staffPageAddress].map((address) => new URL(address).host);
    expect([host, staffHost]).toEqual(['passenger', 'staff']);
  });

  test('the staff page is heard on its own', () => {
    const sender = { url: staffPageAddress, isTop: true };
    expect(checkStaffMessage(sender, staffMessage, staffPageAddress, open)).toEqual({
      ok: true,
      message: staffMessage,
    });
  });

  test.each([null, '1'.repeat(32)])('a touch of another session is refused while %j is open', (session) => {
    const sender = { url: staffPageAddress, isTop: true };
    const refused = { ok: false, refusal: 'wrong-session' };
    expect(checkStaffMessage(sender, staffMessage, staffPageAddress, session)).toEqual(refused);
  });

  test('no channel has the name of another', () => {
    const names = [...Object.values(channel), ...Object.values(staffChannel)];
    expect(new Set(names).size).toBe(names.length);
  });
});

import { expect, test } from 'vitest';
import { fromHex } from '../bytes.ts';
import { cardCryptogram, chainKeys, challengeKeys, openHostCryptogram, sealMessage, sessionOf } from './felica-auth.ts';
import { rigAreaKey, rigServiceKey, rigSystemKey } from './rig-keys.ts';
import { createRigSam } from './rig-sam.ts';

const idm = fromHex('0102030405060708');

/** The rig's SAM and a card that knows its keys and counts from `first` on. */
async function sessionFrom(first: number) {
  const begun = await createRigSam().begin({ idm }, [0], [0x48]);
  if (!begun.ok) throw new Error('not begun');
  const keys = challengeKeys(chainKeys(rigSystemKey(0x0003), [rigAreaKey(0)], [rigServiceKey(0x48)]), idm);
  const r1 = openHostCryptogram(keys, begun.value.authentication1.slice(-8));
  const r2 = fromHex('b0b1b2b3b4b5b6b7');
  const answer = Uint8Array.of(26, 0x11, ...idm, ...cardCryptogram(keys, r1), ...cardCryptogram(keys, r2));
  expect(await begun.value.authentication2(answer)).toMatchObject({ ok: true });
  const session = sessionOf(r1, r2);
  const last = sealMessage(session, 0x13, { number: first, payload: new Uint8Array(16) });
  const opened = await begun.value.finish(last);
  if (!opened.ok) throw new Error('no session');
  return { sam: opened.value, session };
}

test('a session ends with its last number: none is used twice, and nothing is sent that the card would not hear', async () => {
  const { sam, session } = await sessionFrom(0xfffd);
  const payload = Uint8Array.of(1, 0x80, 0);
  expect(await sam.seal(0x16, payload)).toEqual({
    ok: true,
    value: sealMessage(session, 0x16, { number: 0xfffe, payload }),
  });
  const answer = sealMessage(session, 0x17, { number: 0xffff, payload: Uint8Array.of(0, 0) });
  expect(await sam.open(0x17, answer)).toMatchObject({ ok: true });
  expect(await sam.seal(0x16, payload)).toEqual({ ok: false, error: { kind: 'not-authentic' } });
});

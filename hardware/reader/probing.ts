import { fail, type Result } from '../result.ts';
import { commandCode } from './codes.ts';
import { delays } from './delays.ts';
import type { Dialect } from './dialect.ts';
import type { ChipLink, LinkFailure } from './link.ts';
import { pn532, wakeUpPreamble } from './pn532.ts';
import { rcs620s } from './rcs620s.ts';

/** What a PN532 calls itself; the chips of the RC-S956 family, an RC-S620/S's too, say 33 (docs/facts/felica.md §1.3, §2.2). */
const pn532Chip = 0x32;

/** Asks the reader what it is each time it is set up, and speaks its dialect from there on. */
export function probing(): Dialect {
  let found: Dialect | null = null;

  function speak<Value>(
    say: (dialect: Dialect) => Promise<Result<Value, LinkFailure>>,
  ): Promise<Result<Value, LinkFailure>> {
    return found ? say(found) : Promise.resolve(fail('no-response'));
  }

  return {
    async initialise(link) {
      const version = await askVersion(link);
      if (!version.ok) return version;
      found = version.value[0] === pn532Chip ? pn532() : rcs620s();
      return found.initialise(link);
    },
    resynchronise: (link, nonce) => speak((dialect) => dialect.resynchronise(link, nonce)),
    detect: (link, field) => speak((dialect) => dialect.detect(link, field)),
    exchange: (link, packet, timeoutMs) =>
      found ? found.exchange(link, packet, timeoutMs) : Promise.resolve(fail('no-response')),
    fieldOff: (link) => speak((dialect) => dialect.fieldOff(link)),
  };
}

/** Both kinds know this command; the wake-up bytes are noise to the one that does not need them. */
async function askVersion(link: ChipLink): Promise<Result<Uint8Array, LinkFailure>> {
  await link.abort();
  await link.wakeUp(wakeUpPreamble);
  return link.command(Uint8Array.of(commandCode.getFirmwareVersion), delays.settings);
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SimulatedClock } from '../clock.ts';
import { memoryLine } from '../lines/memory.ts';
import { RealTimeLane } from './real-time.ts';
import { createPrinterSimulator } from './simulator.ts';

const wire = fc.array(fc.oneof(fc.constantFrom(0x10, 0x04, 0x05, 0x14, 0x01, 0x1b, 0x1d, 0x41, 0x97), fc.nat(255)), {
  maxLength: 120,
});

test('every byte goes into one lane, once and in order', () => {
  fc.assert(
    fc.property(wire, (bytes) => {
      const lane = new RealTimeLane(false);
      const sorted = bytes.map((byte) => lane.push(byte));
      const taken = sorted.flatMap(({ data, realTime }) => [...(realTime ?? []), ...data]);
      // The rest waits in the lane: the beginning of a real-time command.
      expect(bytes.slice(0, taken.length)).toEqual(taken);
      expect(bytes.length - taken.length).toBeLessThan(10);
    }),
    { numRuns: 1_000 },
  );
});

test('a printer that is sent anything at all neither throws nor stands in a loop', async () => {
  await fc.assert(
    fc.asyncProperty(wire, fc.boolean(), async (bytes, realTimeInData) => {
      const clock = new SimulatedClock();
      const line = memoryLine();
      const simulator = createPrinterSimulator({ stream: line.device, clock, realTimeInData });
      const stream = await line.open();
      await stream.write(Uint8Array.from(bytes));
      await clock.advance(10_000);
      simulator.stop();
      expect(clock.pending).toBe(0);
    }),
    { numRuns: 150 },
  );
});

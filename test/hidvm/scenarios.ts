import { deepEqual, equal, ok } from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createCardAccess } from '../../hardware/card/access.ts';
import { simulatedTransitCard } from '../../hardware/card/simulator/spec.ts';
import { delay, systemClock } from '../../hardware/clock.ts';
import { hidLine } from '../../hardware/lines/hid.ts';
import { createReader } from '../../hardware/reader/driver.ts';
import { neo2Usb } from '../../hardware/reader/neo2-codec.ts';
import { createNeo2Simulator } from '../../hardware/reader/neo2-simulator.ts';
import { StreamLost } from '../../hardware/stream.ts';
import { lr6Usb } from '../../hardware/tower/codec.ts';
import { createTower } from '../../hardware/tower/driver.ts';
import { createTowerSimulator } from '../../hardware/tower/simulator.ts';
import { neo2, tower } from './devices.ts';
import { virtualHid } from './uhid.ts';

/** What is run inside the virtual machine, by name: the shipped drivers over node-hid, hidraw and the kernel. */
export const scenarios: Readonly<Record<string, () => Promise<void>>> = {
  'the tower shows what it is told, byte for byte': async () => {
    const device = virtualHid(tower);
    const reports: string[] = [];
    device.stream.onData((report) => reports.push(Buffer.from(report).toString('hex')));
    device.plug();
    const driver = createTower({ line: hidLine(lr6Usb), clock: systemClock });
    driver.start();
    await until(() => driver.status === 'ready');
    for (const signal of ['in-service', 'out-of-service', 'staff-call'] as const) driver.show(signal);
    await until(() => reports.length === 2);
    await driver.stop();
    device.unplug();
    deepEqual(reports, ['000000' + '00ff00000000', '000000' + '32ff02000000', '000000' + '00ff00000000']);
  },

  'the tower is unplugged and comes back with what it was told meanwhile': async () => {
    const device = virtualHid(tower);
    const simulator = createTowerSimulator(device.stream);
    const driver = createTower({ line: hidLine(lr6Usb), clock: systemClock });
    driver.show('in-service');
    driver.start();
    await until(() => driver.status === 'disconnected');
    device.plug();
    await until(() => simulator.lamps.green === 'on');
    device.unplug();
    simulator.powerCycle();
    await until(() => driver.status === 'disconnected');
    driver.show('out-of-service');
    device.plug();
    await until(() => simulator.lamps.red === 'on');
    await driver.stop();
    device.unplug();
    deepEqual(simulator.breaches, []);
  },

  'the NEO 2 reads a card: balance and twenty records over reports of several parts': async () => {
    const device = virtualHid(neo2);
    const simulator = createNeo2Simulator({ stream: device.stream, clock: systemClock });
    const history = Array.from({ length: 20 }, () => '0802000018d701070000480d00001e00');
    simulator.field.lay(
      simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW123456789012345', balanceYen: 2300, history }),
    );
    device.plug();
    const reader = createReader({ kind: 'neo2', line: hidLine(neo2Usb), clock: systemClock });
    reader.start();
    await until(() => reader.status === 'ready');
    const access = createCardAccess({ reader, sam: null });
    const sighting = await access.look();
    ok(sighting.ok && sighting.value.on === 'transit-card', JSON.stringify(sighting));
    equal(sighting.value.issuer, 'ICOCA');
    const open = await access.readOpen(sighting.value.idm);
    ok(open.ok, JSON.stringify(open));
    equal(open.value.balanceYen, 2300);
    equal(open.value.history.length, 20);
    await reader.stop();
    simulator.stop();
    device.unplug();
    deepEqual(simulator.breaches, []);
  },

  'the NEO 2 is unplugged at any moment of a look, again and again, and found again': async () => {
    const device = virtualHid(neo2);
    const simulator = createNeo2Simulator({ stream: device.stream, clock: systemClock });
    simulator.field.lay(simulatedTransitCard({ kind: 'icoca', cardNumber: 'JW123456789012345', balanceYen: 500 }));
    device.plug();
    const reader = createReader({ kind: 'neo2', line: hidLine(neo2Usb), clock: systemClock });
    reader.start();
    for (const at of [0, 1, 3, 7, 15, 40]) {
      await until(() => reader.status === 'ready');
      const look = reader.detect();
      await delay(systemClock, at);
      device.unplug();
      simulator.powerOff();
      await look;
      await until(() => reader.status === 'disconnected');
      simulator.powerOn();
      device.plug();
    }
    await until(() => reader.status === 'ready');
    const last = await reader.detect();
    ok(last.ok && last.value.found === 'felica', JSON.stringify(last));
    equal(reader.counters.disconnections, 6);
    await reader.stop();
    simulator.stop();
    device.unplug();
  },

  'a line is opened and closed many times while reports come in, with a device that dies now and then': async () => {
    const device = virtualHid(neo2);
    const report = new Uint8Array(64).fill(1);
    for (let time = 0; time < 20; time++) {
      device.plug();
      const stream = await eventually(() => hidLine(neo2Usb).open());
      let ends = 0;
      let heard = 0;
      stream.onEnd(() => ends++);
      stream.onData(() => heard++);
      for (let count = 0; count < 5; count++) await device.stream.write(report);
      if (time % 2 === 0) await until(() => heard > 0);
      const dies = time % 3 === 0;
      if (dies) device.unplug();
      const write = stream.write(report).catch((error: unknown) => ok(error instanceof StreamLost));
      await stream.close();
      await write;
      equal(ends, 1);
    }
    device.unplug();
  },

  'a program that closed its device, and then lost it, ends by itself': async () => {
    const device = virtualHid(neo2);
    device.plug();
    const program = spawn(process.execPath, ['test/hidvm/opens-twice.ts'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const ended = once(program, 'exit');
    await once(program.stdout, 'data');
    device.unplug();
    deepEqual(await ended, [0, null]);
  },
};

async function until(condition: () => boolean): Promise<void> {
  const end = systemClock.now() + 15_000;
  while (!condition()) {
    if (systemClock.now() > end) throw new Error(`waited in vain for ${condition}`);
    await delay(systemClock, 5);
  }
}

/** The kernel needs a moment to make the node of a device that was plugged in. */
async function eventually<Value>(attempt: () => Promise<Value>): Promise<Value> {
  const end = systemClock.now() + 5_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (systemClock.now() > end) throw error;
      await delay(systemClock, 20);
    }
  }
}

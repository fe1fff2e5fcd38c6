import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fail, ok } from '../../hardware/result.ts';
import { type RigFile, RigFile as RigFileSchema, readRigFile } from '../../rig/devices/config.ts';
import { serveControl } from '../../rig/devices/control.ts';
import { Devices } from '../../rig/devices/devices.ts';
import { openApi } from '../../rig/devices/openapi.ts';
import { PartWrong } from '../../rig/devices/part.ts';
import { checkRecording } from '../../rig/wire/check.ts';
import { DeviceName, readRecording } from '../../rig/wire/recording.ts';
import { argumentsOf, type Outcome, stopSignal, WrongUsage } from './session.ts';
import { writeText } from './write-text.ts';

/** 0 to 65535. */
const Port = /^(\d{1,4}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])$/;

/** `npm run rig -- serve FILE [--port N] [--data DIR]`: the devices of a rig file and their control API, until told to stop. */
export async function runServe(args: readonly string[]): Promise<Outcome> {
  const { values, positionals } = argumentsOf(args, { port: { type: 'string' }, data: { type: 'string' } });
  const [file, ...more] = positionals;
  if (!file || more.length > 0 || (values.port !== undefined && !Port.test(values.port))) throw new WrongUsage();
  const read = readRigFile(file);
  if (!read.ok) return read;
  const { rig, wrong } = read.value;
  return serve(rig, { wrong, port: Number(values.port ?? 0), data: values.data });
}

/** `npm run rig -- record reader|printer|tower LINE --link PATH --out FILE [--force]`: a real device behind PATH, written down. */
export async function runRecord(args: readonly string[]): Promise<Outcome> {
  const { values, positionals } = argumentsOf(args, {
    link: { type: 'string' },
    out: { type: 'string' },
    force: { type: 'boolean' },
  });
  const [name, line, ...more] = positionals;
  const device = DeviceName.safeParse(name);
  const { link, out } = values;
  if (!device.success || !line || !link || !out || more.length > 0) throw new WrongUsage();
  // What a device has said once, it may never say again.
  if (existsSync(out) && !values.force)
    return fail(`${out} is there already: choose another name, or write over it with --force`);
  const part = { is: 'real', line, at: `pty:${resolve(link)}`, record: resolve(out) };
  const rig = RigFileSchema.safeParse({ devices: { [device.data]: part } });
  if (!rig.success) return fail(rig.error.issues[0]?.message ?? 'wrong');
  return serve(rig.data, { wrong: (_path, what) => what });
}

/** `npm run rig -- replay FILE --link PATH`: a device that answers as it did when FILE was recorded. */
export async function runReplay(args: readonly string[]): Promise<Outcome> {
  const { values, positionals } = argumentsOf(args, { link: { type: 'string' } });
  const [file, ...more] = positionals;
  if (!file || !values.link || more.length > 0) throw new WrongUsage();
  const recording = readRecording(file);
  if (!recording.ok) return recording;
  const { device } = recording.value;
  if (device === 'tower') return fail(`${file}: a signal tower says nothing: there is nothing to replay`);
  const part = { is: 'replayed', recording: resolve(file), at: `pty:${resolve(values.link)}` };
  const rig = RigFileSchema.parse({ devices: { [device]: part } });
  return serve(rig, { wrong: (_path, what) => what });
}

/** `npm run rig -- check-recording FILE`: our codecs against what a device has said. */
export async function runCheckRecording(args: readonly string[]): Promise<Outcome> {
  const [file, ...more] = args;
  if (!file || more.length > 0) throw new WrongUsage();
  const recording = readRecording(file);
  if (!recording.ok) return recording;
  const checked = checkRecording(recording.value);
  if (!checked.ok) return fail(`${file}: ${checked.error}`);
  const { host, device } = checked.value;
  process.stdout.write(
    `${recording.value.device}: ${host} messages of the host, ${device} of the device, all understood\n`,
  );
  return ok(undefined);
}

/** `npm run rig -- openapi FILE`: writes the description of the control API. */
export async function runOpenApi(args: readonly string[]): Promise<Outcome> {
  const [file, ...more] = args;
  if (!file || more.length > 0) throw new WrongUsage();
  return writeText(file, `${JSON.stringify(openApi(), null, 2)}\n`);
}

interface Serving {
  /** A line about a part of the rig that cannot be had. */
  readonly wrong: (path: readonly string[], what: string) => string;
  readonly port?: number;
  /** Left out: nothing is kept. */
  readonly data?: string | undefined;
}

async function serve(rig: RigFile, { wrong, port = 0, data }: Serving): Promise<Outcome> {
  const told = stopSignal();
  const directory = data === undefined ? mkdtempSync(join(tmpdir(), 'wester-rig-')) : resolve(data);
  try {
    const devices = await Devices.open({ rig, directory });
    try {
      const control = await serveControl(devices, port);
      for (const device of DeviceName.options) {
        const state = devices.state[device];
        if (state) process.stdout.write(`${device} ${state.address} (${state.is})\n`);
      }
      process.stdout.write(`control ${control.address}\n`);
      await told;
      await control.close();
      return ok(undefined);
    } finally {
      await devices.close();
    }
  } catch (error) {
    if (error instanceof PartWrong) return fail(wrong(error.path, error.message));
    if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') return fail(`port ${port} is taken; choose another`);
    throw error;
  } finally {
    if (data === undefined) rmSync(directory, { recursive: true, force: true });
  }
}

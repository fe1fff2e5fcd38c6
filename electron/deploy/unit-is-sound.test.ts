import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { delays } from '../delays.ts';
import { SHUT_DOWN_STATUS, SHUT_DOWN_UNFINISHED_STATUS } from '../ways-out.ts';

const unit = readFileSync(join(import.meta.dirname, 'wester-kiosk.service'), 'utf8');
const value = (name: string) => new RegExp(`^${name}=(.*)$`, 'm').exec(unit)?.[1] ?? '';
const canVerify = spawnSync('systemd-analyze', ['--version']).status === 0;

describe('the unit of systemd', () => {
  test('waits longer than the station may take to finish value in flight', () => {
    expect(Number(value('TimeoutStopSec')) * 1_000).toBeGreaterThan(delays.stopLimit);
  });

  test('gives a station that starts, and has to last, the time that the window gives it', () => {
    expect(Number(value('TimeoutStartSec')) * 1_000).toBeGreaterThan(delays.stationStart + delays.provenRun);
  });

  test('gives a page that hangs, or is loaded, the time that the window gives it', () => {
    expect(Number(value('WatchdogSec')) * 1_000).toBeGreaterThan(delays.pageStart + delays.pageSilence);
  });

  test('knows the status after which the machine is switched off', () => {
    expect(unit).toMatch(
      new RegExp(`^ExecStopPost=.* ${SHUT_DOWN_STATUS}\\|${SHUT_DOWN_UNFINISHED_STATUS}\\) systemctl poweroff`, 'm'),
    );
    expect(value('SuccessExitStatus')).toBe(String(SHUT_DOWN_STATUS));
  });

  test('does not lose what systemd-notify says for the window: no login session beside NotifyAccess=all', () => {
    expect(value('NotifyAccess')).toBe('all');
    expect(unit).not.toMatch(/^PAMName=/m);
  });

  test('has its sockets where it sees them: in a folder of its own, not in the hidden /run/user', () => {
    const folder = /^Environment=.*\bXDG_RUNTIME_DIR=(\S+)/m.exec(unit)?.[1];
    expect(folder).toBe(`/run/${value('RuntimeDirectory')}`);
    expect(value('RuntimeDirectoryMode')).toBe('0700');
    expect(folder).not.toMatch(/^\/run\/user/);
  });

  test.runIf(canVerify)('is one that systemd reads without a word (needs systemd-analyze)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'wester-unit-'));
    const copy = join(folder, 'wester-kiosk.service');
    // The two programs of a kiosk are not on this machine.
    writeFileSync(
      copy,
      unit.replaceAll('/usr/bin/cage', '/bin/true').replaceAll('/usr/local/sbin/kiosk-update', '/bin/true'),
    );
    const { stderr } = spawnSync('systemd-analyze', ['verify', '--man=no', copy], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect(stderr.split('\n').filter((line) => line.includes('wester-kiosk'))).toEqual([]);
  });
});

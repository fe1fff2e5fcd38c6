import { electronBinary } from '../electron.ts';
import type { Options } from './options.ts';
import { hasDisplay } from './window.ts';

export type Shell =
  | { readonly kind: 'electron'; readonly binary: string }
  | { readonly kind: 'browser'; readonly why: string }
  | { readonly kind: 'none' };

/** Electron where it can be, else the browser shell; with the reason, because the next person will ask for it. */
export async function chooseShell(asked: Options['shell'], say: (line: string) => void): Promise<Shell> {
  if (asked === 'none') return { kind: 'none' };
  if (asked === 'browser') return { kind: 'browser', why: 'asked for' };
  if (!hasDisplay()) return { kind: 'browser', why: 'there is no display for an Electron window' };
  if (process.platform === 'linux' && process.getuid?.() === 0) {
    return { kind: 'browser', why: "Electron's sandbox does not run as root" };
  }
  const electron = await electronBinary(say);
  if (electron.binary === null) return { kind: 'browser', why: electron.why };
  return { kind: 'electron', binary: electron.binary };
}

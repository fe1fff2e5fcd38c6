import { type BrowserWindow, ipcMain } from 'electron';
import type { Checked, Sender } from './channel.ts';

let refused = 0;

/**
 * The one way in for what a page says: nothing is acted on before `check` has seen who said it and what. `window`: whose top
 * frame it has to be; null while there is none. Refusals are counted and logged, never answered.
 */
export function handle<Message>(
  channel: string,
  window: () => BrowserWindow | null,
  check: (sender: Sender, message: unknown) => Checked<Message>,
  take: (message: Message) => void,
): void {
  ipcMain.on(channel, (event, message: unknown) => {
    const frame = event.senderFrame;
    const own = window();
    const isTop = frame !== null && own !== null && !own.isDestroyed() && frame === own.webContents.mainFrame;
    const checked = check({ url: frame?.url ?? null, isTop }, message);
    if (checked.ok) return take(checked.message);
    refused += 1;
    console.error(`${channel}: message refused (${checked.refusal}), ${refused} so far`);
  });
}

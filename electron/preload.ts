import { contextBridge, ipcRenderer } from 'electron';
import { channel } from './channel-names.ts';

// The page gets three named functions and nothing of Electron: the event object, which could send anything, stays here.
contextBridge.exposeInMainWorld('kiosk', {
  send: (message: unknown) => ipcRenderer.send(channel.fromPage, message),
  onScreen: (listener: (screen: unknown) => void) => {
    const forward = (_event: unknown, screen: unknown) => listener(screen);
    ipcRenderer.on(channel.screen, forward);
    return () => void ipcRenderer.removeListener(channel.screen, forward);
  },
  // Answered by the page itself: one that hangs, or that nothing was drawn in, has no answer.
  onBeat: (drawn: () => unknown) => {
    ipcRenderer.on(channel.beat, (_event: unknown, beat: unknown) =>
      ipcRenderer.send(channel.beat, { beat, drawn: drawn() }),
    );
  },
});

import { contextBridge, ipcRenderer } from 'electron';
import { channel } from './channel-names.ts';

// The page gets two named functions and nothing of Electron: the event object, which could send anything, stays here.
contextBridge.exposeInMainWorld('kiosk', {
  send: (message: unknown) => ipcRenderer.send(channel.fromPage, message),
  onScreen: (listener: (screen: unknown) => void) => {
    const forward = (_event: unknown, screen: unknown) => listener(screen);
    ipcRenderer.on(channel.screen, forward);
    return () => ipcRenderer.removeListener(channel.screen, forward);
  },
});
// Answered on the page's own thread: a page that hangs does not.
ipcRenderer.on(channel.beat, (_event: unknown, beat: unknown) => ipcRenderer.send(channel.beat, beat));

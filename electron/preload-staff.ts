import { contextBridge, ipcRenderer } from 'electron';
import { staffChannel } from './channel-names.ts';

// The staff page's window only: the passenger's preload knows neither this name nor these channels.
contextBridge.exposeInMainWorld('staff', {
  send: (message: unknown) => ipcRenderer.send(staffChannel.fromPage, message),
  onScreen: (listener: (screen: unknown) => void) => {
    const forward = (_event: unknown, screen: unknown) => listener(screen);
    ipcRenderer.on(staffChannel.screen, forward);
    return () => void ipcRenderer.removeListener(staffChannel.screen, forward);
  },
  // Answered by the page itself: one that hangs, or that nothing was drawn in, has no answer.
  onBeat: (drawn: () => unknown) => {
    ipcRenderer.on(staffChannel.beat, (_event: unknown, beat: unknown) =>
      ipcRenderer.send(staffChannel.beat, { beat, drawn: drawn() }),
    );
  },
});

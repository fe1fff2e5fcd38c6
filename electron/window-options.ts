import type { BrowserWindowConstructorOptions } from 'electron';

/**
 * The locked window (docs/facts/anchors.md §6). `windowed` is for the desk of a developer; a kiosk has no frame, no
 * way out and no developer tools.
 */
export function windowOptions(preload: string, windowed: boolean): BrowserWindowConstructorOptions {
  return {
    width: 1024,
    height: 768,
    useContentSize: true,
    kiosk: !windowed,
    fullscreen: !windowed,
    frame: windowed,
    autoHideMenuBar: true,
    // What shows before the page has painted, and after it died: dark, never a white flash.
    backgroundColor: '#0b1736',
    show: false,
    webPreferences: {
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      devTools: windowed,
      disableDialogs: true,
      // Voice and chimes begin with the keys or the card, not with a touch of the screen.
      autoplayPolicy: 'no-user-gesture-required',
      // The countdown on the page must go on when another window covers it.
      backgroundThrottling: false,
    },
  };
}

/** Sent with every file of the page: nothing from elsewhere, no inline script, no connection. */
export const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "font-src 'self'",
  "media-src 'self'",
  "connect-src 'none'",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

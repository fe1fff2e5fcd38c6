/** No way out of a page, and nothing into it but its own files (docs/facts/anchors.md §6). */
import type { Input, Session, WebContents } from 'electron';
import { pageScheme } from './page-files.ts';

/** A key that opens something of the browser's instead of typing into the page. */
export function isShortcut({ control, alt, meta, key }: Pick<Input, 'control' | 'alt' | 'meta' | 'key'>): boolean {
  return control || alt || meta || /^F\d+$/.test(key);
}

/** No navigation, no new window, no webview, no shortcut, no zoom. `windowed`: a developer keeps the shortcuts. */
export function lockContents(contents: WebContents, windowed: boolean): void {
  const refuse = (event: { preventDefault(): void }) => event.preventDefault();
  contents.on('will-navigate', refuse);
  contents.on('will-redirect', refuse);
  contents.on('will-frame-navigate', refuse);
  contents.on('will-attach-webview', refuse);
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
  contents.on('before-input-event', (event, input) => {
    if (!windowed && isShortcut(input)) event.preventDefault();
  });
  // Nothing speaks over WebRTC (no connection is allowed to pages): what would tell addresses of the network is shut all the same.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  // With every page: the limits belong to the document.
  contents.on('dom-ready', () => void contents.setVisualZoomLevelLimits(1, 1));
}

/** Nothing is allowed, nothing is fetched from elsewhere, nothing is saved. */
export function lockSession(own: Session): void {
  own.setPermissionRequestHandler((_contents, _permission, answer) => answer(false));
  own.setPermissionCheckHandler(() => false);
  own.setDevicePermissionHandler(() => false);
  own.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayBeFetched(url) }));
  own.on('will-download', (event) => event.preventDefault());
}

/** Our own files, and pictures that stand in the page itself (the page's policy says the same). */
export function mayBeFetched(url: string): boolean {
  return url.startsWith(`${pageScheme}:`) || url.startsWith('data:') || url.startsWith('devtools:');
}

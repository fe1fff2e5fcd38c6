import { readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { contentSecurityPolicy } from './window-options.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.woff': 'font/woff',
  '.png': 'image/png',
  '.webp': 'image/webp',
  '.json': 'application/json',
  '.wav': 'audio/wav',
  '.ogg': 'audio/ogg',
  '.opus': 'audio/ogg',
  '.mp3': 'audio/mpeg',
};

export const pageScheme = 'kiosk';
export const pageAddress = `${pageScheme}://page/`;
export const staffPageAddress = `${pageAddress}staff.html`;

/**
 * Answers requests for `kiosk://page/…` from a list made once, at start: a name that is not on the list is not found,
 * whatever dots and slashes it holds. No path is ever joined with something that came from the page.
 */
export function pageHandler(directory: string): (request: { url: string; method: string }) => Response {
  const files = new Map<string, string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in types)) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(`/${relative(directory, path).split(sep).join('/')}`, path);
  }
  const index = files.get('/index.html');
  if (index) files.set('/', index);

  return ({ url, method }) => {
    const address = new URL(url);
    const path = address.host === 'page' && method === 'GET' ? files.get(address.pathname) : undefined;
    if (!path) return new Response('not found', { status: 404 });
    return new Response(new Uint8Array(readFileSync(path)), {
      headers: {
        'content-type': types[extname(path)] as string,
        'content-security-policy': contentSecurityPolicy,
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      },
    });
  };
}

import { readdirSync, readFileSync } from 'node:fs';
import { basename, extname, join, relative, sep } from 'node:path';
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
/** A host, and so an origin, for each page, and its document: nothing that one of them keeps is ever the other's. */
const pages = { passenger: 'index.html', staff: 'staff.html' } as const;
export const pageAddress = `${pageScheme}://passenger/`;
export const staffPageAddress = `${pageScheme}://staff/`;

/** With every answer, also with "not found": that one is a document as well. */
const locks = { 'content-security-policy': contentSecurityPolicy, 'x-content-type-options': 'nosniff' } as const;

/** What of a request the answer depends on. */
export interface PageRequest {
  readonly url: string;
  readonly method: string;
  /** The header of that name; null: the whole file. */
  readonly range: string | null;
}

/**
 * Answers requests for `kiosk://passenger/…` and `kiosk://staff/…` from a list for each, made once, at start: a name that is
 * not on the list of its page is not found, whatever dots and slashes it holds. No path is ever joined with something that
 * came from a page.
 */
export function pageHandler(directory: string): (request: PageRequest) => Response {
  const built = builtFiles(directory);
  const lists = new Map(Object.entries(pages).map(([host, document]) => [host, listOf(document, built)]));

  return ({ url, method, range }) => {
    const { host, pathname } = new URL(url);
    const path = method === 'GET' ? lists.get(host)?.get(pathname) : undefined;
    if (!path) return new Response('not found', { status: 404, headers: locks });
    return answer(new Uint8Array(readFileSync(path)), range, {
      ...locks,
      'content-type': types[extname(path)] as string,
      'cache-control': 'no-store',
    });
  };
}

/** Where each built file of a known kind lies, by its name with slashes. */
function builtFiles(directory: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || !(extname(entry.name) in types)) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(relative(directory, path).split(sep).join('/'), path);
  }
  return files;
}

/** The document of a page, and every file that it, or one of these, names: built names carry a hash, no two are alike. */
function listOf(document: string, built: ReadonlyMap<string, string>): Map<string, string> {
  const found = new Set([document].filter((name) => built.has(name)));
  for (const name of found) {
    if (!/\.(html|js|css)$/.test(name)) continue;
    const text = readFileSync(built.get(name) as string, 'utf8');
    for (const other of built.keys()) if (!other.endsWith('.html') && text.includes(basename(other))) found.add(other);
  }
  const list = new Map([...found].map((name) => [`/${name}`, built.get(name) as string]));
  const index = built.get(document);
  if (index) list.set('/', index);
  return list;
}

/**
 * The file, or the part of it that was asked for: Chromium asks for sounds in parts (RFC 9110 §14), and does not play every
 * one of which it gets the whole in answer (docs/facts/anchors.md §6).
 */
function answer(file: Uint8Array<ArrayBuffer>, range: string | null, headers: Record<string, string>): Response {
  const asked = /^bytes=(\d+)-(\d*)$/.exec(range ?? '');
  const whole = { ...headers, 'accept-ranges': 'bytes' };
  if (!asked) return new Response(file, { headers: whole });
  const [first, last] = [Number(asked[1]), Math.min(Number(asked[2] || Number.POSITIVE_INFINITY), file.length - 1)];
  if (first > last) {
    return new Response(null, { status: 416, headers: { ...whole, 'content-range': `bytes */${file.length}` } });
  }
  const part = file.slice(first, last + 1);
  return new Response(part, {
    status: 206,
    headers: {
      ...whole,
      'content-range': `bytes ${first}-${last}/${file.length}`,
      'content-length': String(part.length),
    },
  });
}

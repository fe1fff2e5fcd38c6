import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { pageAddress, pageHandler, staffPageAddress } from './page-files.ts';

describe('each page gets its own files and nothing else', () => {
  let get: (url: string, options?: { method?: string; range?: string }) => Response;

  beforeAll(() => {
    const top = mkdtempSync(join(tmpdir(), 'page-'));
    const page = join(top, 'page');
    mkdirSync(join(page, 'assets'), { recursive: true });
    const files = {
      '../secret.json': '{}',
      'index.html': '<script src="./assets/app-1.js"></script>',
      'staff.html': '<script src="./assets/staff-2.js"></script>',
      // The passenger's page knows where that of staff is; it gets none of it.
      'assets/app-1.js': 'import"./shared-3.js"; const page = "staff.html", clip = "./clip-5.wav", notes = "notes.txt"',
      'assets/staff-2.js': 'import"./shared-3.js"; link("look-4.css")',
      'assets/shared-3.js': '3',
      'assets/look-4.css': 'src: url(./font-6.woff2)',
      'assets/font-6.woff2': '6',
      'assets/clip-5.wav': '0123456789',
      'notes.txt': 'of a kind that no page has',
      'assets/nobody-7.js': 'named by nobody',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(page, name), text);
    const handler = pageHandler(page);
    get = (url, { method = 'GET', range } = {}) => handler({ url, method, range: range ?? null });
  });

  const own = [
    [pageAddress, ['', 'index.html', 'assets/app-1.js', 'assets/shared-3.js', 'assets/clip-5.wav']],
    [
      staffPageAddress,
      ['', 'staff.html', 'assets/staff-2.js', 'assets/shared-3.js', 'assets/look-4.css', 'assets/font-6.woff2'],
    ],
  ] as const;

  test.each(own.flatMap(([origin, names]) => names.map((name) => `${origin}${name}`)))(
    '%s is served with the policy',
    async (url) => {
      const response = get(url);
      expect(response.status).toBe(200);
      expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
      expect((await response.text()).length).toBeGreaterThan(0);
    },
  );

  test.each([
    'kiosk://passenger/../secret.json',
    'kiosk://passenger/..%2fsecret.json',
    'kiosk://passenger/assets/../../secret.json',
    'kiosk://passenger//etc/passwd',
    'kiosk://passenger/notes.txt',
    'kiosk://passenger/assets/',
    'kiosk://passenger/assets/nobody-7.js',
    'kiosk://passenger/staff.html',
    'kiosk://passenger/assets/staff-2.js',
    'kiosk://passenger/assets/look-4.css',
    'kiosk://staff/index.html',
    'kiosk://staff/assets/app-1.js',
    'kiosk://elsewhere/index.html',
  ])('%s is not found', (url) => {
    expect(get(url).status).toBe(404);
  });

  test('nothing can be sent to it', () => {
    expect(get(pageAddress, { method: 'POST' }).status).toBe(404);
  });

  test.each([
    ['bytes=0-', 206, 'bytes 0-9/10', '0123456789'],
    ['bytes=3-5', 206, 'bytes 3-5/10', '345'],
    ['bytes=8-400', 206, 'bytes 8-9/10', '89'],
    ['bytes=10-', 416, 'bytes */10', ''],
    ['bytes=5-3', 416, 'bytes */10', ''],
    // Forms that nobody here asks for may be left out: RFC 9110 §14.2.
    ['bytes=-3', 200, null, '0123456789'],
    ['bytes=0-1,4-5', 200, null, '0123456789'],
    ['lines=1-2', 200, null, '0123456789'],
  ])('of a sound, asked for as %s, it gets that part', async (range, status, part, text) => {
    const response = get(`${pageAddress}assets/clip-5.wav`, { range });
    expect([response.status, response.headers.get('content-range')]).toEqual([status, part]);
    expect(await response.text()).toBe(text);
  });
});

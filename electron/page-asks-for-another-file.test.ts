import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { pageAddress, pageHandler } from './page-files.ts';

describe('the page gets its own files and nothing else', () => {
  let get: (url: string, method?: string) => Response;

  beforeAll(() => {
    const top = mkdtempSync(join(tmpdir(), 'page-'));
    const page = join(top, 'page');
    mkdirSync(join(page, 'assets'), { recursive: true });
    writeFileSync(join(top, 'secret.json'), '{}');
    writeFileSync(join(page, 'index.html'), '<!doctype html>');
    writeFileSync(join(page, 'assets', 'app.js'), '1');
    writeFileSync(join(page, 'notes.txt'), 'not a file of the page');
    const handler = pageHandler(page);
    get = (url, method = 'GET') => handler({ url, method });
  });

  test.each(['', 'index.html', 'assets/app.js'])('%j is served with the policy', async (name) => {
    const response = get(`${pageAddress}${name}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(response.headers.get('content-security-policy')).not.toMatch(/unsafe|https?:|\*/);
    expect((await response.text()).length).toBeGreaterThan(0);
  });

  test.each([
    'kiosk://page/../secret.json',
    'kiosk://page/..%2fsecret.json',
    'kiosk://page/assets/../../secret.json',
    'kiosk://page//etc/passwd',
    'kiosk://page/notes.txt',
    'kiosk://elsewhere/index.html',
    'kiosk://page/assets/',
  ])('%s is not found', (url) => {
    expect(get(url).status).toBe(404);
  });

  test('nothing can be sent to it', () => {
    expect(get(pageAddress, 'POST').status).toBe(404);
  });
});

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const root = join(import.meta.dirname, '..');
const ofBuilder = createRequire(createRequire(import.meta.url).resolve('electron-builder'));

/** electron-builder's own check, which stands at the end of a build of minutes: what it would write into the deb. */
async function metaOf(metadata: object, options: object): Promise<unknown> {
  const { default: Target } = ofBuilder('app-builder-lib/out/targets/FpmTarget.js');
  const { AppInfo } = ofBuilder('app-builder-lib/out/appInfo.js');
  const info = { metadata, notNullDevMetadata: {}, repositoryInfo: Promise.resolve(null) };
  const appInfo = { linuxPackageName: 'wester-kiosk', computePackageUrl: AppInfo.prototype.computePackageUrl, info };
  return Target.prototype.computeFpmMetaInfoOptions.call({ packager: { appInfo, info }, options });
}

const metadata = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { linux } = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8'));

test('a deb has the homepage and the person that its builder asks for', async () => {
  expect(await metaOf(metadata, linux)).toMatchObject({
    maintainer: expect.stringMatching(/^[^<>]+ <\S+@\S+>$/),
    url: expect.stringMatching(/^https:\/\/\S+$/),
  });
});

test('without a homepage there is no deb', async () => {
  await expect(metaOf({ ...metadata, homepage: undefined }, linux)).rejects.toThrow(/homepage/);
});

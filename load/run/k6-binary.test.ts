import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { findK6 } from './k6-binary.ts';
import { releaseAsset } from './k6-release.ts';

let cacheFolder: string;
beforeEach(async () => {
  cacheFolder = await mkdtemp(join(tmpdir(), 'k6-cache-'));
});
afterEach(() => rm(cacheFolder, { recursive: true, force: true }));

const nothingToFetch: typeof fetch = () => Promise.reject(new Error('no network'));

function search(overrides: Partial<Parameters<typeof findK6>[0]> = {}) {
  return {
    environment: { PATH: cacheFolder },
    cacheFolder,
    platform: 'linux' as const,
    architecture: 'x64',
    log: () => {},
    fetch: nothingToFetch,
    ...overrides,
  };
}

describe('finding k6', () => {
  test('a machine without any way to k6 gets one sentence with its choices', async () => {
    const error = await findK6(search()).catch((refusal: Error) => refusal);
    expect(error).toMatchObject({ code: 'k6-missing' });
    expect((error as Error).message).toMatch(/install it.*K6_BIN.*Go.*github\.com.*grafana\/k6/);
    expect((error as Error).message).not.toContain('\n');
  });

  test('a K6_BIN that is no k6 is said, not passed over', async () => {
    const environment = { K6_BIN: process.execPath };
    await expect(findK6(search({ environment }))).rejects.toThrow(/K6_BIN names .* not a k6 that runs/);
  });

  test('a release whose checksum is not the published one is refused and not kept', async () => {
    const archive = zipSync({ 'k6-v2.2.0-macos-arm64/k6': new TextEncoder().encode('#!/bin/sh\n') });
    const published = `${'0'.repeat(64)}  k6-v2.2.0-macos-arm64.zip\n`;
    const tampered: typeof fetch = async (url) =>
      new Response(String(url).endsWith('checksums.txt') ? published : new Uint8Array(archive));
    const refusal = findK6(search({ platform: 'darwin', architecture: 'arm64', fetch: tampered }));
    await expect(refusal).rejects.toThrow(/SHA-256 [0-9a-f]{64} where 0{64} was expected/);
  });

  test('k6 has an archive for the common platforms, and none for others', () => {
    expect(releaseAsset('linux', 'x64')).toBe('k6-v2.2.0-linux-amd64.tar.gz');
    expect(releaseAsset('darwin', 'arm64')).toBe('k6-v2.2.0-macos-arm64.zip');
    expect(releaseAsset('win32', 'x64')).toBe('k6-v2.2.0-windows-amd64.zip');
    expect(releaseAsset('aix', 'ppc64')).toBeUndefined();
  });
});

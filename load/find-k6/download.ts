import { createHash, randomUUID } from 'node:crypto';
import { chmod, rename, rm, writeFile } from 'node:fs/promises';
import { checksumsFile, releaseAsset } from './release.ts';
import type { K6Search } from './search.ts';
import { createSteps } from './steps.ts';

/**
 * Downloads the release for this platform, and keeps it only when its SHA-256 is the published one. Two at once do not
 * disturb one another: a file has its name when it is whole.
 *
 * @throws Error with the reason in a sentence, but for its end
 */
export async function downloadK6(target: string, search: K6Search): Promise<void> {
  const { platform, architecture, release } = search;
  const asset = releaseAsset(platform, architecture);
  if (!asset) throw new Error(`there is none for ${platform}/${architecture}`);
  const expected = release.checksums[asset] ?? (await publishedChecksum(asset, search));
  const archive = await download(asset, search);
  const actual = createHash('sha256').update(archive).digest('hex');
  if (actual !== expected) throw new Error(`${asset} has SHA-256 ${actual} where ${expected} was expected`);
  const binary = await extract(archive, asset);
  const part = `${target}.${randomUUID()}.part`;
  try {
    await writeFile(part, binary);
    await chmod(part, 0o755);
    await rename(part, target);
  } finally {
    await rm(part, { force: true });
  }
}

async function publishedChecksum(asset: string, search: K6Search): Promise<string> {
  const list = new TextDecoder().decode(await download(checksumsFile, search));
  const line = list.split('\n').find((each) => each.trim().endsWith(asset));
  if (!line) throw new Error(`${checksumsFile} does not list ${asset}`);
  return line.trim().split(/\s+/)[0] as string;
}

/** A file of the release, piece by piece, so that it is seen how far it is and noticed when nothing comes any more. */
async function download(file: string, search: K6Search): Promise<Uint8Array> {
  const { fetch: get = fetch, release, log, signal } = search;
  const url = `${release.url}/${file}`;
  const waiting = createPatience(release.patience, signal);
  const pieces: Uint8Array[] = [];
  let received = 0;
  let total: number | undefined;
  try {
    const response = await get(url, { signal: waiting.signal });
    if (!response.ok) throw new Refused(`${url} answered ${response.status}`);
    total = Number(response.headers.get('content-length')) || undefined;
    const steps = createSteps(log, total);
    for await (const piece of response.body ?? []) {
      waiting.renew();
      pieces.push(piece);
      received += piece.byteLength;
      steps.at(received, () => `downloading ${file}: ${progressOf(received, total)}`);
    }
  } catch (error) {
    signal?.throwIfAborted();
    throw error instanceof Refused
      ? error
      : new Error(reasonOf(error, url, release.patience, received, total));
  } finally {
    waiting.end();
  }
  if (total !== undefined && received < total) throw new Error(brokenOff(url, received, total));
  return Buffer.concat(pieces);
}

/** An answer that says no by itself. */
class Refused extends Error {}

/** A signal that aborts when nothing has renewed it for a while, or by another one. */
function createPatience(milliseconds: number, outer: AbortSignal | undefined) {
  const silence = new AbortController();
  const timer = setTimeout(() => silence.abort(), milliseconds);
  return {
    signal: outer ? AbortSignal.any([silence.signal, outer]) : silence.signal,
    renew: () => timer.refresh(),
    end: () => clearTimeout(timer),
  };
}

function reasonOf(
  error: unknown,
  url: string,
  patience: number,
  received: number,
  total: number | undefined,
): string {
  const { name, cause, message } = error as Error & { cause?: NodeJS.ErrnoException };
  const isSilent = name === 'AbortError';
  if (isSilent && received === 0) return `${new URL(url).host} did not answer within ${patience / 1000} s`;
  if (isSilent) return `${brokenOff(url, received, total)}: nothing came for ${patience / 1000} s`;
  if (received > 0) return brokenOff(url, received, total);
  return `${new URL(url).host} cannot be reached (${cause?.code ?? cause?.message ?? message})`;
}

function brokenOff(url: string, received: number, total: number | undefined): string {
  return `${url} broke off after ${progressOf(received, total)}`;
}

/** e.g. `3.1 of 31.2 MB (10 %)`. */
function progressOf(received: number, total: number | undefined): string {
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(1);
  if (total === undefined) return `${megabytes(received)} MB`;
  return `${megabytes(received)} of ${megabytes(total)} MB (${Math.floor((100 * received) / total)} %)`;
}

async function extract(archive: Uint8Array, asset: string): Promise<Uint8Array> {
  const [{ unzipSync }, { parseTarGzip }] = await Promise.all([import('fflate'), import('nanotar')]);
  const isBinary = (name: string) => /(^|\/)k6(\.exe)?$/.test(name);
  const entry = asset.endsWith('.zip')
    ? Object.entries(unzipSync(archive, { filter: ({ name }) => isBinary(name) }))[0]?.[1]
    : (await parseTarGzip(archive)).find(({ name }) => isBinary(name))?.data;
  if (!entry) throw new Error(`${asset} holds no k6`);
  return entry;
}

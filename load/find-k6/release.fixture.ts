import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { zipSync } from 'fflate';
import { createTarGzip } from 'nanotar';
import { k6Version } from './release.ts';

/** A server with a release of k6 on it, and with what can go wrong. */
export interface ReleaseServer {
  /** The folder of the release. */
  readonly url: string;
  /** The archive for Linux on x64. */
  readonly archive: Uint8Array;
  /** What is there, by name. */
  readonly files: Record<string, Uint8Array>;
  /** What was asked for. */
  readonly asked: string[];
  /** How an answer ends: whole, with half of it and the end of the connection, with half and nothing more, or not at all. */
  ending: 'whole' | 'cut' | 'silence' | 'no answer';
  /** Milliseconds between two pieces of an answer. */
  pause: number;
  /** An archive without k6 in it. */
  readonly empty: Uint8Array;
  close(): Promise<void>;
}

/** A program that says the version of k6. */
const program = new TextEncoder().encode(`#!/bin/sh\necho "k6 v${k6Version} (released)"\n`);
/** What does not get smaller in an archive: so much that it comes in pieces. */
const ballast = randomBytes(400_000);
const pieces = 20;

/** An archive as k6's are for macOS and Windows, with a program in it. */
export function zipOf(name: string): Uint8Array {
  return zipSync({ [`k6-v${k6Version}/${name}`]: program });
}

/** SHA-256 in hexadecimal digits. */
export function shaOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Serves a release on a port of this machine. */
export async function aRelease(): Promise<ReleaseServer> {
  const archive = await tarOf('k6');
  const files: Record<string, Uint8Array> = { [`k6-v${k6Version}-linux-amd64.tar.gz`]: archive };
  const asked: string[] = [];
  const http = createServer(async ({ url = '' }, response) => {
    const name = url.slice(url.lastIndexOf('/') + 1);
    asked.push(name);
    const file = files[name];
    if (served.ending === 'no answer') return undefined;
    if (!file) return response.writeHead(404).end();
    response.writeHead(200, { 'content-length': file.byteLength });
    const size = Math.ceil(file.byteLength / pieces);
    const sent = served.ending === 'whole' ? pieces : pieces / 2;
    for (let piece = 0; piece < sent; piece++) {
      if (served.pause > 0) await pause(served.pause);
      await new Promise((resolve) =>
        response.write(file.subarray(piece * size, (piece + 1) * size), resolve),
      );
    }
    if (served.ending === 'whole') return response.end();
    return served.ending === 'cut' ? response.destroy() : undefined;
  });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const served: ReleaseServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}/download`,
    archive,
    files,
    asked,
    ending: 'whole',
    pause: 0,
    empty: await tarOf('README'),
    close: () =>
      new Promise((resolve) => {
        http.closeAllConnections();
        http.close(() => resolve());
      }),
  };
  return served;
}

function tarOf(name: string): Promise<Uint8Array> {
  const inFolder = (file: string) => `k6-v${k6Version}-linux-amd64/${file}`;
  return createTarGzip([
    { name: inFolder('ballast'), data: ballast },
    { name: inFolder(name), data: program },
  ]);
}

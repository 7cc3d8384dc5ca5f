import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A Fastify in a process of its own. */
export interface Yardstick extends AsyncDisposable {
  readonly apiUrl: string;
}

/**
 * Starts the yardstick; it ends when it is disposed of, or with this process.
 *
 * @param file what it runs: the bare Fastify, or the one that answers as the API's CRUD routes do
 */
export async function startYardstick(
  file: 'yardstick.ts' | 'canned-api.ts' = 'yardstick.ts',
): Promise<Yardstick> {
  const server = fork(join(import.meta.dirname, file), {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
  });
  const ended = once(server, 'exit');
  const [address] = (await once(server.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
  return {
    apiUrl: address.toString().trim(),
    async [Symbol.asyncDispose]() {
      server.kill();
      await ended;
    },
  };
}

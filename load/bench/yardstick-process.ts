import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

/** A bare Fastify in a process of its own. */
export interface Yardstick extends AsyncDisposable {
  readonly apiUrl: string;
}

/** Starts the yardstick; it ends when it is disposed of, or with this process. */
export async function startYardstick(): Promise<Yardstick> {
  const server = fork(join(import.meta.dirname, 'yardstick.ts'), {
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

import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { figuresByK6 } from '../../load/run/execute.ts';
import { k6Options, phaseEnds } from '../../load/run/options.ts';
import { failureCounts } from '../../load/shared/failures.ts';
import { briefly, k6, team } from './support/runs.ts';

describe.skipIf(!k6)('unexpected answers, as the scenarios count them', () => {
  let server: Server;

  /** An API that fails in another way on each route, and enters expenses. */
  beforeAll(async () => {
    server = createServer((request, response) => {
      if (request.method === 'POST') return response.writeHead(201, { etag: '"1"' }).end('{"id":"e1"}');
      if (request.method === 'PATCH') return response.writeHead(412).end();
      if (request.method === 'DELETE') return response.writeHead(200).end('{}');
      if (request.url?.startsWith('/expenses/e1')) return response.writeHead(500).end();
      return request.socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });

  test('are counted apart by kind, and what was expected is counted nowhere', async () => {
    if (!k6) throw new Error('There is no k6.');
    const { port } = server.address() as AddressInfo;
    const brief = briefly({ share: 0.1 });
    const { metrics } = await figuresByK6(k6, {
      apiUrl: `http://127.0.0.1:${port}`,
      teams: [team],
      phases: phaseEnds(['crud'], brief),
      options: k6Options(['crud'], brief, 'embedded'),
    });
    const counts = Object.fromEntries(
      failureCounts((counter) => metrics[counter]?.values.count ?? 0).map(({ kind, count }) => [kind, count]),
    );
    const entered = metrics['http_req_duration{name:POST /expenses}']?.values.count ?? 0;
    expect(entered).toBeGreaterThan(0);
    expect(counts).toMatchObject({
      'no answer': entered,
      '412 precondition failed': entered,
      '500 internal server error': 2 * entered,
      'another success than expected': expect.any(Number),
    });
    expect(Object.keys(counts)).toHaveLength(4);
  }, 60_000);
});

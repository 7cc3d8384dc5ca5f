import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { executeK6 } from '../../load/run/execute.ts';
import { findK6, k6Search } from '../../load/run/k6-binary.ts';
import type { K6Summary } from '../../load/run/k6-summary.ts';
import { k6Options, phaseEnds } from '../../load/run/options.ts';
import { failureCounts } from '../../load/shared/failures.ts';
import type { Workload } from '../../load/workloads/workload.ts';

/** Only a k6 that is there: a test builds and downloads none. */
const { fetch: _, ...search } = k6Search(() => {});
const k6 = await findK6(search).catch(() => undefined);

const brief: Workload = {
  description: 'two seconds',
  order: 'in turn',
  stages: [{ phase: 'steady', seconds: 2, share: 0.1 }],
};

describe.skipIf(!k6)('unexpected answers, as the scenarios count them', () => {
  let server: Server;
  let folder: string;

  /** An API that fails in another way on each route, and enters expenses. */
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'load-failures-'));
    server = createServer((request, response) => {
      if (request.method === 'POST') return response.writeHead(201, { etag: '"1"' }).end('{"id":"e1"}');
      if (request.method === 'PATCH') return response.writeHead(412).end();
      if (request.method === 'DELETE') return response.writeHead(200).end('{}');
      if (request.url?.startsWith('/expenses/e1')) return response.writeHead(500).end();
      return request.socket.destroy();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  });

  afterAll(async () => {
    server.closeAllConnections();
    server.close();
    await rm(folder, { recursive: true, force: true });
  });

  test('are told apart by kind, and what was expected is counted nowhere', async () => {
    if (!k6) throw new Error('There is no k6.');
    const { port } = server.address() as AddressInfo;
    const person = { id: 'u1', email: 'u1@example.com', accessToken: 'token' };
    const plan = {
      apiUrl: `http://127.0.0.1:${port}`,
      teams: [{ manager: person, employees: [person] }],
      phases: phaseEnds(['crud'], brief),
      options: k6Options(['crud'], brief, 'embedded'),
    };
    const { summaryFile } = await executeK6(k6, plan, folder, {});
    const { metrics } = JSON.parse(await readFile(summaryFile, 'utf8')) as K6Summary;
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

import Fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { driveInTurn } from '../../load/compare/drive.ts';
import type { Measured } from '../../load/compare/samples.ts';
import { seededRandom } from '../../load/random.ts';
import type { LoadSide } from '../../load/shared/plan.ts';
import { k6, team } from './support/runs.ts';

/** An API that answers what `crud` asks for, and counts it; as a broken one it fails to list. */
async function countingApi(broken = false) {
  const server = Fastify();
  const counts = { created: 0, deleted: 0 };
  const expense = { id: 'e', version: 1 };
  server.post('/expenses', async (_, reply) => {
    counts.created++;
    return reply.code(201).header('etag', '"1"').send(expense);
  });
  server.get('/expenses', async (_, reply) => reply.code(broken ? 500 : 200).send({ expenses: [] }));
  server.get('/expenses/:id', async (_, reply) => reply.header('etag', '"1"').send(expense));
  server.patch('/expenses/:id', async (_, reply) => reply.header('etag', '"2"').send(expense));
  server.delete('/expenses/:id', async (_, reply) => {
    counts.deleted++;
    return reply.code(204).send();
  });
  const apiUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  const side: LoadSide = { apiUrl, teams: [team] };
  return { side, counts, close: () => server.close() };
}

type Api = Awaited<ReturnType<typeof countingApi>>;

describe.skipIf(!k6)('two sides of two boots each, driven in turn by k6', () => {
  const apis: Record<'a' | 'b', Api[]> = { a: [], b: [] };
  let measured: Measured;

  beforeAll(async () => {
    if (!k6) return;
    apis.a = [await countingApi(), await countingApi()];
    apis.b = [await countingApi(true), await countingApi(true)];
    const sides = { a: apis.a.map(({ side }) => side), b: apis.b.map(({ side }) => side) };
    const settings = {
      scenario: 'crud',
      rounds: 2,
      roundSeconds: 1,
      warmUpRounds: 1,
      virtualUsers: 1,
    } as const;
    measured = await driveInTurn(k6, sides, settings, seededRandom(1));
  }, 60_000);

  afterAll(async () => {
    await Promise.all([...apis.a, ...apis.b].map((api) => api.close()));
  });

  test('each round has a sample of either side', () => {
    expect([measured.a.length, measured.b.length]).toEqual([2, 2]);
    for (const { requests, summary } of [...measured.a, ...measured.b]) {
      expect(requests).toBeGreaterThan(0);
      expect(summary).toBeGreaterThan(0);
    }
  });

  test("what one side does wrong is not the other's", () => {
    expect(measured.a.map(({ failedShare }) => failedShare)).toEqual([0, 0]);
    for (const { failedShare } of measured.b) expect(failedShare).toBeGreaterThan(0.1);
  });

  test('both sides do the same, and so do all boots', () => {
    const created = [...apis.a, ...apis.b].map(({ counts }) => counts.created);
    // A pair may be under way at the end, and two pairs belong to one boot.
    expect(Math.max(...created) - Math.min(...created)).toBeLessThanOrEqual(2);
    for (const { counts } of [...apis.a, ...apis.b]) {
      expect(Math.abs(counts.deleted - counts.created / 2)).toBeLessThanOrEqual(1);
    }
  });
});

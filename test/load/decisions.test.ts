import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { figuresByK6 } from '../../load/run/execute.ts';
import { k6Options } from '../../load/run/options.ts';
import { briefly, k6, team } from './support/runs.ts';

/** An API with one expense at a time on its way to approval, that keeps what decisions are for. */
async function approvalApi(row: object) {
  const server = Fastify();
  const expense = { id: 'e', status: 'draft', version: 3, receipts: [{ id: 'r', status: 'accepted' }] };
  const decidedFor: unknown[] = [];
  server.addContentTypeParser('multipart/form-data', (_request, payload, done) => {
    payload.resume().on('end', () => done(null));
  });
  server.post('/expenses', async (_, reply) => {
    expense.status = 'draft';
    return reply.code(201).header('etag', '"1"').send(expense);
  });
  server.post('/expenses/:id/receipts', async (request, reply) => {
    const upload = { url: `http://${request.host}/bucket`, fields: { key: 'k' } };
    return reply.code(201).send({ receipt: { id: 'r' }, upload });
  });
  server.post('/bucket', async (_, reply) => reply.code(204).send());
  server.get('/expenses/:id', async (_, reply) => reply.header('etag', '"3"').send(expense));
  server.post('/expenses/:id/submit', async () => expense);
  server.get('/approvals', async () => ({ expenses: [{ id: 'e', ...row }] }));
  server.post('/expenses/:id/approve', async (request) => {
    decidedFor.push(request.headers['if-match']);
    expense.status = 'approved';
    return expense;
  });
  const apiUrl = await server.listen({ port: 0, host: '127.0.0.1' });
  return { apiUrl, decidedFor, [Symbol.asyncDispose]: () => server.close() };
}

describe.skipIf(!k6)('an approver decides what they saw', () => {
  test.each([
    ['the version in the row', { version: 5 }, '"5"'],
    ['the tag in the row, where there is one', { version: 5, etag: '"5-a"' }, '"5-a"'],
  ])(
    'by %s',
    async (_, row, tag) => {
      if (!k6) return;
      await using api = await approvalApi(row);
      const options = k6Options(['approval'], briefly({ rates: { approval: 2 } }), 'embedded');
      const { metrics } = await figuresByK6(k6, { apiUrl: api.apiUrl, teams: [team], options });
      expect(metrics.approvals?.values.count).toBeGreaterThan(1);
      expect(new Set(api.decidedFor)).toEqual(new Set([tag]));
    },
    60_000,
  );
});

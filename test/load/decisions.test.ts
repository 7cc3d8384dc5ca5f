import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import Fastify from 'fastify';
import { describe, expect, test } from 'vitest';
import { executeK6 } from '../../load/run/execute.ts';
import { findK6, k6Search } from '../../load/run/k6-binary.ts';
import type { K6Summary } from '../../load/run/k6-summary.ts';
import { k6Options } from '../../load/run/options.ts';

/** A k6 that is there already; a test neither builds nor downloads one. */
const { fetch: _obtain, ...nearby } = k6Search(() => {});
const k6 = await findK6(nearby).catch(() => undefined);

const brief = {
  description: 'two seconds',
  order: 'in turn',
  startShare: 1,
  stages: [{ phase: 'steady', seconds: 2, share: 1 }],
  rates: { approval: 2 },
} as const;

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
      const folder = await mkdtemp(path.join(tmpdir(), 'load-decisions-'));
      const person = { id: 'u1', email: 'u1@example.com', accessToken: 'token' };
      const plan = {
        apiUrl: api.apiUrl,
        teams: [{ manager: person, employees: [person] }],
        options: { ...k6Options(['approval'], brief, 'embedded') },
      };
      const { summaryFile } = await executeK6(k6, plan, folder, { record: false });
      const { metrics } = JSON.parse(await readFile(summaryFile, 'utf8')) as K6Summary;
      await rm(folder, { recursive: true });
      expect(metrics.approvals?.values.count).toBeGreaterThan(1);
      expect(new Set(api.decidedFor)).toEqual(new Set([tag]));
    },
    60_000,
  );
});

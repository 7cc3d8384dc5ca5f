import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { sendRaw } from './support/api.ts';
import { requestsTo } from './support/arbitrary-requests.ts';
import { routes } from './support/contract.ts';
import { aDraft, aWaiting } from './support/expenses.ts';
import { aPerson, type Person, setManager } from './support/people.ts';
import { announce } from './support/receipts.ts';

/** Who may call every route, so that no request ends at a role. */
let caller: Person;
let ids: string[];

beforeAll(async () => {
  const [prober, other, admin] = await Promise.all([
    aPerson('manager', 'finance', 'admin'),
    aPerson(),
    aPerson('admin'),
  ]);
  caller = prober;
  await setManager(admin, other, caller.id);
  const [draft, waiting] = await Promise.all([aDraft(caller), aWaiting(other)]);
  const { receipt } = await announce(caller, draft.id);
  ids = [draft.id, waiting.id, receipt.id, other.id];
});

describe('whatever is sent', () => {
  it.each(routes.map(({ key }) => key))(
    '%s answers what docs/openapi.json says, and never a 5xx',
    async (key) => {
      const statuses = new Set<number>();
      await fc.assert(
        fc.asyncProperty(requestsTo(key, ids), async ({ method, path, headers, body }) => {
          const answer = await sendRaw(method, path, {
            headers: { ...headers, authorization: `Bearer ${caller.accessToken}` },
            ...(body === undefined ? {} : { body }),
          });
          statuses.add(answer.status);
          expect(answer.status, answer.text).toBeLessThan(500);
        }),
        { numRuns: 60 },
      );
      // Not all of them ended at the first check.
      expect(statuses.size).toBeGreaterThan(1);
    },
  );
});

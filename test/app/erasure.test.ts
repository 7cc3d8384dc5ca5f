import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import {
  aDraft,
  approve,
  aWaiting,
  hasStatus,
  isWaiting,
  lunch,
  readExpense,
  SMALL,
} from './support/expenses.ts';
import { setFaults } from './support/faults.ts';
import { aPerson, aTeam, cognito, type Person, setManager, type Team } from './support/people.ts';
import { aFile, handIn } from './support/receipts.ts';
import { target, withoutClock } from './support/target.ts';
import { receiptBucket, userCommand } from './support/user-command.ts';

const s3 = awsClient(S3Client);

let team: Team;
let bucket: string;
beforeAll(async () => {
  team = await aTeam();
  bucket = await receiptBucket();
});

const erase = (...who: string[]) => userCommand<Record<string, unknown>>('erase', ...who);

/** Everything that the table holds and that has one of the words in it, anywhere. */
async function itemsWith(...words: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  const pages = paginateScan({ client: awsClient(DynamoDBClient) }, { TableName: target.tableName });
  for await (const { Items = [] } of pages) {
    for (const item of Items) {
      const text = JSON.stringify(item);
      if (words.some((word) => text.includes(word))) found.push(text);
    }
  }
  return found;
}

/** How many versions and delete markers the files of an expense have. */
async function versionsOf(expenseId: string): Promise<number> {
  const { Versions = [], DeleteMarkers = [] } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: bucket, Prefix: `receipts/${expenseId}/` }),
  );
  return Versions.length + DeleteMarkers.length;
}

/** An employee of the team's manager, with an approved expense and a draft, and words of theirs in both. */
async function someoneWithAPast(): Promise<{
  person: Person;
  approved: string;
  draft: string;
  words: string[];
}> {
  const person = await aPerson();
  await setManager(team.admin, person, team.manager.id);
  const words = [`merchant-of-${person.id}`, `note-of-${person.id}`, `tag-${person.id}`, `for-${person.id}`];
  const [merchant, description, tag, comment] = words;
  const { id: approved } = await aDraft(person, { merchant, description, tags: [tag] });
  await handIn(person, approved, 'image/png', aFile());
  const removed = await handIn(person, approved, 'image/png', aFile());
  expectStatus(await as(person).delete(`/expenses/${approved}/receipts/${removed.id}`), 204);
  expectStatus(await as(person).post(`/expenses/${approved}/submit`), 200);
  await isWaiting(person, approved);
  expectStatus(await approve(team.manager, approved, { comment }), 200);
  await hasStatus(person, approved, 'approved');
  const { id: unasked } = await aDraft(person, { merchant, amount: SMALL });
  const key = { 'idempotency-key': `key-of-${person.id}` };
  expectStatus(await as(person).post(`/expenses/${unasked}/submit`, undefined, key), 200);
  await hasStatus(person, unasked, 'approved');
  const { id: draft } = await aDraft(person, { merchant });
  await handIn(person, draft, 'application/pdf', aFile('application/pdf'));
  return { person, approved, draft, words };
}

describe('npm run user -- erase', () => {
  it('leaves of a person what bookkeeping needs, in table, bucket and user pool', async () => {
    const { person, approved, draft, words } = await someoneWithAPast();
    // Two files, and the marker that hides the one which was removed.
    expect([await versionsOf(approved), await versionsOf(draft)]).toEqual([3, 1]);
    const traces = [person.email, `FINGERPRINT#${person.id}`, `AUTO-APPROVED#${person.id}`, ...words];
    for (const trace of traces) expect(await itemsWith(trace), trace).not.toEqual([]);

    expect(await erase('--email', person.email)).toEqual({
      id: person.id,
      expensesKept: 2,
      draftsRemoved: 1,
      receiptVersionsRemoved: 4,
      profileRemoved: true,
      accountRemoved: true,
    });

    const kept = await readExpense(team.finance, approved);
    const { category, amount, currency, incurredOn } = lunch;
    expect(kept).toMatchObject({ category, amount, currency, incurredOn, status: 'approved', receipts: [] });
    expect(kept.approval?.steps[0]?.decision).toMatchObject({ outcome: 'approved', by: team.manager.id });
    expectProblem(await as(team.finance).get(`/expenses/${draft}`), 404, 'expense.not-found');
    expect(await itemsWith(...traces, `key-of-${person.id}`)).toEqual([]);
    expect((await itemsWith(`OWNER#${person.id}`)).filter((item) => item.includes('answered'))).toEqual([]);
    expect([await versionsOf(approved), await versionsOf(draft)]).toEqual([0, 0]);
    await expect(
      cognito.adminGetUser({ UserPoolId: target.userPoolId, Username: person.email }),
    ).rejects.toThrow('User does not exist.');
  });

  it('says that there is nobody when it has been done', async () => {
    const person = await aPerson();
    const { id } = await erase('--email', person.email);
    await expect(erase('--email', person.email)).rejects.toMatchObject({
      code: 1,
      stderr: `There is nobody with the email ${person.email}\n`,
    });
    expect(await erase('--id', String(id))).toMatchObject({ profileRemoved: false, accountRemoved: false });
  });

  it.skipIf(withoutClock)(
    'says that the profile is gone when the answer to its deletion was lost',
    async () => {
      const person = await aPerson();
      await setFaults({ service: 'dynamodb', operation: 'DeleteItem', fail: 'drop', times: 1 });
      expect(await erase('--email', person.email)).toMatchObject({
        profileRemoved: true,
        accountRemoved: true,
      });
      await setFaults();
    },
  );

  it('refuses who is still needed, in one sentence, and changes nothing', async () => {
    const person = await aPerson();
    await setManager(team.admin, person, team.manager.id);
    const { id } = await aWaiting(person);
    await expect(erase('--email', person.email)).rejects.toMatchObject({
      code: 1,
      stderr: `${person.email} cannot be erased while their expense ${id} waits for approval\n`,
    });
    await expect(erase('--email', team.manager.email)).rejects.toMatchObject({
      stderr: expect.stringMatching(
        /cannot be erased while the expense \S+ waits for their approval, and \S+ reports to them\n$/,
      ),
    });
    expectStatus(await as(person).get('/me'), 200);
  });
});

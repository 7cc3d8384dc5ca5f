import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../../localstack/testing/unique-name.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, setBackground, targetTime } from './support/clock.ts';
import { aDraft, type ExpenseView, lunch } from './support/expenses.ts';
import { aPerson, cognito, PASSWORD, type Person, signInAgain } from './support/people.ts';
import { aFile, announce, handIn, post, readReceipt } from './support/receipts.ts';
import { target, withoutClock } from './support/target.ts';
import { receiptBucket } from './support/user-command.ts';

const milliseconds = (moment: string, since: Date) => new Date(moment).getTime() - since.getTime();

describe.skipIf(withoutClock)(`what lasts for a while ${withoutClock}`, () => {
  let person: Person;
  beforeAll(async () => {
    person = await aPerson();
  });

  it('a download link works for 15 minutes', async () => {
    const { id } = await aDraft(person);
    const receipt = await handIn(person, id, 'image/png', aFile());
    const now = await targetTime();
    const { download = { url: '', expiresAt: '' } } = await readReceipt(person, id, receipt.id);
    expect(milliseconds(download.expiresAt, now) / 60_000).toBeCloseTo(15, 0);
    await advance('PT14M');
    expect((await fetch(download.url)).status).toBe(200);
    await advance('PT2M');
    expect((await fetch(download.url)).status).toBe(403);
    const again = await readReceipt(person, id, receipt.id);
    expect((await fetch(again.download?.url ?? '')).status).toBe(200);
  });

  it('an upload form works for 15 minutes', async () => {
    person = await signInAgain(person);
    const { id } = await aDraft(person);
    const announced = await announce(person, id);
    await advance('PT16M');
    const response = await post(announced, aFile());
    expect([response.status, await response.text()]).toEqual([403, expect.stringContaining('expired')]);
    expect((await readReceipt(person, id, announced.receipt.id)).receipt.status).toBe('pending');
  });

  it('an access token works for an hour', async () => {
    person = await signInAgain(person);
    await advance('PT59M');
    expectStatus(await as(person).get('/me'), 200);
    await advance('PT2M');
    expect((await as(person).get('/me')).status).toBe(401);
  });

  it('a refresh token gets new ones', async () => {
    const { email } = person;
    const signedIn = await cognito.initiateAuth({
      ClientId: target.userPoolClientId,
      AuthFlow: 'USER_PASSWORD_AUTH',
      AuthParameters: { USERNAME: email, PASSWORD },
    });
    await advance('PT2H');
    const { AuthenticationResult } = await cognito.initiateAuth({
      ClientId: target.userPoolClientId,
      AuthFlow: 'REFRESH_TOKEN_AUTH',
      AuthParameters: { REFRESH_TOKEN: signedIn.AuthenticationResult?.RefreshToken ?? '' },
    });
    expectStatus(await as({ accessToken: AuthenticationResult?.AccessToken ?? '' }).get('/me'), 200);
  });

  it('an Idempotency-Key stands for one request for 24 hours, and then for a new one', async () => {
    await setBackground(false);
    const key = { 'idempotency-key': uniqueName('key') };
    const create = async () => {
      person = await signInAgain(person);
      return expectStatus(await as(person).post<ExpenseView>('/expenses', lunch, key), 201).id;
    };
    const first = await create();
    await advance('PT23H59M');
    expect(await create()).toBe(first);
    await advance('PT2M');
    const second = await create();
    expect(second).not.toBe(first);
    await advance('PT23H59M');
    expect(await create()).toBe(second);
    await advance('PT2M');
    expect([first, second]).not.toContain(await create());
    await setBackground(true);
  });

  it('the Idempotency-Key of a submission stands for it for 24 hours', async () => {
    await setBackground(false);
    const key = { 'idempotency-key': uniqueName('key') };
    person = await signInAgain(person);
    const { id } = await aDraft(person);
    const submit = () => as(person).post<ExpenseView>(`/expenses/${id}/submit`, undefined, key);
    expectStatus(await submit(), 200);
    await advance('PT23H59M');
    person = await signInAgain(person);
    expect(expectStatus(await submit(), 200).approval?.round).toBe(1);
    await advance('PT2M');
    expectProblem(await submit(), 409, 'expense.not-draft');
    await setBackground(true);
  });

  it('a file that was never accepted is kept for a month, an accepted one for good', async () => {
    person = await signInAgain(person);
    const { id } = await aDraft(person);
    const accepted = await handIn(person, id, 'image/png', aFile());
    await setBackground(false);
    const forgotten = await announce(person, id);
    await post(forgotten, aFile());
    const files = async () => {
      const Bucket = await receiptBucket();
      const page = await awsClient(S3Client).send(
        new ListObjectsV2Command({ Bucket, Prefix: `receipts/${id}/` }),
      );
      return (page.Contents ?? []).map(({ Key }) => Key?.split('/').at(-1));
    };
    await advance('P30D');
    expect((await files()).sort()).toEqual([accepted.id, forgotten.receipt.id].sort());
    await advance('P1D');
    expect(await files()).toEqual([accepted.id]);
    await setBackground(true);
  });
});

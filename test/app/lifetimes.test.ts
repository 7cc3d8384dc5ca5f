import { beforeAll, describe, expect, it } from 'vitest';
import { uniqueName } from '../support/unique-name.ts';
import { as, expectStatus } from './support/api.ts';
import { advance, setBackground, targetTime } from './support/clock.ts';
import { aDraft, type ExpenseView, lunch } from './support/expenses.ts';
import { aPerson, cognito, PASSWORD, type Person, signInAgain } from './support/people.ts';
import { aFile, announce, handIn, post, readReceipt } from './support/receipts.ts';
import { target, withoutClock } from './support/target.ts';

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

  it('an Idempotency-Key is remembered as long as its expense is there', async () => {
    await setBackground(false);
    const key = { 'idempotency-key': uniqueName('key') };
    person = await signInAgain(person);
    const { id } = expectStatus(await as(person).post<ExpenseView>('/expenses', lunch, key), 201);
    await advance('P2D');
    person = await signInAgain(person);
    expect(expectStatus(await as(person).post<ExpenseView>('/expenses', lunch, key), 201).id).toBe(id);
    await setBackground(true);
  });
});

import { describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import {
  aDraft,
  approve,
  type ExpenseView,
  eventsOf,
  hasStatus,
  isQueued,
  isWaiting,
} from './support/expenses.ts';
import {
  anEmail,
  aPerson,
  cognito,
  PASSWORD,
  type Person,
  type Profile,
  setManager,
  signIn,
} from './support/people.ts';
import { aFile, handIn, readReceipt } from './support/receipts.ts';
import { signUpMode, withoutSignUp } from './support/sign-up.ts';
import { target } from './support/target.ts';

const withoutMailbox =
  withoutSignUp || (target.virtualClock ? '' : `the codes that ${target.name} sends cannot be read`);
const { userPoolClientId: ClientId, userPoolId: UserPoolId } = target;

const register = (Username: string, Password = PASSWORD, name = 'Nina New') =>
  cognito.signUp({ ClientId, Username, Password, UserAttributes: [{ Name: 'name', Value: name }] });

/** The code that the user pool would have mailed. */
async function mailedCode(username: string): Promise<string> {
  const query = new URLSearchParams({ userPoolId: UserPoolId, username });
  const response = await fetch(`${target.endpoint}/_testbed/cognito/codes?${query}`);
  const { codes } = (await response.json()) as { codes: { code: string }[] };
  return codes.at(-1)?.code ?? '';
}

describe.skipIf(withoutMailbox)(`signing up ${withoutMailbox}`, () => {
  it('with the mailed code makes an employee, here and in the user pool', async () => {
    const email = anEmail('new');
    const { UserSub, UserConfirmed } = await register(email);
    expect(UserConfirmed).toBe(false);
    await cognito.confirmSignUp({ ClientId, Username: email, ConfirmationCode: await mailedCode(email) });
    const person = await signIn(email);
    expect(expectStatus(await as(person).get<Profile>('/me'), 200)).toEqual({
      id: UserSub,
      email,
      name: 'Nina New',
      roles: ['employee'],
      managerId: null,
      active: true,
    });
    const { Groups } = await cognito.adminListGroupsForUser({ UserPoolId, Username: email });
    expect(Groups?.map(({ GroupName }) => GroupName)).toEqual(['employee']);
  });

  it('is seen by admins before the first visit', async () => {
    const email = anEmail('000-unseen');
    await register(email);
    await cognito.confirmSignUp({ ClientId, Username: email, ConfirmationCode: await mailedCode(email) });
    const admin = await aPerson('admin');
    const { users } = expectStatus(await as(admin).get<{ users: Profile[] }>('/users?limit=100'), 200);
    expect(users.find((user) => user.email === email)).toMatchObject({ roles: ['employee'] });
  });

  it('needs the right code', async () => {
    const email = anEmail('wrong-code');
    await register(email);
    const wrong = (await mailedCode(email)) === '000000' ? '111111' : '000000';
    const confirm = cognito.confirmSignUp({ ClientId, Username: email, ConfirmationCode: wrong });
    await expect(confirm).rejects.toMatchObject({ name: 'CodeMismatchException' });
    await expect(signIn(email)).rejects.toMatchObject({ name: 'UserNotConfirmedException' });
  });
});

describe.skipIf(withoutSignUp)(`signing up ${withoutSignUp}`, () => {
  it('needs a password that keeps to the policy', async () => {
    await expect(register(anEmail(), 'short')).rejects.toMatchObject({ name: 'InvalidPasswordException' });
  });

  it('gives nobody a role of their choice', async () => {
    const UserAttributes = [{ Name: 'custom:role', Value: 'admin' }];
    const attempt = cognito.signUp({ ClientId, Username: anEmail(), Password: PASSWORD, UserAttributes });
    await expect(attempt).rejects.toThrow();
  });

  it('is over after a global sign-out only when the token is', async () => {
    const person = await aPerson();
    await cognito.globalSignOut({ AccessToken: person.accessToken });
    // API Gateway checks the signature and the time, and asks nobody else.
    expectStatus(await as(person).get('/me'), 200);
    await expect(cognito.getUser({ AccessToken: person.accessToken })).rejects.toMatchObject({
      name: 'NotAuthorizedException',
    });
  });
});

describe.skipIf(signUpMode !== 'domains')('strangers', () => {
  const sentence = /^PreSignUp failed with error Only people with an address at example\.com can sign up/;
  const isThere = (Username: string) =>
    cognito.adminGetUser({ UserPoolId, Username }).then(
      () => true,
      () => false,
    );

  it.each([
    ['of another domain', (email: string) => email.replace('example.com', 'example.org')],
    ['of a domain below one that may', (email: string) => email.replace('@', '@evil.')],
    ['of a domain that ends like one that may', (email: string) => email.replace('@', '@not')],
    ['of a domain that begins like one that may', (email: string) => `${email}.evil.org`],
    ['of a domain that looks like one that may', (email: string) => email.replace('@exa', '@ex\u0430')],
  ])('%s do not join, and hear why', async (_who, change) => {
    const email = change(anEmail('stranger'));
    await expect(register(email)).rejects.toMatchObject({
      name: 'UserLambdaValidationException',
      message: expect.stringMatching(sentence),
    });
    expect(await isThere(email)).toBe(false);
  });

  it('do not join as a second person of one mailbox', async () => {
    const email = anEmail('twice').replace('@', '+2@');
    await expect(register(email)).rejects.toThrow('without the part after its +');
    expect(await isThere(email)).toBe(false);
  });

  it('join in whatever case their address is written', async () => {
    const email = anEmail('Loud').toUpperCase();
    expect((await register(email)).UserConfirmed).toBe(false);
  });

  it('are added by an administrator, who answers for them', async () => {
    const email = anEmail('guest').replace('example.com', 'example.org');
    await cognito.adminCreateUser({
      UserPoolId,
      Username: email,
      MessageAction: 'SUPPRESS',
      UserAttributes: [{ Name: 'email', Value: email }],
    });
    expect(await isThere(email)).toBe(true);
  });
});

describe.skipIf(withoutMailbox)(`from sign-up to approved ${withoutMailbox}`, () => {
  it('an expense takes its way', async () => {
    const email = anEmail('story');
    await register(email);
    await cognito.confirmSignUp({ ClientId, Username: email, ConfirmationCode: await mailedCode(email) });
    const [employee, manager, admin]: [Person, Person, Person] = await Promise.all([
      signIn(email),
      aPerson('manager'),
      aPerson('admin'),
    ]);
    await setManager(admin, employee, manager.id);

    const { id } = await aDraft(employee, { merchant: 'Railway', category: 'travel', amount: 89_90 });
    const receipt = await handIn(employee, id, 'application/pdf', aFile('application/pdf'));
    expect(receipt.status).toBe('accepted');
    expectProblem(await as(manager).post(`/expenses/${id}/approve`), 403, 'approval.not-approver');

    expectStatus(await as(employee).post<ExpenseView>(`/expenses/${id}/submit`), 200);
    await isWaiting(employee, id);
    await until(() => isQueued(manager, id), { what: "the manager's queue" });
    const { download } = await readReceipt(manager, id, receipt.id);
    expect((await fetch(download?.url ?? '')).status).toBe(200);

    expectStatus(await approve(manager, id), 200);
    expect(eventsOf(await hasStatus(employee, id, 'approved'))).toEqual([
      'created',
      'receipt-added',
      'receipt-accepted',
      'submitted',
      'approval-requested',
      'step-approved',
      'approved',
    ]);
  });
});

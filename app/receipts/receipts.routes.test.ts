import { beforeEach, expect, it } from 'vitest';
import { createTestApi, type TestApi } from '../testing/test-api.ts';

let api: TestApi;
let id: string;
beforeEach(async () => {
  api = await createTestApi();
  id = (await api.draft()).id;
});

const add = (body: unknown = { contentType: 'image/png', fileName: 'lunch.png' }) =>
  api.request(`POST /expenses/${id}/receipts`, { as: 'employee', body });

it('answers with a pending receipt and the form to upload its file with', async () => {
  const response = await add();
  const { receipt, upload } = response.json();
  expect(response.statusCode).toBe(201);
  expect(response.headers.location).toBe(`/expenses/${id}/receipts/${receipt.id}`);
  expect(receipt).toMatchObject({ status: 'pending', contentType: 'image/png', fileName: 'lunch.png' });
  expect(upload).toMatchObject({ fields: { 'Content-Type': 'image/png' }, maxSize: 10_485_760 });
  expect(upload.expiresAt).toBe(new Date(api.clock.now.getTime() + 900_000).toISOString());
});

it('refuses a type that is no receipt', async () => {
  const response = await add({ contentType: 'image/gif' });
  expect(response.json().errors).toMatchObject([{ pointer: '/contentType' }]);
});

it('takes ten and no more', async () => {
  for (let count = 0; count < 10; count++) expect((await add()).statusCode).toBe(201);
  const response = await add();
  expect([response.statusCode, response.json().code]).toEqual([409, 'receipt.too-many']);
});

it('gives a link only to an accepted file', async () => {
  const { receipt } = (await add()).json();
  const read = async () =>
    (await api.request(`GET /expenses/${id}/receipts/${receipt.id}`, { as: 'manager' })).json();
  expect(await read()).not.toHaveProperty('download');
  const expense = api.expenses.items.get(id);
  if (!expense) throw new Error('gone');
  api.expenses.items.set(id, { ...expense, receipts: { [receipt.id]: { ...receipt, status: 'accepted' } } });
  expect((await read()).download.url).toBe(`https://s3.test/${receipt.id}`);
});

it('removes a receipt with its file', async () => {
  const { receipt } = (await add()).json();
  const path = `expenses/${id}/receipts/${receipt.id}`;
  expect((await api.request(`DELETE /${path}`, { as: 'employee' })).statusCode).toBe(204);
  expect(api.calls).toEqual([`check later ${receipt.id}`, `remove file ${receipt.id}`]);
  expect((await api.request(`GET /${path}`, { as: 'employee' })).json().code).toBe('receipt.not-found');
});

it('knows no receipt by the name of an object member', async () => {
  const response = await api.request(`GET /expenses/${id}/receipts/constructor`, { as: 'employee' });
  expect(response.statusCode).toBe(404);
});

it('is for drafts only', async () => {
  await api.request(`POST /expenses/${id}/submit`, { as: 'employee' });
  expect((await add()).json().code).toBe('expense.not-draft');
});

it('asks for a second look before it deletes, so that a file that cannot be deleted now is no failure', async () => {
  api.breakFiles();
  const { receipt } = (await add()).json();
  const removed = await api.request(`DELETE /expenses/${id}/receipts/${receipt.id}`, { as: 'employee' });
  expect(removed.statusCode).toBe(204);
  const { receipt: other } = (await add()).json();
  const { version } = api.expenses.items.get(id) ?? {};
  const headers = { 'if-match': `"${version}"` };
  expect((await api.request(`DELETE /expenses/${id}`, { as: 'employee', headers })).statusCode).toBe(204);
  expect(api.calls.filter((call) => call.startsWith('check'))).toEqual([
    `check later ${receipt.id}`,
    `check later ${other.id}`,
  ]);
});

it('gives a repeated request no form for a file that is not waited for any more', async () => {
  const headers = { 'idempotency-key': 'k' };
  const again = () =>
    api.request(`POST /expenses/${id}/receipts`, {
      as: 'employee',
      body: { contentType: 'image/png' },
      headers,
    });
  const { receipt, upload } = (await again()).json();
  expect(upload).toBeDefined();
  expect((await again()).json().upload).toBeDefined();
  const expense = api.expenses.items.get(id);
  if (!expense) throw new Error('gone');
  const looked = { ...receipt, status: 'accepted', versionId: 'v1' };
  api.expenses.items.set(id, { ...expense, receipts: { [receipt.id]: looked } });
  const response = await again();
  expect(response.statusCode).toBe(201);
  expect(response.json()).toEqual({ receipt: { ...receipt, status: 'accepted' } });
});

import { createHash } from 'node:crypto';
import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  DeleteObjectCommand,
  GetObjectTaggingCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { GetQueueAttributesCommand, GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeAll, describe, expect, it } from 'vitest';
import { until } from '../../localstack/testing/until.ts';
import { as, expectProblem, expectStatus } from './support/api.ts';
import { awsClient } from './support/aws.ts';
import { advance, setQueueReader } from './support/clock.ts';
import {
  aDraft,
  aWaiting,
  type ExpenseView,
  eventsOf,
  hasStatus,
  isWaiting,
  readExpense,
  reject,
} from './support/expenses.ts';
import { setFaults } from './support/faults.ts';
import { aTeam, type Team } from './support/people.ts';
import {
  aFile,
  announce,
  type Download,
  handIn,
  lookedAt,
  post,
  readReceipt,
  receiptTypes,
  type Upload,
} from './support/receipts.ts';
import { resourceName } from './support/resources.ts';
import { withoutClock } from './support/target.ts';
import { receiptBucket } from './support/user-command.ts';

let team: Team;
let draft: ExpenseView;
beforeAll(async () => {
  team = await aTeam();
  draft = await aDraft(team.employee);
});

const employee = () => as(team.employee);

/** The bucket that a form posts to, whether its address names it as host or as path. */
const bucketOf = ({ url }: Upload['upload']) => {
  const { hostname, pathname } = new URL(url);
  return pathname.split('/')[1] || (hostname.split('.')[0] ?? '');
};

/** What receipt-processor logged of an object at last. */
function outcomeOf(key: string): Promise<string> {
  return until(
    async () => {
      const { events = [] } = await awsClient(CloudWatchLogsClient).send(
        new FilterLogEventsCommand({
          logGroupName: `/aws/lambda/${resourceName('receipt-processor')}`,
          filterPattern: `{ $.message = "receipt processed" && $.key = "${key}" }`,
        }),
      );
      const last = events.at(-1)?.message;
      return last !== undefined && (JSON.parse(last) as { outcome: string }).outcome;
    },
    { within: 15_000, what: `${key} to be processed` },
  );
}

describe('a receipt', () => {
  it('is announced, pending, with a form for its file', async () => {
    const { id } = await aDraft(team.employee);
    const body = { contentType: 'image/png', fileName: 'café.png' };
    const answer = await employee().post<{ receipt: { id: string } }>(`/expenses/${id}/receipts`, body);
    const { receipt } = expectStatus(answer, 201);
    expect(receipt).toMatchObject({ ...body, status: 'pending' });
    expect(answer.headers.get('location')).toBe(`/expenses/${id}/receipts/${receipt.id}`);
    expect(await readReceipt(team.employee, id, receipt.id)).toEqual({ receipt });
  });

  it.each(receiptTypes)('of type %s is accepted with its size and SHA-256', async (type) => {
    const file = aFile(type);
    const { id } = await aDraft(team.employee);
    expect(await handIn(team.employee, id, type, file)).toMatchObject({
      status: 'accepted',
      size: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
    expect(eventsOf(await readExpense(team.employee, id))).toEqual([
      'created',
      'receipt-added',
      'receipt-accepted',
    ]);
  });

  it('can be downloaded by who may see the expense, as it was uploaded', async () => {
    const file = aFile('application/pdf');
    const { id } = await handIn(team.employee, draft.id, 'application/pdf', file);
    for (const reader of [team.employee, team.manager]) {
      const { download } = await readReceipt(reader, draft.id, id);
      const response = await fetch(download?.url ?? '');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(file);
      expect(response.headers.get('content-type')).toBe('application/pdf');
    }
  });

  it('has a link for its own file only', async () => {
    const { id } = await handIn(team.employee, draft.id, 'image/png', aFile());
    const { download } = await readReceipt(team.employee, draft.id, id);
    const response = await fetch(download?.url.replace(id, draft.id) ?? '');
    expect(response.status).toBe(403);
  });

  it('that was removed is gone, and its file too', async () => {
    const { id } = await handIn(team.employee, draft.id, 'image/png', aFile());
    expectStatus(await employee().delete(`/expenses/${draft.id}/receipts/${id}`), 204);
    expectProblem(await employee().get(`/expenses/${draft.id}/receipts/${id}`), 404, 'receipt.not-found');
    const asked = new ListObjectsV2Command({
      Bucket: await receiptBucket(),
      Prefix: `receipts/${draft.id}/${id}`,
    });
    expect((await awsClient(S3Client).send(asked)).Contents ?? []).toEqual([]);
  });

  it('that was removed may be handed in again', async () => {
    const file = aFile();
    const { id } = await handIn(team.employee, draft.id, 'image/png', file);
    expectStatus(await employee().delete(`/expenses/${draft.id}/receipts/${id}`), 204);
    expect(await handIn(team.employee, draft.id, 'image/png', file)).toMatchObject({ status: 'accepted' });
  });

  it('stays as it is once the expense is submitted', async () => {
    const { id } = await aDraft(team.employee);
    const receipt = await handIn(team.employee, id, 'image/png', aFile());
    expectStatus(await employee().post(`/expenses/${id}/submit`), 200);
    const path = `/expenses/${id}/receipts`;
    expectProblem(await employee().delete(`${path}/${receipt.id}`), 409, 'expense.not-draft');
    expectProblem(await employee().post(path, { contentType: 'image/png' }), 409, 'expense.not-draft');
    expect((await readReceipt(team.manager, id, receipt.id)).download).toBeDefined();
  });

  it('that nobody has looked at keeps its expense from being submitted, until it was looked at or removed', async () => {
    const { id } = await aDraft(team.employee);
    const announced = await announce(team.employee, id);
    const other = await announce(team.employee, id);
    const submit = () => employee().post(`/expenses/${id}/submit`);
    const { detail } = expectProblem(await submit(), 409, 'receipt.pending');
    expect(detail).toContain('Upload the file and wait some seconds, or remove the receipt');
    await post(announced, aFile());
    await lookedAt(team.employee, id, announced.receipt.id);
    expectProblem(await submit(), 409, 'receipt.pending');
    expectStatus(await employee().delete(`/expenses/${id}/receipts/${other.receipt.id}`), 204);
    expectStatus(await submit(), 200);
  });

  it('that was refused is shown as such to the approver', async () => {
    const { id } = await aDraft(team.employee);
    await handIn(team.employee, id, 'image/png', Buffer.from('no image'));
    expectStatus(await employee().post(`/expenses/${id}/submit`), 200);
    expect((await readExpense(team.manager, id)).receipts).toMatchObject([
      { status: 'refused', reason: 'unknown-type' },
    ]);
  });

  it('whose file is gone before it is looked at is not looked at again by its message', async () => {
    const { id } = await aDraft(team.employee);
    const announced = await announce(team.employee, id);
    const key = announced.upload.fields.key ?? '';
    await setQueueReader(false);
    try {
      await post(announced, aFile());
      const Bucket = bucketOf(announced.upload);
      const { Versions = [] } = await awsClient(S3Client).send(
        new ListObjectVersionsCommand({ Bucket, Prefix: key }),
      );
      const VersionId = Versions[0]?.VersionId;
      await awsClient(S3Client).send(new DeleteObjectCommand({ Bucket, Key: key, VersionId }));
    } finally {
      await setQueueReader(true);
    }
    expect(await outcomeOf(key)).toBe('ignored');
    expect((await readReceipt(team.employee, id, announced.receipt.id)).receipt.status).toBe('pending');
  });

  it.each([
    ['its receipt', (id: string, receiptId: string) => `/expenses/${id}/receipts/${receiptId}`],
    ['its expense', (id: string) => `/expenses/${id}`],
  ])('whose file comes after %s was deleted leaves nothing in the bucket', async (_what, pathOf) => {
    const { id } = await aDraft(team.employee);
    const announced = await announce(team.employee, id);
    const key = announced.upload.fields.key ?? '';
    const { etag } = await readExpense(team.employee, id);
    const path = pathOf(id, announced.receipt.id);
    expectStatus(await employee().delete(path, { 'if-match': etag }), 204);
    expect((await post(announced, aFile())).status).toBe(204);
    const versions = async () => {
      const asked = new ListObjectVersionsCommand({ Bucket: bucketOf(announced.upload), Prefix: key });
      return (await awsClient(S3Client).send(asked)).Versions ?? [];
    };
    await until(async () => (await versions()).length === 0, {
      within: 15_000,
      what: 'the file to be deleted',
    });
  });

  it('carries the mark of an upload until it was accepted', async () => {
    const { id } = await aDraft(team.employee);
    const announced = await announce(team.employee, id);
    const tags = async () => {
      const object = { Bucket: bucketOf(announced.upload), Key: announced.upload.fields.key };
      const { TagSet } = await awsClient(S3Client).send(new GetObjectTaggingCommand(object));
      return TagSet;
    };
    await setQueueReader(false);
    try {
      await post(announced, aFile());
      expect(await tags()).toEqual([{ Key: 'receipt', Value: 'pending' }]);
    } finally {
      await setQueueReader(true);
    }
    await lookedAt(team.employee, id, announced.receipt.id);
    expect(await tags()).toEqual([{ Key: 'receipt', Value: 'accepted' }]);
  });

  it('stays the file that was accepted, whatever is posted to its form later', async () => {
    const file = aFile();
    const { id } = await aDraft(team.employee);
    const announced = await announce(team.employee, id);
    const key = announced.upload.fields.key ?? '';
    await post(announced, file);
    await lookedAt(team.employee, id, announced.receipt.id);
    expectStatus(await employee().post(`/expenses/${id}/submit`), 200);
    const stored = async () => {
      const asked = new ListObjectVersionsCommand({ Bucket: bucketOf(announced.upload), Prefix: key });
      return (await awsClient(S3Client).send(asked)).Versions ?? [];
    };
    const [kept] = await stored();
    await setQueueReader(false);
    try {
      expect((await post(announced, aFile())).status).toBe(204);
      const { receipt, download } = await readReceipt(team.manager, id, announced.receipt.id);
      expect(receipt.status).toBe('accepted');
      const response = await fetch(download?.url ?? '');
      expect(Buffer.from(await response.arrayBuffer())).toEqual(file);
    } finally {
      await setQueueReader(true);
    }
    await until(async () => (await stored()).length === 1, {
      within: 15_000,
      what: 'the later version to be deleted',
    });
    expect((await stored())[0]?.VersionId).toBe(kept?.VersionId);
  });

  it.skipIf(withoutClock).each([
    ['its receipt', (id: string, receiptId: string) => `/expenses/${id}/receipts/${receiptId}`],
    ['its expense', (id: string) => `/expenses/${id}`],
  ])('whose file cannot be deleted with %s is deleted a minute later', async (_what, pathOf) => {
    const { id } = await aDraft(team.employee);
    const announced = await announce(team.employee, id);
    await post(announced, aFile());
    await lookedAt(team.employee, id, announced.receipt.id);
    const Bucket = bucketOf(announced.upload);
    const current = async () => {
      const asked = new ListObjectVersionsCommand({ Bucket, Prefix: announced.upload.fields.key });
      return (await awsClient(S3Client).send(asked)).Versions?.filter(({ IsLatest }) => IsLatest) ?? [];
    };
    await setFaults({ service: 's3', operation: 'DeleteObject', fail: 'throttle', times: 10 });
    try {
      const { etag } = await readExpense(team.employee, id);
      const path = pathOf(id, announced.receipt.id);
      expectStatus(await employee().delete(path, { 'if-match': etag }), 204);
      expect(await current()).toHaveLength(1);
    } finally {
      await setFaults();
    }
    await advance('PT2M');
    await until(async () => (await current()).length === 0, { what: 'the file to be deleted' });
  });

  it('is free again for a new expense when its own was rejected', async () => {
    const file = aFile();
    const first = await aDraft(team.employee);
    await handIn(team.employee, first.id, 'image/png', file);
    expectStatus(await employee().post(`/expenses/${first.id}/submit`), 200);
    await isWaiting(team.employee, first.id);
    expectStatus(await reject(team.manager, first.id, { comment: 'Wrong category' }), 200);
    await hasStatus(team.employee, first.id, 'rejected');
    const second = await aDraft(team.employee);
    expect(await handIn(team.employee, second.id, 'image/png', file)).toMatchObject({ status: 'accepted' });
  });

  it('leaves the queue for good once it was looked at', async () => {
    const { id } = await aDraft(team.employee);
    await handIn(team.employee, id, 'image/png', aFile());
    const sqs = awsClient(SQSClient);
    const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: resourceName('receipts') }));
    const counts = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
    const isEmpty = async () => {
      const asked = new GetQueueAttributesCommand({ QueueUrl, AttributeNames: [...counts] });
      const { Attributes = {} } = await sqs.send(asked);
      return counts.every((count) => Attributes[count] === '0');
    };
    await until(isEmpty, { within: 15_000, what: 'the queue to be empty' });
  });

  it('is one of ten at most', async () => {
    const { id } = await aDraft(team.employee);
    for (let count = 0; count < 10; count++) await announce(team.employee, id);
    const answer = await employee().post(`/expenses/${id}/receipts`, { contentType: 'image/png' });
    expectProblem(answer, 409, 'receipt.too-many');
  });

  it.each([
    [{}, '/contentType'],
    [{ contentType: 'image/gif' }, '/contentType'],
    [{ contentType: 'image/png', fileName: '' }, '/fileName'],
    [{ contentType: 'image/png', size: 3 }, '/size'],
  ])('announced as %j is refused', async (body, pointer) => {
    const answer = await employee().post(`/expenses/${draft.id}/receipts`, body);
    expect(expectProblem(answer, 400, 'request.invalid').errors?.map((error) => error.pointer)).toEqual([
      pointer,
    ]);
  });

  it('that does not exist is not found', async () => {
    for (const id of ['none', '__proto__', 'constructor']) {
      const path = `/expenses/${draft.id}/receipts/${id}`;
      expectProblem(await employee().get(path), 404, 'receipt.not-found');
      expectProblem(await employee().delete(path), 404, 'receipt.not-found');
    }
  });
});

describe('a file is refused', () => {
  const refusal = async (file: Uint8Array, type: 'image/png' | 'image/jpeg' = 'image/png') => {
    const { id } = await aDraft(team.employee);
    const { status, reason } = await handIn(team.employee, id, type, file);
    return [status, reason];
  };

  it('when it lies about its type', async () => {
    expect(await refusal(aFile('application/pdf'))).toEqual(['refused', 'type-mismatch']);
  });

  it('when it is of no known type', async () => {
    expect(await refusal(Buffer.from('<svg onload="alert(1)"/>'))).toEqual(['refused', 'unknown-type']);
  });

  it('when it is cut short', async () => {
    expect(await refusal(aFile().subarray(0, 5))).toEqual(['refused', 'unknown-type']);
  });

  it('when its owner handed it in before, naming where', async () => {
    const file = aFile();
    const first = await aDraft(team.employee);
    const original = await handIn(team.employee, first.id, 'image/png', file);
    const second = await aDraft(team.employee);
    expect(await handIn(team.employee, second.id, 'image/png', file)).toMatchObject({
      status: 'refused',
      reason: 'duplicate',
      duplicateOf: { expenseId: first.id, receiptId: original.id },
    });
  });

  it('not when somebody else handed in the same', async () => {
    const file = aFile();
    await handIn(team.employee, (await aDraft(team.employee)).id, 'image/png', file);
    const theirs = await aDraft(team.stranger);
    expect(await handIn(team.stranger, theirs.id, 'image/png', file)).toMatchObject({ status: 'accepted' });
  });

  it('and cannot be downloaded then', async () => {
    const { id } = await aDraft(team.employee);
    const receipt = await handIn(team.employee, id, 'image/png', Buffer.from('no image'));
    const answer = await employee().get<Download>(`/expenses/${id}/receipts/${receipt.id}`);
    expect(expectStatus(answer, 200).download).toBeUndefined();
  });
});

describe('S3 itself refuses', () => {
  const outcome = async (response: Response) => [
    response.status,
    /<Code>(\w+)</.exec(await response.text())?.[1],
  ];

  it('a file that is too large', async () => {
    const announced = await announce(team.employee, (await aDraft(team.employee)).id);
    const file = Buffer.concat([aFile(), Buffer.alloc(announced.upload.maxSize)]);
    expect(await outcome(await post(announced, file))).toEqual([400, 'EntityTooLarge']);
  });

  it('an empty file', async () => {
    const announced = await announce(team.employee, (await aDraft(team.employee)).id);
    expect(await outcome(await post(announced, Buffer.alloc(0)))).toEqual([400, 'EntityTooSmall']);
  });

  it('a form whose type was changed', async () => {
    const announced = await announce(team.employee, (await aDraft(team.employee)).id);
    const response = await post(announced, aFile(), { 'Content-Type': 'text/html' });
    expect(await outcome(response)).toEqual([403, 'AccessDenied']);
  });

  it('a form whose key was changed', async () => {
    const announced = await announce(team.employee, (await aDraft(team.employee)).id);
    const response = await post(announced, aFile(), { key: 'receipts/another/one' });
    expect(await outcome(response)).toEqual([403, 'AccessDenied']);
  });

  it('a form whose signature was changed', async () => {
    const announced = await announce(team.employee, (await aDraft(team.employee)).id);
    const response = await post(announced, aFile(), { 'X-Amz-Signature': '0'.repeat(64) });
    expect(await outcome(response)).toEqual([403, 'SignatureDoesNotMatch']);
  });
});

describe("somebody else's receipt", () => {
  it('does not exist for who may not see the expense', async () => {
    const { id } = await aWaiting(team.employee);
    for (const caller of [team.stranger, team.otherManager]) {
      expectProblem(await as(caller).get(`/expenses/${id}/receipts/x`), 404, 'expense.not-found');
    }
  });
});

import { CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, describe, expect, it, test } from 'vitest';
import { uniqueName } from '../../testing/unique-name.ts';
import { startWorkflows } from './support.ts';

const workflows = await startWorkflows('s3');
afterAll(() => workflows[Symbol.asyncDispose]());

const Bucket = uniqueName('bucket');
const s3 = workflows.aws.client(S3Client, { forcePathStyle: true });
await s3.send(new CreateBucketCommand({ Bucket }));

async function stored(Body: string): Promise<string> {
  const Key = uniqueName('file');
  await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  return Key;
}

/** A machine that reads the object that its input names, and answers its items. */
const reading = (ReaderConfig: object, more: object = {}) => ({
  StartAt: 'It',
  States: {
    It: {
      Type: 'Map',
      End: true,
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        Parameters: { Bucket, 'Key.$': '$.Key' },
        ReaderConfig,
      },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Each',
        States: { Each: { Type: 'Pass', End: true } },
      },
      ...more,
    },
  },
});

const CSV = 'Name,Sum\nAnn,1\n"Bo, Jr.","2 ""two"""\nCy\n';

describe('An ItemReader', () => {
  test.for([
    { what: 'JSON', config: { InputType: 'JSON' }, body: '[1, {"a": 2}]', items: [1, { a: 2 }] },
    {
      what: 'JSON lines',
      config: { InputType: 'JSONL' },
      body: '{"a":1}\n\n{"a":2}\n',
      items: [{ a: 1 }, { a: 2 }],
    },
    {
      what: 'CSV with its headers in the first row',
      config: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      body: CSV,
      items: [
        { Name: 'Ann', Sum: '1' },
        { Name: 'Bo, Jr.', Sum: '2 "two"' },
        { Name: 'Cy', Sum: '' },
      ],
    },
    {
      what: 'CSV with given headers, fewer than its columns',
      config: { InputType: 'CSV', CSVHeaderLocation: 'GIVEN', CSVHeaders: ['H'], CSVDelimiter: 'PIPE' },
      body: 'a|b\r\nc|d',
      items: [{ H: 'a' }, { H: 'c' }],
    },
    {
      what: 'no more than MaxItems',
      config: { InputType: 'JSON', MaxItems: 2 },
      body: '[1,2,3]',
      items: [1, 2],
    },
    {
      what: 'everything for a MaxItems of 0',
      config: { InputType: 'JSON', MaxItems: 0 },
      body: '[1,2]',
      items: [1, 2],
    },
  ])('reads $what', async ({ config, body, items }) => {
    const ran = await workflows.run(reading(config), { Key: await stored(body) });
    expect(ran.output).toEqual(items);
    expect(ran.events[2]?.mapStateStartedEventDetails?.length).toBe(0);
  });

  it('hands its items to ItemSelector and ItemBatcher', async () => {
    const more = { ItemSelector: { 'n.$': '$$.Map.Item.Value' }, ItemBatcher: { MaxItemsPerBatch: 2 } };
    const ran = await workflows.run(reading({ InputType: 'JSON' }, more), { Key: await stored('[1,2,3]') });
    expect(ran.output).toEqual([{ Items: [{ n: 1 }, { n: 2 }] }, { Items: [{ n: 3 }] }]);
  });

  it('lists the objects of a bucket', async () => {
    const Prefix = `${uniqueName('list')}/`;
    for (const name of ['a', 'b'])
      await s3.send(new PutObjectCommand({ Bucket, Key: Prefix + name, Body: 'x' }));
    const reader = {
      Resource: 'arn:aws:states:::s3:listObjectsV2',
      Parameters: { Bucket, Prefix, MaxKeys: 1 },
    };
    const ran = await workflows.run(reading({}, { ItemReader: reader }));
    expect(ran.output).toMatchObject([
      { Key: `${Prefix}a`, Size: 1, StorageClass: 'STANDARD' },
      { Key: `${Prefix}b`, Size: 1 },
    ]);
  });

  test.for([
    { config: { InputType: 'JSON' }, body: '{"a": 1}', cause: 'Attempting to map over non-iterable node.' },
    {
      config: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
      body: 'A,A\n1,2',
      cause: 'CSV headers cannot contain duplicates.',
    },
  ])('fails the Map Run with: $cause', async ({ config, body, cause }) => {
    const ran = await workflows.run(reading(config), { Key: await stored(body) });
    expect(ran).toMatchObject({ error: 'States.ItemReaderFailed', cause });
    expect(ran.types.slice(-3)).toEqual(['MapRunFailed', 'MapStateFailed', 'ExecutionFailed']);
  });

  it('fails the Map Run where there is no such object', async () => {
    const ran = await workflows.run(reading({ InputType: 'JSON' }), { Key: 'none' });
    expect(ran.error).toBe('States.ItemReaderFailed');
  });

  it('fails before the Map Run where MaxItems is no number', async () => {
    const config = { InputType: 'JSON', MaxItemsPath: '$.most' };
    const ran = await workflows.run(reading(config), { Key: 'none', most: 1.5 });
    expect(ran.error).toBe('States.Runtime');
    expect(ran.cause).toContain(
      'The MaxItemsPath field refers to value "1.5" which is not a valid integer: $.most',
    );
    expect(ran.types).not.toContain('MapRunStarted');
  });
});

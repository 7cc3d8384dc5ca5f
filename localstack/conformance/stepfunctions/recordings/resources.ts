import { strToU8, zipSync } from 'fflate';
import type { EmbeddedAws } from '../../../embedded/index.ts';
import type { Resource } from './cases.ts';

/** Functions that behave as those of the recordings, by the words that describe them there. */
const BEHAVIOURS: readonly (readonly [RegExp, string])[] = [
  [/^returns its event unchanged/, 'export const handler = async (event) => event;'],
  [
    /raises Exception\("Some exception was raised\."\)/,
    `class Exception extends Error { name = 'Exception'; }
     export const handler = async () => { throw new Exception('Some exception was raised.'); };`,
  ],
  [
    /class CustomException without arguments/,
    `class CustomException extends Error { name = 'CustomException'; }
     export const handler = async () => { throw new CustomException(); };`,
  ],
  [/returns the bytes b'"HelloWorld!"'/, `export const handler = async () => 'HelloWorld!';`],
  [/returns 257 KiB of the letter a/, `export const handler = async () => 'a'.repeat(257 * 1024);`],
  [/^sleeps 60 seconds/, 'export const handler = () => new Promise(() => {});'],
];

/** Creates what a recording needs, under the names that it had on AWS. */
export async function createResources(aws: EmbeddedAws, resources: readonly Resource[]): Promise<void> {
  for (const resource of resources) {
    if (resource.kind === 'lambda') await createFunction(aws, resource);
    if (resource.kind === 'sqs-queue') await call(aws, 'sqs', 'CreateQueue', { QueueName: resource.name });
    if (resource.kind === 'dynamodb-table') await createTable(aws, resource);
  }
}

async function createFunction(aws: EmbeddedAws, { name, behaviour = '' }: Resource): Promise<void> {
  const code = BEHAVIOURS.find(([words]) => words.test(behaviour))?.[1];
  if (!code) throw new Error(`No function is known that ${behaviour}`);
  const zip = zipSync({ 'index.mjs': strToU8(code) });
  await call(aws, 'lambda', 'CreateFunction', {
    FunctionName: name,
    Role: `arn:aws:iam::${aws.context.accountId}:role/function`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Timeout: 60,
    Code: { ZipFile: Buffer.from(zip).toString('base64') },
  });
}

async function createTable(aws: EmbeddedAws, { name, partitionKey = 'id' }: Resource): Promise<void> {
  await call(aws, 'dynamodb', 'CreateTable', {
    TableName: name,
    KeySchema: [{ AttributeName: partitionKey, KeyType: 'HASH' }],
    AttributeDefinitions: [{ AttributeName: partitionKey, AttributeType: 'S' }],
    BillingMode: 'PAY_PER_REQUEST',
  });
}

function call(aws: EmbeddedAws, service: string, operation: string, input: object): Promise<unknown> {
  return aws.context.call(service, operation, input, aws.context.root);
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CloudWatchClient, ListMetricsCommand } from '@aws-sdk/client-cloudwatch';
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { LambdaClient, ListFunctionsCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { strToU8, zipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import { createClient } from '../testing/embedded.ts';
import { createEmbeddedAws, type ServiceName } from './index.ts';

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

/** The input of CreateFunction for a function that does nothing. */
function aFunction(FunctionName: string): object {
  const zip = zipSync({ 'index.mjs': strToU8('export const handler = async () => {};') });
  return {
    FunctionName,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: 'arn:aws:iam::000000000000:role/f',
    Code: { ZipFile: Buffer.from(zip).toString('base64') },
  };
}

describe('createEmbeddedAws', () => {
  test('runs the services that are named, and no others', async () => {
    await using aws = await createEmbeddedAws({ services: ['iam', 'sts'] });
    const endpoint = await aws.listen(0);
    expect(aws.context.endpoint()).toBe(endpoint);
    const health = await (await fetch(`${endpoint}/_testbed/health`)).json();
    expect(health).toMatchObject({ status: 'running', services: ['iam', 'sts'], faults: 0 });
  });

  test('serves another account, too', async () => {
    await using aws = await createEmbeddedAws({ services: ['iam', 'sts'], accountId: '123456789012' });
    const sts = createClient(STSClient, await aws.listen(0));
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: '123456789012' });
    sts.destroy();
  });

  test('lets a service that starts early wait for one that it calls', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-aws-'));
    const services = ['lambda', 'sqs'] as const;
    const logged: string[] = [];
    const log = (message: string) => void logged.push(message);
    const queue = { QueueName: 'q' };
    const mapping = { FunctionName: 'f', EventSourceArn: 'arn:aws:sqs:us-east-1:000000000000:q' };
    {
      await using aws = await createEmbeddedAws({ services, dataDirectory });
      const { call, root } = aws.context;
      await call('sqs', 'CreateQueue', queue, root);
      await call('lambda', 'CreateFunction', aFunction('f'), root);
      await call('lambda', 'CreateEventSourceMapping', mapping, root);
    }
    {
      await using aws = await createEmbeddedAws({ services, dataDirectory, log });
      await aws.context.clock.advance(1_000);
      expect(await aws.context.call('sqs', 'GetQueueUrl', queue, aws.context.root)).toHaveProperty(
        'QueueUrl',
      );
    }
    expect(logged).toEqual([]);
    rmSync(dataDirectory, { recursive: true });
  });

  test('names a service that it does not have', async () => {
    await expect(createEmbeddedAws({ services: ['glue' as ServiceName] })).rejects.toMatchObject({
      code: 'UnknownService',
      message: expect.stringContaining('no service "glue". It has: iam,'),
    });
  });

  test('runs a service once that is named twice', async () => {
    await using aws = await createEmbeddedAws({ services: ['sqs', 'sqs'] });
    expect([...aws.services.keys()]).toEqual(['sqs']);
    const glue = 'glue' as ServiceName;
    // Each failure has somebody who hears of it: an unhandled one would end the process.
    await expect(createEmbeddedAws({ services: [glue, glue] })).rejects.toThrow('no service "glue"');
  });

  test('listens once, and not after it was stopped', async () => {
    const aws = await createEmbeddedAws({ services: [] });
    const endpoint = await aws.listen(0);
    await expect(aws.listen(0)).rejects.toThrow(`This AWS listens already, on ${endpoint}.`);
    await aws.stop();
    await expect(aws.listen(0)).rejects.toThrow('This AWS has been stopped');
  });

  test('says that an address is not of this machine', async () => {
    await using aws = await createEmbeddedAws({ services: [] });
    await expect(aws.listen(0, '192.0.2.1')).rejects.toMatchObject({
      code: 'AddressUnusable',
      message: 'Nothing can listen on 192.0.2.1:0: this machine has no such address (EADDRNOTAVAIL).',
    });
  });

  test.each(['4566', 65_536, Number.NaN])('refuses %o as a port', async (port) => {
    await using aws = await createEmbeddedAws({ services: [] });
    await expect(aws.listen(port as number)).rejects.toMatchObject({
      code: 'AddressUnusable',
      message: `Nothing can listen on 127.0.0.1:${port}: a port is a number from 0 to 65535.`,
    });
  });

  test('says in the form of each protocol that a service does not run', async () => {
    await using aws = await createEmbeddedAws({ services: ['sqs'] });
    const endpoint = await aws.listen(0);
    const refused = (service: string) => ({
      name: 'NotImplemented',
      message: `The embedded AWS does not run a service "${service}" here.`,
    });
    const s3 = createClient(S3Client, endpoint);
    await expect(s3.send(new ListBucketsCommand({}))).rejects.toMatchObject(refused('s3'));
    const sts = createClient(STSClient, endpoint);
    await expect(sts.send(new GetCallerIdentityCommand({}))).rejects.toMatchObject(refused('sts'));
    const dynamodb = createClient(DynamoDBClient, endpoint);
    await expect(dynamodb.send(new ListTablesCommand({}))).rejects.toMatchObject(refused('dynamodb'));
    const lambda = createClient(LambdaClient, endpoint);
    await expect(lambda.send(new ListFunctionsCommand({}))).rejects.toMatchObject(refused('lambda'));
    const cloudWatch = createClient(CloudWatchClient, endpoint);
    await expect(cloudWatch.send(new ListMetricsCommand({}))).rejects.toMatchObject(refused('monitoring'));
    for (const client of [s3, sts, dynamodb, lambda, cloudWatch]) client.destroy();
  });

  test('says which port is in use', async () => {
    await using first = await createEmbeddedAws({ services: [] });
    await using second = await createEmbeddedAws({ services: [] });
    const port = Number(new URL(await first.listen(0)).port);
    await expect(second.listen(port)).rejects.toMatchObject({
      code: 'PortInUse',
      port,
      message: `Port ${port} on 127.0.0.1 is in use: something else listens there.`,
    });
  });

  // Any other process may be given the port in between, so one try proves nothing when it fails.
  test('lets go of its port when it is stopped', { retry: 4 }, async () => {
    const first = await createEmbeddedAws({ services: [] });
    const endpoint = await first.listen(0);
    await fetch(`${endpoint}/_testbed/health`);
    await first.stop();
    await using second = await createEmbeddedAws({ services: [] });
    expect(await second.listen(Number(new URL(endpoint).port))).toBe(endpoint);
  });

  test('knows with a data directory what it knew before it was stopped', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-aws-'));
    const role = { RoleName: 'http', AssumeRolePolicyDocument: TRUST };
    {
      await using aws = await createEmbeddedAws({ services: ['iam'], dataDirectory });
      await aws.context.call('iam', 'CreateRole', role, aws.context.root);
    }
    {
      await using aws = await createEmbeddedAws({ services: ['iam'], dataDirectory });
      const read = await aws.context.call('iam', 'GetRole', { RoleName: 'http' }, aws.context.root);
      expect(read).toMatchObject({ Role: { RoleName: 'http' } });
    }
    rmSync(dataDirectory, { recursive: true });
  });

  test('is stopped once, however often it is asked to, and has stopped when any of them is answered', async () => {
    const dataDirectory = mkdtempSync(join(tmpdir(), 'embedded-aws-'));
    const options = { services: ['sqs'], dataDirectory } as const;
    let closed = 0;
    const nobody = () => Promise.reject(new Error('Nobody is there.'));
    const remote = { call: nobody, handle: nobody, close: () => void closed++ };
    const first = await createEmbeddedAws({ ...options, remote });
    await first.listen(0);
    const stopping = first.stop();
    await first.stop();
    // The folder is free, so all of it has stopped.
    await using second = await createEmbeddedAws(options);
    await stopping;
    await first[Symbol.asyncDispose]();
    expect(closed).toBe(1);
    // What came later has kept the folder.
    await expect(createEmbeddedAws(options)).rejects.toMatchObject({ code: 'DataDirectoryInUse' });
    await second.stop();
    rmSync(dataDirectory, { recursive: true });
  });

  test('is called in-process without listening', async () => {
    await using aws = await createEmbeddedAws({ services: ['sqs'] });
    const answer = await aws.context.call('sqs', 'CreateQueue', { QueueName: 'q' }, aws.context.root);
    expect(answer).toEqual({ QueueUrl: 'http://embedded-aws.invalid/000000000000/q' });
  });
});

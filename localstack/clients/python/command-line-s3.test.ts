import { randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../../testing/embedded.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { commandLines, pythonEnvironment } from './environment.ts';
import { type Cli, cliAt } from './programs.ts';

const clis = await commandLines(await pythonEnvironment());

/** More than the CLI sends in one part. */
const LARGE = 20 * 1024 * 1024;

describe.each(clis)('aws s3 of the AWS CLI $version', ({ program }) => {
  let aws: StartedEmbedded;
  let cli: Cli;
  let folder: string;
  let bucket: string;

  beforeAll(async () => {
    aws = await startEmbedded({ services: ['iam', 'sts', 's3', 'kms'] });
    cli = cliAt(program, aws);
    folder = await mkdtemp(join(tmpdir(), 'aws-s3-'));
    bucket = uniqueName('bucket').toLowerCase();
    await cli.text('s3', 'mb', `s3://${bucket}`);
  });

  afterAll(async () => {
    await aws[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true });
  });

  test('copies a large file up, from bucket to bucket, and down again', async () => {
    const other = uniqueName('other').toLowerCase();
    const content = randomBytes(LARGE);
    await writeFile(join(folder, 'large'), content);
    await cli.text('s3', 'mb', `s3://${other}`);
    await cli.text('s3', 'cp', join(folder, 'large'), `s3://${bucket}/large`);
    await cli.text('s3', 'cp', `s3://${bucket}/large`, `s3://${other}/copy`);
    await cli.text('s3', 'cp', `s3://${other}/copy`, join(folder, 'back'));
    expect(content.equals(await readFile(join(folder, 'back')))).toBe(true);
  });

  test('brings a bucket to the state of a folder, and a folder to that of a bucket', async () => {
    const source = join(folder, 'source');
    await mkdir(join(source, 'deep'), { recursive: true });
    await writeFile(join(source, 'one.txt'), '1');
    await writeFile(join(source, 'deep', 'two und Ü.txt'), '2');
    await cli.text('s3', 'sync', source, `s3://${bucket}/tree`);
    await rm(join(source, 'one.txt'));
    await cli.text('s3', 'sync', '--delete', source, `s3://${bucket}/tree`);
    const listed = await cli.text('s3', 'ls', '--recursive', `s3://${bucket}/tree/`);
    expect(listed.trim().split('\n')).toEqual([expect.stringContaining('tree/deep/two und Ü.txt')]);
    await cli.text('s3', 'sync', `s3://${bucket}/tree`, join(folder, 'target'));
    expect(await readFile(join(folder, 'target', 'deep', 'two und Ü.txt'), 'utf8')).toBe('2');
  });

  test('moves an object', async () => {
    await writeFile(join(folder, 'moved'), 'moved');
    await cli.text('s3', 'mv', join(folder, 'moved'), `s3://${bucket}/here`);
    await cli.text('s3', 'mv', `s3://${bucket}/here`, `s3://${bucket}/there`);
    expect(await cli.text('s3', 'ls', `s3://${bucket}/there`)).toContain('there');
    expect(await cli.refused('s3api', 'head-object', '--bucket', bucket, '--key', 'here')).toContain('404');
  });

  test('makes a link that works until it is a hundred seconds old', async () => {
    await writeFile(join(folder, 'linked'), 'linked');
    await cli.text('s3', 'cp', join(folder, 'linked'), `s3://${bucket}/linked`);
    // Left to itself, version 1 signs links of us-east-1 by version 2, which S3 refuses.
    const configuration = join(folder, 'config');
    await writeFile(configuration, '[default]\ns3 =\n  signature_version = s3v4\n');
    const signing = cliAt(program, aws, { AWS_CONFIG_FILE: configuration });
    const link = (await signing.text('s3', 'presign', `s3://${bucket}/linked`, '--expires-in', '100')).trim();
    const answer = await fetch(link);
    expect([answer.status, await answer.text()]).toEqual([200, 'linked']);
    await aws.context.clock.advance(101_000);
    expect((await fetch(link)).status).toBe(403);
  });

  test('removes what is in a bucket, and the bucket', async () => {
    const doomed = uniqueName('doomed').toLowerCase();
    await cli.text('s3', 'mb', `s3://${doomed}`);
    await writeFile(join(folder, 'small'), 'small');
    for (const key of ['a', 'b ', 'c/d']) {
      await cli.text(
        's3api',
        'put-object',
        '--bucket',
        doomed,
        '--key',
        key,
        '--body',
        join(folder, 'small'),
      );
    }
    await cli.text('s3', 'rb', '--force', `s3://${doomed}`);
    expect(await cli.text('s3', 'ls')).not.toContain(doomed);
  });
});

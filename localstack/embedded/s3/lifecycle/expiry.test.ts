import {
  CreateBucketCommand,
  type LifecycleRule,
  ListObjectVersionsCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { describe, expect, test } from 'vitest';
import { startEmbedded } from '../../../testing/embedded.ts';
import { createClock, standingTime } from '../../clock/clock.ts';

const HOUR = 3_600_000;
const NOON = Date.parse('2026-11-29T12:00:00Z');
const Bucket = 'uploads';

/** A bucket with these rules, and a clock that stands at noon. */
async function start(versioned: boolean, ...rules: Omit<LifecycleRule, 'Status'>[]) {
  const clock = createClock(standingTime(NOON));
  const aws = await startEmbedded({ services: ['s3'], clock });
  const s3 = aws.client(S3Client);
  await s3.send(new CreateBucketCommand({ Bucket }));
  if (versioned) {
    const VersioningConfiguration = { Status: 'Enabled' } as const;
    await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
  }
  const Rules = rules.map((rule): LifecycleRule => ({ ...rule, Status: 'Enabled' }));
  const LifecycleConfiguration = { Rules };
  await s3.send(new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration }));
  return {
    clock,
    put: (Key: string, Tagging?: string) =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...(Tagging && { Tagging }) })),
    async versions() {
      const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
      return { files: Versions.map(({ Key }) => Key), markers: DeleteMarkers.map(({ Key }) => Key) };
    },
    [Symbol.asyncDispose]: () => aws[Symbol.asyncDispose](),
  };
}

describe('an object', () => {
  test('with the tag of a rule expires at the midnight after its days, others stay', async () => {
    const Filter = { Tag: { Key: 'state', Value: 'pending' } };
    await using aws = await start(false, { Filter, Expiration: { Days: 1 } });
    await aws.put('forgotten', 'state=pending');
    await aws.put('accepted', 'state=accepted');
    await aws.clock.advance(35 * HOUR);
    expect((await aws.versions()).files).toEqual(['accepted', 'forgotten']);
    await aws.clock.advance(HOUR);
    expect((await aws.versions()).files).toEqual(['accepted']);
  });

  test('of a versioned bucket gets a delete marker, once, and is gone after the days of noncurrent versions', async () => {
    await using aws = await start(true, {
      Filter: { Prefix: 'in/' },
      Expiration: { Days: 1 },
      NoncurrentVersionExpiration: { NoncurrentDays: 2 },
    });
    await aws.put('in/a');
    await aws.put('out/a');
    await aws.clock.advance(60 * HOUR);
    expect(await aws.versions()).toEqual({ files: ['in/a', 'out/a'], markers: ['in/a'] });
    await aws.clock.advance(24 * HOUR);
    expect(await aws.versions()).toEqual({ files: ['out/a'], markers: ['in/a'] });
  });

  test('is replaced for good after the days of noncurrent versions, the newest stays', async () => {
    await using aws = await start(true, {
      Filter: { Prefix: '' },
      NoncurrentVersionExpiration: { NoncurrentDays: 30 },
    });
    await aws.put('a');
    await aws.clock.advance(HOUR);
    await aws.put('a');
    await aws.clock.advance(30 * 24 * HOUR);
    expect((await aws.versions()).files).toEqual(['a', 'a']);
    await aws.clock.advance(24 * HOUR);
    expect((await aws.versions()).files).toEqual(['a']);
  });
});

import { describe, expect, it } from 'vitest';
import { findingsOf, judge, skipsOf } from '../../cdktf/scan/judge.ts';
import { STACKS, synthesize } from './synthesized.ts';

const finding = { check: 'CKV_1', name: 'Is closed', resource: 'data-prod/bucket' };
const skip = { check: 'CKV_1', resource: 'data-prod/bucket', reason: 'It is open to nobody else.' };

describe('a scan', () => {
  it('finds nothing wrong with a failed check whose reason stands beside the resource', () => {
    expect(judge([finding], [skip])).toEqual({ unexplained: [], stale: [] });
  });

  it('names a failed check that nobody excused', () => {
    expect(judge([finding], [{ ...skip, resource: 'data-prod/other' }]).unexplained).toEqual([finding]);
  });

  it('names a skip that excuses nothing any more', () => {
    expect(judge([], [skip]).stale).toEqual([skip]);
  });

  it('reads what checkov writes, whether it names the type or not', () => {
    const failed = (resource: string) => ({
      check_id: 'CKV_1',
      check_name: 'Is closed',
      resource,
      file_path: '/data-prod/cdk.tf.json',
    });
    const report = {
      results: { failed_checks: [failed('resource.bucket'), failed('aws_s3_bucket.bucket')] },
    };
    expect(findingsOf(report)).toEqual([finding, finding]);
  });

  it('takes a report without results for none', () => {
    expect(() => findingsOf({ passed: 0 })).toThrow('no results');
  });
});

it('every skip in the stacks says its reason in a sentence', async () => {
  using prod = await synthesize({ STAGE: 'prod' });
  const skips = STACKS.flatMap((name) => skipsOf(`${name}-prod`, prod.stack(name)));
  expect(skips.length).toBeGreaterThan(0);
  for (const { check, reason } of skips) {
    expect(check).toMatch(/^CKV2?_/);
    expect(reason).toMatch(/^[A-Z].{20,}\.$/);
  }
});

import { expect, test } from 'vitest';
import { createClock, standingTime } from '../clock/clock.ts';
import { createEmbeddedAws } from '../index.ts';

const start = Date.UTC(2026, 0, 31, 12);
const startAws = () =>
  createEmbeddedAws({ services: ['sqs'], clock: createClock(standingTime(start)), log: () => {} });

test('the clock is moved by a duration or by seconds, and runs what falls due', async () => {
  await using aws = await startAws();
  let fired = false;
  aws.context.clock.after(60_000, () => {
    fired = true;
  });
  expect(await aws.clock.advance('PT30S')).toEqual(new Date(start + 30_000));
  expect(fired).toBe(false);
  expect(await aws.clock.advance(30)).toEqual(new Date(start + 60_000));
  expect(fired).toBe(true);
});

test('the clock refuses what is no duration', async () => {
  await using aws = await startAws();
  await expect(aws.clock.advance('a while')).rejects.toThrow('"advance" must be a number of seconds');
  expect(aws.clock.now()).toEqual(new Date(start));
});

test('faults strike calls until they are cleared, and are counted', async () => {
  await using aws = await startAws();
  const { context } = aws;
  const list = () => context.call('sqs', 'ListQueues', {}, context.root);
  aws.faults.set([{ service: 'sqs', operation: 'ListQueues', fail: 'throttle', times: 1 }]);
  await expect(list()).rejects.toMatchObject({ code: 'RequestThrottled' });
  await list();
  expect(aws.faults.counts()).toMatchObject([{ matched: 2, struck: 1 }]);
  aws.faults.clear();
  expect(aws.faults.counts()).toEqual([]);
});

test('a fault for a service that does not run is refused', async () => {
  await using aws = await startAws();
  expect(() => aws.faults.set([{ service: 's3', fail: 'drop' }])).toThrow('rules[0].service names "s3"');
});

test('the meter says what was called, until it is reset or stands still', async () => {
  await using aws = await startAws();
  const { context } = aws;
  const list = () => context.call('sqs', 'ListQueues', {}, context.root);
  await list();
  expect(aws.meter.reset().calls).toMatchObject([{ service: 'sqs', action: 'ListQueues', calls: 1 }]);
  expect(aws.meter.read().calls).toEqual([]);
  aws.meter.running = false;
  await list();
  expect(aws.meter.read()).toMatchObject({ running: false, calls: [] });
});

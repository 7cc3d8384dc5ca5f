import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ServedServices, serveServices } from '../../testing/serve-services.ts';
import { createClock, standingTime } from '../clock/clock.ts';
import { parseDuration } from './duration.ts';

const START = Date.UTC(2026, 0, 31, 12);
let aws: ServedServices;

beforeAll(async () => {
  aws = await serveServices([], { clock: createClock(standingTime(START)) });
});

afterAll(async () => {
  await aws[Symbol.asyncDispose]();
});

async function advance(body: string) {
  const response = await fetch(`${aws.endpoint}/_testbed/clock`, { method: 'POST', body });
  return { status: response.status, body: (await response.json()) as Record<string, string> };
}

describe('/_testbed/clock', () => {
  test('moves on by an ISO 8601 duration or by seconds, and fires what falls due', async () => {
    let fired = false;
    aws.clock.after(2 * 86_400_000, () => {
      fired = true;
    });
    expect((await advance('{"advance":"P3D"}')).body).toEqual({ now: '2026-02-03T12:00:00.000Z' });
    expect((await advance('{"advance":90}')).body).toEqual({ now: '2026-02-03T12:01:30.000Z' });
    expect(fired).toBe(true);
    const read = await fetch(`${aws.endpoint}/_testbed/clock`);
    expect(await read.json()).toEqual({ now: '2026-02-03T12:01:30.000Z' });
  });

  test('is what answers are dated by', async () => {
    const response = await fetch(`${aws.endpoint}/_testbed/clock`);
    expect(response.headers.get('date')).toBe(
      new Date(Math.floor(aws.clock.now() / 1000) * 1000).toUTCString(),
    );
  });

  test.each(['{"advance":"tomorrow"}', '{"advance":-1}', '{"advance":"P1M"}', '{}', '[]', 'P3D'])(
    'refuses %s with a clear error',
    async (body) => {
      const answer = await advance(body);
      expect(answer.status).toBe(400);
      expect(answer.body.message).toMatch(/"advance" must be|not valid JSON|Start of structure/);
    },
  );
});

describe('/_testbed', () => {
  test('names what there is where an address is unknown', async () => {
    const response = await fetch(`${aws.endpoint}/_testbed/nothing`);
    expect(response.status).toBe(404);
    expect(await response.json()).toEqual({
      message:
        'There is no /_testbed/nothing. There is: /_testbed/health, /_testbed/clock, /_testbed/meter, /_testbed/meter/reset, /_testbed/errors, /_testbed/faults.',
    });
  });

  test.each([1e15, 'P9999999D'])(
    'does not move time by %j, beyond what dates can express',
    async (advance) => {
      const address = `${aws.endpoint}/_testbed/clock`;
      const response = await fetch(address, { method: 'POST', body: JSON.stringify({ advance }) });
      expect(response.status).toBe(400);
      expect(await response.json()).toMatchObject({
        message: '"advance" must not lead beyond the year 9999.',
      });
    },
  );

  test('refuses other methods', async () => {
    const response = await fetch(`${aws.endpoint}/_testbed/health`, { method: 'DELETE' });
    expect(response.status).toBe(405);
  });
});

test.each([
  ['P3D', 3 * 86_400_000],
  ['PT1H30M', 5_400_000],
  ['P1W', 604_800_000],
  ['P1DT0.5S', 86_400_500],
  ['P', undefined],
  ['PT', undefined],
  ['3D', undefined],
  ['P1Y', undefined],
])('the duration %s is %s milliseconds', (text, milliseconds) => {
  expect(parseDuration(text)).toBe(milliseconds);
});

import type { EmbeddedContext } from '../core/context.ts';
import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { HttpFront } from '../core/service.ts';
import type { UnexpectedErrors } from '../core/unexpected-errors.ts';
import { parseJson } from '../protocol/json.ts';
import { parseDuration } from './duration.ts';
import { faultRulesOf, type StruckServices } from './fault-rules.ts';
import type { Faults } from './faults.ts';

/** What `GET /_testbed/health` says. */
export interface Health {
  readonly services: readonly string[];
  readonly bootMilliseconds: number;
  /** Errors of the emulator's own: how many there were that nothing expected. */
  readonly faults: number;
}

/** What the testbed shows. */
export interface TestbedParts {
  readonly health: () => Health;
  readonly services: StruckServices;
  readonly meter: SteeredMeter;
  readonly faults: Faults;
  readonly unexpected: Pick<UnexpectedErrors, 'count' | 'latest'>;
  /** The record of what roles are granted, used and were denied. */
  readonly iam?: { report(): unknown; reset(): void };
}

type Route = (request: AwsRequest) => unknown | Promise<unknown>;

/** The meter as operators steer it. */
export interface SteeredMeter {
  running: boolean;
  read(): unknown;
  reset(): void;
}

/** The addresses below `/_testbed/`, by which tests and operators steer the emulator itself. */
export function createTestbed(
  context: Pick<EmbeddedContext, 'clock'>,
  { health, services, meter, faults, unexpected, iam }: TestbedParts,
): HttpFront {
  const rules = () => ({ rules: faults.counts() });
  const time = () => ({ now: new Date(context.clock.now()).toISOString() });
  const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
    '/_testbed/health': { GET: () => ({ status: 'running', ...health() }) },
    '/_testbed/clock': {
      GET: time,
      async POST(request) {
        await context.clock.advance(advanceOf(request.body, context.clock.now()));
        return time();
      },
    },
    '/_testbed/meter': {
      GET: () => meter.read(),
      POST(request) {
        meter.running = runningOf(request.body);
        return meter.read();
      },
    },
    // Answers with what was counted until then, so that nothing is lost between a reading and a reset.
    '/_testbed/meter/reset': {
      POST() {
        const reading = meter.read();
        meter.reset();
        return reading;
      },
    },
    '/_testbed/errors': {
      GET: () => ({ count: unexpected.count, latest: unexpected.latest }),
    },
    '/_testbed/faults': {
      GET: rules,
      POST(request) {
        const told = faultRulesOf(parseJson(request.body), services);
        faults.set(told.rules, told.seed);
        return rules();
      },
      DELETE() {
        faults.set([]);
        return rules();
      },
    },
    ...(iam ? { '/_testbed/iam': iamRoutes(iam) } : {}),
  };
  return {
    matches: (request) => request.path.startsWith('/_testbed/'),
    async handle(request) {
      const methods = routes[request.path];
      if (!methods)
        return json(404, {
          message: `There is no ${request.path}. There is: ${Object.keys(routes).join(', ')}.`,
        });
      const route = methods[request.method];
      if (!route)
        return json(405, { message: `${request.path} takes ${Object.keys(methods).join(' and ')}.` });
      return json(200, await route(request));
    },
  };
}

/** The record of permissions, and a fresh start of it. */
function iamRoutes(iam: NonNullable<TestbedParts['iam']>): Readonly<Record<string, Route>> {
  return {
    GET: () => ({ roles: iam.report() }),
    DELETE() {
      iam.reset();
      return { roles: iam.report() };
    },
  };
}

/** The last moment that AWS's formats of time can tell. */
const LAST = Date.parse('9999-12-31T23:59:59Z');

function advanceOf(body: Uint8Array, now: number): number {
  const { advance } = parseJson(body);
  const milliseconds =
    typeof advance === 'number'
      ? advance * 1000
      : typeof advance === 'string'
        ? parseDuration(advance)
        : undefined;
  if (milliseconds === undefined || !Number.isFinite(milliseconds) || milliseconds < 0) {
    throw new AwsError(
      'ValidationException',
      '"advance" must be a number of seconds, or an ISO 8601 duration such as "P3D" or "PT1H30M", and not negative.',
    );
  }
  if (now + milliseconds > LAST) {
    throw new AwsError('ValidationException', '"advance" must not lead beyond the year 9999.');
  }
  return milliseconds;
}

function runningOf(body: Uint8Array): boolean {
  const { running } = parseJson(body);
  if (typeof running === 'boolean') return running;
  throw new AwsError('ValidationException', '"running" must be true or false.');
}

function json(status: number, body: unknown): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

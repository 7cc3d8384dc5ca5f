import { AwsError } from '../core/errors.ts';
import type { AwsRequest, AwsResponse } from '../core/http.ts';
import type { HttpFront } from '../core/service.ts';
import type { UnexpectedErrors } from '../core/unexpected-errors.ts';
import { parseJson } from '../protocol/json.ts';
import type { ClockControl, FaultControl, MeterControl } from './controls.ts';
import type { FaultRule } from './faults.ts';

/** What `GET /_testbed/health` says. */
export interface Health {
  readonly services: readonly string[];
  readonly bootMilliseconds: number;
  /** Errors of the emulator's own: how many there were that nothing expected. */
  readonly faults: number;
}

/** What the testbed shows, and lets its callers steer. */
export interface TestbedParts {
  readonly health: () => Health;
  readonly clock: ClockControl;
  readonly meter: MeterControl<unknown>;
  readonly faults: FaultControl;
  readonly unexpected: Pick<UnexpectedErrors, 'count' | 'latest'>;
  /** The record of what roles are granted, used and were denied. */
  readonly iam?: { report(): unknown; reset(): void };
}

type Route = (request: AwsRequest) => unknown | Promise<unknown>;

/** The addresses below `/_testbed/`, by which tests and operators steer the emulator itself. */
export function createTestbed({ health, clock, meter, faults, unexpected, iam }: TestbedParts): HttpFront {
  const rules = () => ({ rules: faults.counts() });
  const time = (now: Date) => ({ now: now.toISOString() });
  const routes: Readonly<Record<string, Readonly<Record<string, Route>>>> = {
    '/_testbed/health': { GET: () => ({ status: 'running', ...health() }) },
    '/_testbed/clock': {
      GET: () => time(clock.now()),
      async POST(request) {
        const { advance } = parseJson(request.body);
        return time(await clock.advance(advance as string | number));
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
    '/_testbed/meter/reset': { POST: () => meter.reset() },
    '/_testbed/errors': {
      GET: () => ({ count: unexpected.count, latest: unexpected.latest }),
    },
    '/_testbed/faults': {
      GET: rules,
      POST(request) {
        const { rules: wanted, seed } = parseJson(request.body);
        faults.set(wanted as readonly FaultRule[], seed as string | undefined);
        return rules();
      },
      DELETE() {
        faults.clear();
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

function runningOf(body: Uint8Array): boolean {
  const { running } = parseJson(body);
  if (typeof running === 'boolean') return running;
  throw new AwsError('ValidationException', '"running" must be true or false.');
}

function json(status: number, body: unknown): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ServedServices, serveServices } from '../../testing/serve-services.ts';
import { createClock, standingTime } from '../clock/clock.ts';
import { AwsError } from './errors.ts';
import type { AwsResponse } from './http.ts';
import type { Service } from './service.ts';

/** Where the chain is to throw, and what; set for one request at a time. */
let plan: { readonly stage: Stage; readonly thrown: unknown } | undefined;

/** The stages of the chain, and the ways in which each can fail. */
const stages = [
  'matches',
  'front',
  'front later',
  'answer',
  'authorize',
  'authorize later',
  'operation',
  'operation later',
  'output',
  'observe',
  'timer',
  'background',
  'background later',
] as const;
type Stage = (typeof stages)[number];

function at(stage: Stage): void {
  if (plan?.stage === stage) throw plan.thrown;
}

async function later(stage: Stage): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  at(stage);
}

/** The answers of a front that cannot be written, by what is thrown at the other stages. */
const unwritable: fc.Arbitrary<unknown> = fc.constantFrom(
  undefined,
  null,
  'text',
  { status: 200 },
  { status: 200, headers: null, body: '' },
  { status: 200, headers: { 'x-a': '中' }, body: '' },
  { status: 204, headers: { 'x-a': 'a\nb' }, body: '' },
  { status: 200, headers: { 'set-cookie': [{ toString: null }] }, body: '' },
  { status: 99, headers: {}, body: '' },
  { status: 'many', headers: {}, body: '' },
  { status: 200, headers: {}, body: 1 },
  new Proxy(
    {},
    {
      get: () => {
        throw new Error('read');
      },
    },
  ),
);

/** The outputs of an operation that no protocol can write. */
function circular(): object {
  const output: Record<string, unknown> = {};
  output.self = output;
  return output;
}
const unserializable: fc.Arbitrary<unknown> = fc.constantFrom(circular(), {
  get a() {
    throw new Error('read');
  },
});

const thrown: fc.Arbitrary<unknown> = fc.constantFrom(
  new TypeError('x is not a function'),
  new RangeError('Maximum call stack size exceeded'),
  undefined,
  null,
  'text',
  Object.create(null),
  Symbol('a'),
  Object.defineProperty(new Error('a'), 'stack', {
    get: () => {
      throw new Error('read');
    },
  }),
  new Proxy(new Error('a'), {
    getPrototypeOf: () => {
      throw new Error('looked at');
    },
  }),
  new AwsError('Teapot', 'I am one.', 418),
  new AwsError('中', 'A name that is no header.'),
  new AwsError('Status', 'A status that is none.', 999),
  new AwsError('Members', 'Members that cannot be written.', 400, circular() as Record<string, unknown>),
);

const failure = fc.constantFrom(...stages).chain((stage) =>
  fc.record({
    stage: fc.constant(stage),
    thrown: stage === 'answer' ? unwritable : stage === 'output' ? unserializable : thrown,
  }),
);

const protocols = ['json-1.0', 'json-1.1', 'query', 'rest-json', 'rpc-v2-cbor', 'front'] as const;
type Protocol = (typeof protocols)[number];

let aws: ServedServices;
const clock = createClock(standingTime(Date.now()));
const unhandled: unknown[] = [];
const remember = (error: unknown) => void unhandled.push(error);

beforeAll(async () => {
  process.on('uncaughtException', remember).on('unhandledRejection', remember);
  const hooks = {
    authorize() {
      at('authorize');
      return plan?.stage === 'authorize later' ? later('authorize later') : undefined;
    },
    observe: () => at('observe'),
  };
  aws = await serveServices(protocols.map(serviceOf), { clock, hooks });
});
afterAll(async () => {
  process.off('uncaughtException', remember).off('unhandledRejection', remember);
  await aws[Symbol.asyncDispose]();
});

function serviceOf(protocol: Protocol): Service {
  const Act = async () => {
    at('operation');
    if (plan?.stage === 'operation later') await later('operation later');
    if (plan?.stage === 'timer') clock.after(1, () => at('timer'), 'The timer');
    if (plan?.stage === 'background') clock.background(() => at('background') as never, 'The work');
    if (plan?.stage === 'background later') clock.background(() => later('background later'), 'The work');
    return plan?.stage === 'output' ? plan.thrown : { Done: true };
  };
  const front = {
    matches(request: { readonly path: string }) {
      at('matches');
      return request.path.startsWith('/front');
    },
    handle(): Promise<AwsResponse> {
      at('front');
      return later('front later').then(() =>
        plan?.stage === 'answer' ? (plan.thrown as AwsResponse) : { status: 200, headers: {}, body: 'Done' },
      );
    },
  };
  return {
    name: protocol,
    signingName: protocol,
    protocols: protocol === 'front' ? ['json-1.0'] : [protocol],
    targetPrefix: protocol,
    authorization: {},
    operations: { Act },
    unsigned: ['Act'],
    ...(protocol === 'rest-json' ? { routes: [{ operation: 'Act', method: 'POST', path: '/act' }] } : {}),
    ...(protocol === 'front' ? { http: front } : {}),
  };
}

/** A request of the protocol; unsigned, so that the scope of its signature only says for whom it is. */
function call(protocol: Protocol): Promise<Response> {
  const authorization = `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${protocol}/aws4_request, Signature=a`;
  const post = (path: string, headers: Record<string, string>, body?: string) =>
    fetch(`${aws.endpoint}${path}`, { method: 'POST', headers, ...(body === undefined ? {} : { body }) });
  if (protocol === 'front') return post('/front', {});
  if (protocol === 'rest-json') return post('/act', { authorization });
  if (protocol === 'query')
    return post('/', { authorization, 'content-type': 'application/x-www-form-urlencoded' }, 'Action=Act');
  if (protocol === 'rpc-v2-cbor')
    return post('/service/a/operation/Act', { authorization, 'smithy-protocol': 'rpc-v2-cbor' });
  const version = protocol.slice('json-'.length);
  return post('/', {
    'x-amz-target': `${protocol}.Act`,
    'content-type': `application/x-amz-json-${version}`,
  });
}

test('whatever is thrown at whatever stage, it is answered, and so is the next request', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...protocols), failure, async (protocol, failing) => {
      const before = aws.unexpected.count;
      plan = failing;
      const response = await call(protocol);
      await response.arrayBuffer();
      await clock.advance(1);
      plan = undefined;
      const isMeant = isAwsError(failing.thrown);
      const isReached =
        !(protocol === 'front' && isOfOperations(failing.stage)) &&
        (protocol === 'front' || !isOfFronts(failing.stage));
      if (!isReached) expect(response.status).toBe(200);
      else if (isAside(failing.stage)) expect(response.status).toBe(200);
      else expect(response.status).toBeGreaterThanOrEqual(400);
      if (isReached && !isMeant) expect(aws.unexpected.count).toBeGreaterThan(before);
      expect((await call(protocol)).status).toBe(200);
      expect(unhandled).toEqual([]);
    }),
    { numRuns: 200, seed: 20_261_129 },
  );
});

const isOfFronts = (stage: Stage) => ['front', 'front later', 'answer'].includes(stage);
const isOfOperations = (stage: Stage) => !isOfFronts(stage) && stage !== 'matches';
/** Stages that come beside or after the answer. */
const isAside = (stage: Stage) => ['observe', 'timer', 'background', 'background later'].includes(stage);

function isAwsError(value: unknown): boolean {
  try {
    return value instanceof AwsError;
  } catch {
    return false;
  }
}

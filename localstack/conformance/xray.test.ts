import {
  BatchGetTracesCommand,
  GetSamplingRulesCommand,
  GetSamplingTargetsCommand,
  GetTraceSummariesCommand,
  PutTraceSegmentsCommand,
  XRayClient,
} from '@aws-sdk/client-xray';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type StartedEmbedded, startEmbedded } from '../testing/embedded.ts';

let aws: StartedEmbedded;
let xray: XRayClient;
beforeAll(async () => {
  aws = await startEmbedded({ services: ['xray'] });
  xray = aws.client(XRayClient);
});
afterAll(() => aws[Symbol.asyncDispose]());

const hex = (length: number) => Buffer.from(aws.context.random.bytes(length / 2)).toString('hex');
const seconds = () => aws.context.clock.now() / 1000;

function aSegment(members: object = {}) {
  const start_time = seconds();
  const trace_id = `1-${Math.floor(start_time).toString(16)}-${hex(24)}`;
  return { id: hex(16), trace_id, name: 'shop', start_time, end_time: start_time + 0.5, ...members };
}

const put = (...segments: object[]) =>
  xray.send(
    new PutTraceSegmentsCommand({
      TraceSegmentDocuments: segments.map((segment) => JSON.stringify(segment)),
    }),
  );

async function found(FilterExpression?: string) {
  const { TraceSummaries = [] } = await xray.send(
    new GetTraceSummariesCommand({
      StartTime: new Date((seconds() - 60) * 1000),
      EndTime: new Date((seconds() + 60) * 1000),
      FilterExpression,
    }),
  );
  return TraceSummaries.map(({ Id }) => Id);
}

describe('segments', () => {
  test('of one trace are put together, and a finished one replaces the one in progress', async () => {
    const whole = aSegment();
    const { end_time: _open, ...open } = whole;
    await put({ ...open, in_progress: true });
    await put(
      whole,
      aSegment({ trace_id: whole.trace_id, type: 'subsegment', parent_id: whole.id, name: 'call' }),
    );
    const { Traces, UnprocessedTraceIds } = await xray.send(
      new BatchGetTracesCommand({ TraceIds: [whole.trace_id, '1-00000000-000000000000000000000000'] }),
    );
    expect(Traces?.[0]?.Segments?.map(({ Document = '' }) => JSON.parse(Document).name)).toEqual([
      'shop',
      'call',
    ]);
    expect(Traces?.[0]?.Duration).toBeGreaterThanOrEqual(0.5);
    expect(UnprocessedTraceIds).toEqual(['1-00000000-000000000000000000000000']);
  });

  test.for([
    ['no JSON object', 'text', 'MissingSegmentDocument'],
    ['without an id', { id: 'x' }, 'InvalidId'],
    ['of no trace', { trace_id: '1-2-3' }, 'InvalidTraceId'],
    ['without an end', { end_time: undefined }, 'InvalidEndTime'],
    ['a subsegment of nothing', { type: 'subsegment' }, 'MissingParentId'],
  ] as const)('that are %s are refused, each by itself', async ([, wrong, ErrorCode]) => {
    const { UnprocessedTraceSegments } = await put(
      typeof wrong === 'string' ? (wrong as unknown as object) : aSegment(wrong),
      aSegment(),
    );
    expect(UnprocessedTraceSegments).toEqual([expect.objectContaining({ ErrorCode })]);
  });
});

describe('traces', () => {
  test('are found by service, annotation, status, duration and fault', async () => {
    const plain = aSegment({ name: 'plain' });
    const slow = aSegment({
      name: 'slow',
      end_time: seconds() + 9,
      annotations: { route: 'GET /x', status: 503 },
      http: { response: { status: 503 } },
      fault: true,
    });
    await put(plain, slow);
    for (const expression of [
      'service("slow")',
      'annotation.route = "GET /x"',
      'annotation.status >= 500 AND fault',
      'http.status = 503',
      'responsetime > 5 AND service("slow")',
      'fault = true',
    ]) {
      expect(await found(expression), expression).toEqual([slow.trace_id]);
    }
    expect(await found()).toEqual(expect.arrayContaining([plain.trace_id, slow.trace_id]));
    expect(await found('service("plain") AND fault')).toEqual([]);
  });

  test('took as long as their root to answer, and last until all is done', async () => {
    const root = aSegment({ name: 'answers at once' });
    const { trace_id, start_time } = root;
    const call = aSegment({ trace_id, type: 'subsegment', parent_id: root.id, name: 'call' });
    const after = aSegment({
      trace_id,
      parent_id: call.id,
      start_time: start_time + 1,
      end_time: start_time + 90,
    });
    await put(after, call, root);
    expect(await found('service("answers at once") AND responsetime > 1')).toEqual([]);
    expect(await found('service("answers at once") AND responsetime > 0.4')).toEqual([trace_id]);
    expect(await found('service("answers at once") AND duration > 80')).toEqual([trace_id]);
  });

  test('whose root is in progress have not answered yet', async () => {
    const { end_time: _open, ...root } = aSegment({ name: 'answers late', in_progress: true });
    const { trace_id } = root;
    await put(root, aSegment({ trace_id, type: 'subsegment', parent_id: root.id, end_time: seconds() + 9 }));
    expect(await found('service("answers late") AND responsetime > 0')).toEqual([]);
    expect(await found('service("answers late") AND duration > 5')).toEqual([trace_id]);
  });

  test('a filter that is not known is refused by name', async () => {
    await expect(found('edge("a", "b") { fault }')).rejects.toMatchObject({
      name: 'InvalidRequestException',
      message: expect.stringContaining('edge("a", "b")'),
    });
  });
});

test('the default rule is one trace a second and five of a hundred of the rest', async () => {
  const { SamplingRuleRecords } = await xray.send(new GetSamplingRulesCommand({}));
  expect(SamplingRuleRecords?.map(({ SamplingRule }) => SamplingRule)).toEqual([
    expect.objectContaining({ RuleName: 'Default', FixedRate: 0.05, ReservoirSize: 1 }),
  ]);
  const document = {
    RuleName: 'Default',
    ClientID: hex(24),
    Timestamp: new Date(),
    RequestCount: 1,
    SampledCount: 1,
  };
  const { SamplingTargetDocuments } = await xray.send(
    new GetSamplingTargetsCommand({ SamplingStatisticsDocuments: [document] }),
  );
  expect(SamplingTargetDocuments).toEqual([
    expect.objectContaining({ RuleName: 'Default', ReservoirQuota: 1 }),
  ]);
});

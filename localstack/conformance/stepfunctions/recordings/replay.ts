import { createClock, standingTime } from '../../../embedded/clock/clock.ts';
import { AwsError } from '../../../embedded/core/errors.ts';
import { createEmbeddedAws, type EmbeddedAws, type ServiceName } from '../../../embedded/index.ts';
import type { ApiCase, Case, ExecutionCase, Json } from './cases.ts';
import { consume } from './consumer.ts';
import { type AnsweredEvent, eventDifferences } from './events.ts';
import { Matcher } from './match.ts';
import { createResources } from './resources.ts';

const ROLE = 'arn:aws:iam::111111111111:role/test-sfn-role-00000001';
const MINUTE = 60_000;
/** Emulated minutes after which an execution is taken to hang. */
const LONGEST = 30;

/** The service that holds each kind of resource. */
const SERVICES: Readonly<Record<string, ServiceName>> = {
  lambda: 'lambda',
  'sqs-queue': 'sqs',
  'dynamodb-table': 'dynamodb',
};

type Answer = Record<string, unknown>;

/** What differs when a recording is replayed on an embedded AWS of its own; empty where all agrees. */
export async function replay(recording: Case): Promise<string[]> {
  const needs = [
    ...recording.needs.filter((need): need is ServiceName => need !== 'none'),
    ...recording.resources.flatMap((resource) => SERVICES[resource.kind] ?? []),
  ];
  await using aws = await createEmbeddedAws({
    services: [...new Set<ServiceName>(['sfn', ...needs])],
    accountId: '111111111111',
    clock: createClock(standingTime(Date.parse('2026-03-01T10:00:00Z'))),
    log: () => {},
  });
  await createResources(aws, recording.resources);
  return 'steps' in recording ? await replayCalls(aws, recording) : await replayExecution(aws, recording);
}

async function replayExecution(aws: EmbeddedAws, recording: ExecutionCase): Promise<string[]> {
  const { expected } = recording;
  const isSync = recording.kind === 'express-sync-execution';
  const roleArn = recording.placeholders.find((rule) => rule.value.startsWith('arn:aws:iam'))?.value ?? ROLE;
  const machine =
    recording.placeholders.find((rule) => rule.shownAs === '<ArnPart_0idx>')?.value ?? 'recorded';
  const { stateMachineArn } = await call(aws, 'CreateStateMachine', {
    name: machine,
    roleArn,
    type: isSync ? 'EXPRESS' : 'STANDARD',
    definition: JSON.stringify(recording.definition),
  });
  const input = JSON.stringify(recording.input);
  const matcher = new Matcher(recording.placeholders);
  const outcome = isSync
    ? await synchronously(aws, { stateMachineArn, input })
    : await describeWhenClosed(aws, recording, await call(aws, 'StartExecution', { stateMachineArn, input }));
  const differences = [
    ...matcher.differences(expected.status, outcome.status, 'status'),
    ...matcher.differences(expected.output, outcome.output ?? null, 'output'),
    ...matcher.differences(expected.error, outcome.error ?? null, 'error'),
    ...matcher.differences(expected.cause, outcome.cause ?? null, 'cause'),
  ];
  if (isSync || !expected.events) return differences;
  return [...differences, ...eventDifferences(recording, await history(aws, outcome), matcher)];
}

async function synchronously(aws: EmbeddedAws, input: object): Promise<Answer> {
  const answer = call(aws, 'StartSyncExecution', input);
  for (let minute = 0; minute < LONGEST; minute++) await aws.context.clock.advance(MINUTE);
  return answer;
}

async function describeWhenClosed(
  aws: EmbeddedAws,
  recording: ExecutionCase,
  { executionArn }: Answer,
): Promise<Answer> {
  for (let minute = 0; minute < LONGEST; minute++) {
    await aws.context.clock.advance(minute < 2 ? 0 : MINUTE);
    await consume(aws, recording.resources);
    const described = await call(aws, 'DescribeExecution', { executionArn });
    if (described.status !== 'RUNNING') return described;
  }
  throw new Error(`The execution still runs after ${LONGEST} emulated minutes.`);
}

async function history(aws: EmbeddedAws, { executionArn }: Answer): Promise<AnsweredEvent[]> {
  const { events } = await call(aws, 'GetExecutionHistory', { executionArn, maxResults: 1000 });
  return events as AnsweredEvent[];
}

async function replayCalls(aws: EmbeddedAws, recording: ApiCase): Promise<string[]> {
  const matcher = new Matcher(recording.placeholders);
  const answers: (Answer | undefined)[] = [];
  const names = executionNames(recording);
  const differences: string[] = [];
  for (const [index, step] of recording.steps.entries()) {
    const params = resolve(step.params ?? {}, answers) as Record<string, Json>;
    if (step.service === 'wait') await wait(aws, step.operation, params);
    if (step.service === 'wait' || String(step.refused).includes('by the Python client')) {
      answers.push(undefined);
      continue;
    }
    const operation = pascalCase(step.operation);
    const input = requestOf(operation, params, names);
    const label = `step ${index} ${operation}`;
    try {
      const answer = await call(aws, operation, input);
      answers.push(answer);
      if (step.refused) differences.push(`${label}: expected a refusal`);
      else if (step.expected) differences.push(...matcher.differences(step.expected, answer, label));
    } catch (error) {
      answers.push(undefined);
      differences.push(
        ...refusalDifferences(step.refused ? (step.expected ?? null) : undefined, error, matcher, label),
      );
    }
  }
  return differences;
}

function refusalDifferences(
  expected: Json | undefined,
  error: unknown,
  matcher: Matcher,
  label: string,
): string[] {
  if (!(error instanceof AwsError)) throw error;
  const got = `${error.code}: ${error.message}`;
  if (expected === undefined) return [`${label}: refused with ${got}`];
  return matcher.differences(recordedRefusal(expected), got, label);
}

/** `Code: Message` of a refusal in any of the three forms that recordings have. */
function recordedRefusal(expected: Json): string {
  const parts = expected as { Error?: { Code: string; Message: string }; exception_value?: string };
  if (parts?.Error) return `${parts.Error.Code}: ${parts.Error.Message}`;
  const line = typeof expected === 'string' ? expected : (parts?.exception_value ?? '');
  const [, code, message] =
    /^An error occurred \((\w+)\) when calling the \w+ operation: (.*)$/s.exec(line) ?? [];
  return `${code}: ${message}`;
}

/** The names that later calls know executions by, in the order in which they were started. */
function executionNames(recording: ApiCase): string[] {
  const found = JSON.stringify(recording.steps).matchAll(/execution-\d{8}/g);
  return [...new Set([...found].map(([name]) => name))]
    .filter((name) => name !== 'execution-00000000')
    .sort();
}

function requestOf(operation: string, params: Record<string, Json>, names: string[]): object {
  const { definition } = params;
  const text =
    definition !== undefined && typeof definition !== 'string'
      ? { definition: JSON.stringify(definition) }
      : {};
  const name = operation === 'StartExecution' && params.name === undefined ? names.shift() : undefined;
  return { ...params, ...text, ...(name === undefined ? {} : { name }) };
}

/** Puts parts of earlier answers where the recording refers to them. */
function resolve(value: Json, answers: readonly (Answer | undefined)[]): unknown {
  if (Array.isArray(value)) return value.map((item) => resolve(item, answers));
  if (typeof value !== 'object' || value === null) return value;
  if (typeof value.$answer === 'number') {
    const path = value.path as string[];
    return path.reduce<unknown>((part, key) => (part as Answer | undefined)?.[key], answers[value.$answer]);
  }
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key, resolve(member, answers)]));
}

async function wait(aws: EmbeddedAws, operation: string, params: Record<string, Json>): Promise<void> {
  const { clock } = aws.context;
  if (operation === 'seconds') await clock.advance(Number(params.seconds) * 1000);
  else
    await clock.advance(operation.includes('terminated') || operation.includes('success') ? 2 * MINUTE : 0);
}

function pascalCase(operation: string): string {
  return operation.replaceAll(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function call(aws: EmbeddedAws, operation: string, input: object): Promise<Answer> {
  return aws.context.call<Answer>('sfn', operation, input, aws.context.root);
}

import { setTimeout as pause } from 'node:timers/promises';
import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  type HistoryEvent,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { createClock, standingTime } from '../../embedded/clock/clock.ts';
import type { ServiceName } from '../../embedded/index.ts';
import { ACCOUNT, backendName, skipElsewhere, startBackend } from '../../testing/backend.ts';
import { type StartedEmbedded, startEmbedded } from '../../testing/embedded.ts';
import { uniqueName } from '../../testing/unique-name.ts';
import { until } from '../../testing/until.ts';
import { restOf } from './rest.ts';

/** On AWS it has to exist; elsewhere a name is enough. */
export const ROLE = process.env.BACKEND_ROLE ?? `arn:aws:iam::${ACCOUNT}:role/workflow`;
/** Seconds that a test may wait where time cannot be moved. */
const LONGEST_WAIT = 3;
/** Seconds for what takes no time on the embedded AWS: LocalStack starts a Java process at the first expression. */
const PATIENCE = 8;
export const START = Date.parse('2026-03-01T10:00:00Z');

/** A definition in JSONata, or parts of one. */
export type Definition = Readonly<Record<string, unknown>>;

/** What came of an execution. */
export interface Ran {
  readonly arn: string;
  readonly status: string | undefined;
  /** Parsed. */
  readonly output: unknown;
  readonly error: string | undefined;
  readonly cause: string | undefined;
  readonly events: readonly HistoryEvent[];
  /** The events' types in order. */
  readonly types: readonly (string | undefined)[];
}

/** An embedded AWS whose time stands still until a test moves it, and what tests do with it. */
export interface Workflows extends AsyncDisposable {
  readonly aws: StartedEmbedded;
  readonly sfn: SFNClient;
  /** Makes a state machine; answers its ARN. */
  create(definition: Definition, extra?: object): Promise<string>;
  /** Starts an execution of a new machine; answers its ARN. */
  start(definition: Definition, input?: unknown): Promise<string>;
  /** Moves time forward by `seconds`, and lets everything that falls due happen. */
  advance(seconds: number): Promise<void>;
  describe(arn: string): Promise<DescribeExecutionCommandOutput>;
  history(arn: string): Promise<HistoryEvent[]>;
  /** What there is to see of an execution now. */
  inspect(arn: string): Promise<Ran>;
  /** Starts an execution of a new machine, moves time forward by `seconds`, and tells what came of it. */
  run(definition: Definition, input?: unknown, seconds?: number): Promise<Ran>;
}

/** Starts Step Functions and the services named. */
export async function startWorkflows(...services: readonly ServiceName[]): Promise<Workflows> {
  const clock = createClock(standingTime(START));
  const aws =
    backendName === 'embedded'
      ? await startEmbedded({ services: ['sfn', ...services], clock })
      : await startBackend(['sfn', ...services]);
  // Only AWS itself has the host sync-….
  const hasHosts = backendName === 'aws' && process.env.AWS_ENDPOINT_URL === undefined;
  const sfn = aws.client(SFNClient, hasHosts ? {} : { disableHostPrefix: true });
  const rest = backendName === 'embedded' ? undefined : restOf(sfn, PATIENCE * 1000);
  /** Where time cannot be moved, short times are waited for. One that still runs then is looked at as it is. */
  async function isOver(arn: string, seconds: number): Promise<void> {
    if (seconds > LONGEST_WAIT) skipElsewhere('a clock that can be moved');
    const ended = async () => (await workflows.describe(arn)).status !== 'RUNNING';
    await until(ended, { within: 1000 * (PATIENCE + seconds), what: 'the execution to end' }).catch(() => {});
  }
  const workflows: Workflows = {
    aws,
    sfn,
    async create(definition, extra = {}) {
      const name = uniqueName('machine');
      const text = JSON.stringify(definition);
      const made = await sfn.send(
        new CreateStateMachineCommand({ name, roleArn: ROLE, definition: text, ...extra }),
      );
      return made.stateMachineArn as string;
    },
    async start(definition, input = {}) {
      const stateMachineArn = await workflows.create(definition);
      const started = await sfn.send(
        new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input) }),
      );
      return started.executionArn as string;
    },
    async advance(seconds) {
      if (backendName === 'embedded') return clock.advance(seconds * 1000);
      if (seconds > LONGEST_WAIT) skipElsewhere('a clock that can be moved');
      await pause(seconds * 1000);
      await rest?.reached();
    },
    describe: (executionArn) => sfn.send(new DescribeExecutionCommand({ executionArn })),
    async history(executionArn) {
      const { events } = await sfn.send(new GetExecutionHistoryCommand({ executionArn, maxResults: 1000 }));
      return events ?? [];
    },
    async inspect(arn) {
      const described = await workflows.describe(arn);
      const events = await workflows.history(arn);
      return {
        arn,
        status: described.status,
        output: described.output === undefined ? undefined : JSON.parse(described.output),
        error: described.error,
        cause: described.cause,
        events,
        types: events.map((event) => event.type),
      };
    },
    async run(definition, input = {}, seconds = 0) {
      const arn = await workflows.start(definition, input);
      if (backendName === 'embedded') await workflows.advance(seconds);
      else await isOver(arn, seconds);
      return workflows.inspect(arn);
    },
    async [Symbol.asyncDispose]() {
      await rest?.end();
      await aws[Symbol.asyncDispose]();
    },
  };
  return workflows;
}

/** A JSONata machine of these states, which starts at the first. */
export function machine(states: Readonly<Record<string, object>>, extra: object = {}): Definition {
  return { QueryLanguage: 'JSONata', StartAt: Object.keys(states)[0], States: states, ...extra };
}

/** A JSONata machine with one state, which ends it. */
export function only(state: object): Definition {
  const isFinal = ['Succeed', 'Fail', 'Choice'].includes((state as { Type: string }).Type);
  return machine({ State: isFinal ? state : { ...state, End: true } });
}

/** Seconds since the execution's start at which events of a type happened. */
export function secondsOf(ran: Pick<Ran, 'events'>, type: string): number[] {
  const start = ran.events[0]?.timestamp?.getTime() ?? 0;
  const found = ran.events.filter((event) => event.type === type);
  return found.map((event) => ((event.timestamp?.getTime() ?? 0) - start) / 1000);
}

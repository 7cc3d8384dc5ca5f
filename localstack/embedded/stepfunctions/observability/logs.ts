import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import { describeEvent, type HistoryEvent } from '../executions/history.ts';
import type { Execution } from '../executions/model.ts';
import { logGroupOf } from '../machines/log-destination.ts';
import type { LoggingConfiguration } from '../machines/model.ts';

/** Emulated milliseconds for which events are gathered before they are sent. */
const GATHER = 1000;

/** Events by level: FATAL is how an execution went wrong, ERROR whatever went wrong in it. */
const WRITTEN: Readonly<Record<LoggingConfiguration['level'], RegExp>> = {
  ALL: /./,
  ERROR: /(?:Failed|TimedOut|Aborted)$/,
  FATAL: /^Execution(?:Failed|TimedOut|Aborted)$/,
  OFF: /(?!)/,
};

interface Line {
  readonly timestamp: number;
  readonly message: string;
}

/**
 * Writes history events to the log group of the machine's loggingConfiguration, one JSON line each
 * (https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html).
 */
export class ExecutionLogs {
  readonly #context: EmbeddedContext;
  readonly #principal: Principal;
  readonly #lines = new Map<string, Line[]>();
  readonly #streams = new Map<string, string>();
  #scheduled = false;

  constructor(context: EmbeddedContext) {
    this.#context = context;
    const name = 'delivery.logs.amazonaws.com';
    this.#principal = { arn: name, service: name, accountId: context.accountId };
  }

  recorded(execution: Execution, event: HistoryEvent): void {
    const { loggingConfiguration: logging, name } = execution.revision;
    if (logging.level === 'OFF' || !WRITTEN[logging.level].test(event.type)) return;
    const group = logGroupOf(logging);
    if (group === undefined) return;
    const key = `${group}\n${name}`;
    const line = {
      timestamp: event.timestamp,
      message: lineOf(execution, event, logging.includeExecutionData),
    };
    const gathered = this.#lines.get(key);
    if (gathered) gathered.push(line);
    else this.#lines.set(key, [line]);
    if (this.#scheduled) return;
    this.#scheduled = true;
    const { clock } = this.#context;
    clock.after(GATHER, () => clock.background(() => this.#send(), 'Logging of state machines'));
  }

  async #send(): Promise<void> {
    this.#scheduled = false;
    const taken = [...this.#lines];
    this.#lines.clear();
    for (const [key, lines] of taken) {
      // Of several executions; CloudWatch Logs wants them in order.
      const logEvents = lines.toSorted((one, other) => one.timestamp - other.timestamp);
      const [logGroupName = '', machine = ''] = key.split('\n');
      try {
        const logStreamName = await this.#stream(key, logGroupName, machine);
        await this.#call('PutLogEvents', { logGroupName, logStreamName, logEvents });
      } catch (error) {
        this.#context.log(`No logs of state machine ${machine}: ${(error as Error).message}`);
      }
    }
  }

  async #stream(key: string, logGroupName: string, machine: string): Promise<string> {
    const known = this.#streams.get(key);
    if (known) return known;
    const day = new Date(this.#context.clock.now()).toISOString().slice(0, 13).replace('T', '-');
    const logStreamName = `states/${machine}/${day}/${this.#context.random.id(8)}`;
    await this.#call('CreateLogStream', { logGroupName, logStreamName });
    this.#streams.set(key, logStreamName);
    return logStreamName;
  }

  #call(operation: string, input: object): Promise<unknown> {
    return this.#context.call('cloudwatchlogs', operation, input, this.#principal);
  }
}

function lineOf(execution: Execution, event: HistoryEvent, includeData: boolean): string {
  const details = event.member ? describeEvent(event, includeData)[event.member] : {};
  return JSON.stringify({
    id: String(event.id),
    type: event.type,
    details,
    redrive_count: '0',
    previous_event_id: String(event.previousEventId),
    event_timestamp: String(event.timestamp),
    execution_arn: execution.arn,
  });
}

import { systemTime } from '../../clock/clock.ts';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';
import type { LogLine } from './messages.ts';

/** Real milliseconds for which lines are gathered before they are sent. */
const GATHER = 50;
const MAX_GATHERED = 500;

/** Sends an execution environment's lines to CloudWatch Logs with the function's role, as Lambda does. */
export interface LogWriter {
  write(lines: readonly LogLine[]): void;
  /** Sends what is gathered. */
  flush(): Promise<void>;
  /** Lets go of its timer and of what is gathered. */
  stop(): void;
}

/** Creates a writer to one stream. Where the role may not write logs, there are none: the function runs all the same. */
export function createLogWriter(
  context: EmbeddedContext,
  logGroupName: string,
  logStreamName: string,
  principal: Principal,
): LogWriter {
  let gathered: LogLine[] = [];
  let cancel: (() => void) | undefined;
  let sending: Promise<void> = Promise.resolve();
  let created = false;
  let stopped = false;

  const call = (operation: string, input: object) =>
    context.call('cloudwatchlogs', operation, input, principal);

  async function create(): Promise<void> {
    if (created) return;
    try {
      await call('CreateLogStream', { logGroupName, logStreamName });
    } catch (error) {
      if ((error as Error).name !== 'ResourceNotFoundException') throw error;
      await call('CreateLogGroup', { logGroupName });
      await call('CreateLogStream', { logGroupName, logStreamName });
    }
    created = true;
  }

  async function send(lines: readonly LogLine[]): Promise<void> {
    // Those of the function are dated by its own thread; CloudWatch Logs wants them in order.
    const logEvents = lines.toSorted((one, other) => one.timestamp - other.timestamp);
    try {
      await create();
      await call('PutLogEvents', { logGroupName, logStreamName, logEvents });
    } catch (error) {
      if ((error as Error).name === 'ResourceNotFoundException') created = false;
      context.log(`No logs of ${logGroupName}: ${(error as Error).message}`);
    }
  }

  function flush(): Promise<void> {
    cancel?.();
    cancel = undefined;
    const taken = gathered;
    gathered = [];
    if (taken.length > 0 && !stopped) sending = sending.then(() => send(taken));
    return sending;
  }

  return {
    write(lines) {
      for (const line of lines) gathered.push(line);
      const send = () => context.clock.background(flush, `Logging to ${logGroupName}`);
      if (gathered.length >= MAX_GATHERED) send();
      else cancel ??= systemTime.wake?.(GATHER, send);
    },
    flush,
    stop() {
      stopped = true;
      cancel?.();
      gathered = [];
    },
  };
}

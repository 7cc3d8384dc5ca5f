import type { AccessLogSettings } from '@aws-sdk/client-apigatewayv2';
import type { EmbeddedContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { apiGateway } from '../principal.ts';

const FLUSH_AFTER = 1000;
const MOST_LINES = 1000;

/** What `$context` names in an access log's format; an unknown name is written as `-`. */
export type LogVariables = (name: string) => string | number | undefined;

/** Writes one line a request to the stage's log group, a second's worth at a time. */
export interface AccessLog {
  write(variables: LogVariables, at: number): void;
}

/** Compiles a stage's access log settings. `stream` names the log stream. */
export function createAccessLog(
  context: EmbeddedContext,
  settings: AccessLogSettings,
  stream: string,
): AccessLog {
  const format = compile(settings.Format ?? '');
  const logGroupName = (settings.DestinationArn ?? '').split(':log-group:')[1]?.replace(/:\*$/, '') ?? '';
  let lines: { timestamp: number; message: string }[] = [];
  let waiting = false;
  let streamMade = false;

  async function flush(): Promise<void> {
    waiting = false;
    // A line is dated by its request's arrival and written at its answer; CloudWatch Logs wants them in order.
    const logEvents = lines.sort((one, other) => one.timestamp - other.timestamp);
    lines = [];
    try {
      if (!streamMade) await makeStream();
      await context.call(
        'cloudwatchlogs',
        'PutLogEvents',
        { logGroupName, logStreamName: stream, logEvents },
        apiGateway(context),
      );
    } catch (cause) {
      context.log(`apigateway: access log ${logGroupName} lost ${logEvents.length} lines: ${String(cause)}`);
    }
  }

  async function makeStream(): Promise<void> {
    try {
      await context.call(
        'cloudwatchlogs',
        'CreateLogStream',
        { logGroupName, logStreamName: stream },
        apiGateway(context),
      );
    } catch (cause) {
      if (!(cause instanceof AwsError) || cause.code !== 'ResourceAlreadyExistsException') throw cause;
    }
    streamMade = true;
  }

  return {
    write(variables, timestamp) {
      lines.push({ timestamp, message: format(variables) });
      const send = () => context.clock.background(flush, `Writing the access log ${logGroupName}`);
      if (lines.length >= MOST_LINES) send();
      else if (!waiting) {
        waiting = true;
        context.clock.after(FLUSH_AFTER, send);
      }
    },
  };
}

/** Splits a format once, so that a line is a join. */
function compile(format: string): (variables: LogVariables) => string {
  const parts = format.split(/\$context\.([A-Za-z0-9_-]+(?:\.[A-Za-z0-9_:-]+)*)/);
  return (variables) =>
    parts.map((part, index) => (index % 2 === 0 ? part : String(variables(part) ?? '-'))).join('');
}

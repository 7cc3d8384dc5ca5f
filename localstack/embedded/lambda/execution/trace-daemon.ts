import type { Socket } from 'node:dgram';
import type { EmbeddedContext } from '../../core/context.ts';
import type { Principal } from '../../core/service.ts';

/** Traces whose function is remembered, so that what it sends can be sent on with its role. */
const MAX_EXPECTED = 1_000;
/** Emulated milliseconds between two reports of the daemon's own health, by role. */
const TELEMETRY_EVERY = 60_000;

/** Sends segments to X-Ray with the role of the function that they are of. */
export interface TraceDaemon {
  /** Where functions send their segments, over UDP. */
  address(): Promise<string>;
  /** Says whose the segments of a trace are. */
  expect(traceId: string, principal: Principal): void;
  send(segments: readonly object[], principal: Principal): void;
  stop(): void;
}

/**
 * The X-Ray daemon that Lambda runs beside a function
 * (https://docs.aws.amazon.com/xray/latest/devguide/xray-api-sendingdata.html#xray-api-daemon): one datagram is a
 * header line and one segment document. One socket serves all environments; it is opened for the first that traces.
 */
export function createTraceDaemon(context: EmbeddedContext): TraceDaemon {
  const owners = new Map<string, Principal>();
  const reported = new Map<string, number>();
  let socket: Socket | undefined;
  let bound: Promise<string> | undefined;
  let silent = false;

  async function put(documents: readonly string[], principal: Principal): Promise<void> {
    if (silent) return;
    const now = context.clock.now();
    try {
      await context.call('xray', 'PutTraceSegments', { TraceSegmentDocuments: documents }, principal);
      if (now - (reported.get(principal.arn) ?? Number.NEGATIVE_INFINITY) < TELEMETRY_EVERY) return;
      reported.set(principal.arn, now);
      const record = {
        Timestamp: now / 1000,
        SegmentsReceivedCount: documents.length,
        SegmentsSentCount: documents.length,
      };
      await context.call('xray', 'PutTelemetryRecords', { TelemetryRecords: [record] }, principal);
    } catch (error) {
      const { name, message } = error as Error;
      if (name === 'NotImplemented') silent = true;
      else context.log(`No traces of ${principal.arn}: ${message}`);
    }
  }

  function receive(datagram: Buffer): void {
    const text = datagram.toString();
    const document = text.slice(text.indexOf('\n') + 1);
    const traceId = /"trace_id":"([^"]+)"/.exec(document)?.[1] ?? '';
    const owner = owners.get(traceId);
    if (owner) context.clock.background(() => put([document], owner), `Sending trace ${traceId}`);
  }

  async function bind(): Promise<string> {
    const { createSocket } = await import('node:dgram');
    const opened = createSocket('udp4', receive);
    socket = opened;
    opened.unref();
    await new Promise<void>((resolve, reject) => {
      opened.once('error', reject);
      opened.bind(0, '127.0.0.1', resolve);
    });
    opened.on('error', (error) => context.log(`The X-Ray daemon: ${error.message}`));
    return `127.0.0.1:${opened.address().port}`;
  }

  return {
    address() {
      bound ??= bind();
      return bound;
    },
    expect(traceId, principal) {
      owners.set(traceId, principal);
      const [oldest] = owners.keys();
      if (owners.size > MAX_EXPECTED && oldest !== undefined) owners.delete(oldest);
    },
    send(segments, principal) {
      context.clock.background(
        () =>
          put(
            segments.map((segment) => JSON.stringify(segment)),
            principal,
          ),
        `Sending traces of ${principal.arn}`,
      );
    },
    stop() {
      silent = true;
      socket?.close();
    },
  };
}

import { randomBytes } from 'node:crypto';

/** The part of an SDK client by which its calls are traced. */
export interface WatchedClient {
  readonly middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void };
}

/** A subsegment of a trace: what was done, and when it began and ended. */
interface Subsegment {
  readonly id: string;
  readonly name: string;
  /** Epoch seconds. */
  readonly start_time: number;
  end_time?: number;
  readonly [member: string]: unknown;
}

/** An answered request. Nothing of it may be personal, because many people read traces. */
export interface TracedRequest {
  readonly method: string;
  /** The route's pattern, not the path. */
  readonly route: string;
  readonly status: number;
}

/** The traces of one function and of its calls to other services. */
export interface Traces {
  /** Continues the trace of an invocation, from `_X_AMZN_TRACE_ID`. */
  begin(header: string | undefined): void;
  /** Adds every call of the client to the trace. */
  watch<Client extends object>(client: Client): Client;
  /** Adds the request that the invocation answered. */
  answered(request: TracedRequest): void;
  /** The header for a service that continues the trace; undefined when nothing is recorded. */
  header(): string | undefined;
  /** Sends what is recorded. */
  flush(): void;
}

/** Sends a document to the X-Ray daemon, and does not wait for it. */
export type SendSegment = (document: object) => void;

interface Current {
  readonly root: string;
  /** The segment that Lambda makes of the invocation. */
  readonly parent: string;
  readonly request: Subsegment;
  readonly subsegments: Subsegment[];
  answer: TracedRequest | undefined;
}

interface CallContext {
  readonly clientName?: string;
  readonly commandName?: string;
}
type Next = (args: { input: Record<string, unknown> }) => Promise<{ output: { $metadata?: Metadata } }>;
interface Metadata {
  readonly httpStatusCode?: number;
  readonly requestId?: string;
}

const newId = () => randomBytes(8).toString('hex');

/**
 * Writes X-Ray's segment documents for invocations that are recorded, and does nothing for others. Lambda sends an
 * environment one event at a time, so there is one trace at a time.
 */
export function createTraces(send: SendSegment, now: () => number): Traces {
  let current: Current | undefined;
  const subsegment = (name: string, members: object = {}): Subsegment => ({
    id: newId(),
    name,
    start_time: now() / 1000,
    ...members,
  });

  async function traced(next: Next, context: CallContext, args: Parameters<Next>[0]) {
    const trace = current;
    if (!trace) return next(args);
    const call = subsegment(serviceOf(context), { namespace: 'aws', aws: operationOf(context, args.input) });
    const end = (outcome: object) => trace.subsegments.push({ ...call, end_time: now() / 1000, ...outcome });
    try {
      const result = await next(args);
      end({ http: { response: { status: result.output.$metadata?.httpStatusCode } } });
      return result;
    } catch (error) {
      end(failureOf(error));
      throw error;
    }
  }

  return {
    begin(header) {
      const fields = new Map((header ?? '').split(';').map((field) => field.split('=') as [string, string]));
      const [root, parent] = [fields.get('Root'), fields.get('Parent')];
      const isRecorded = root && parent && fields.get('Sampled') === '1';
      current = isRecorded
        ? { root, parent, request: subsegment('handler'), subsegments: [], answer: undefined }
        : undefined;
    },
    watch(client) {
      const middleware = (next: Next, context: CallContext) => (args: Parameters<Next>[0]) =>
        traced(next, context, args);
      (client as WatchedClient).middlewareStack.add(middleware as never, {
        step: 'initialize',
        name: 'traces',
      });
      return client;
    },
    answered(request) {
      if (current) current.answer = request;
    },
    header: () => current && `Root=${current.root};Parent=${current.request.id};Sampled=1`,
    flush() {
      if (!current) return;
      const { root: trace_id, parent: parent_id, request, subsegments, answer } = current;
      current = undefined;
      const common = { trace_id, type: 'subsegment' };
      send({ ...request, ...common, parent_id, end_time: now() / 1000, ...(answer && described(answer)) });
      for (const call of subsegments) send({ ...call, ...common, parent_id: request.id });
    },
  };
}

/** Traces nothing; for tests. */
export const noTraces: Traces = {
  begin: () => {},
  watch: (client) => client,
  answered: () => {},
  header: () => undefined,
  flush: () => {},
};

function described({ method, route, status }: TracedRequest): object {
  return {
    name: `${method} ${route}`,
    annotations: { route: `${method} ${route}`, status },
    http: { request: { method }, response: { status } },
    ...(status >= 500 ? { fault: true } : status >= 400 ? { error: true } : {}),
  };
}

/** `DynamoDBClient` is `DynamoDB`. */
function serviceOf({ clientName = 'AWS' }: CallContext): string {
  return clientName.replace(/Client$/, '');
}

function operationOf({ commandName = '' }: CallContext, input: Record<string, unknown>): object {
  const { TableName, IndexName } = input;
  return {
    operation: commandName.replace(/Command$/, ''),
    ...(typeof TableName === 'string' ? { table_name: TableName } : {}),
    ...(typeof IndexName === 'string' ? { index_name: IndexName } : {}),
  };
}

function failureOf(error: unknown): object {
  const { name, $metadata } = error as Error & { $metadata?: Metadata };
  const status = $metadata?.httpStatusCode ?? 0;
  return {
    ...(status > 0 ? { http: { response: { status } } } : {}),
    ...(status === 429 ? { throttle: true } : {}),
    ...(status > 0 && status < 500 ? { error: true } : { fault: true }),
    cause: { exceptions: [{ id: newId(), type: name }] },
  };
}

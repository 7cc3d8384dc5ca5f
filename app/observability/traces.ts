import { randomBytes } from 'node:crypto';

/** An SDK client, as far as its calls are watched. */
export interface WatchedClient {
  readonly middlewareStack: { add(middleware: never, options: { step: 'initialize'; name: string }): void };
}

/** A part of a trace: what was done, from when to when. */
interface Part {
  readonly id: string;
  readonly name: string;
  /** Epoch seconds. */
  readonly start_time: number;
  end_time?: number;
  readonly [member: string]: unknown;
}

/** What is known of a request once it is answered. None of it may be personal: traces are read by many. */
export interface TracedRequest {
  readonly method: string;
  /** The route's pattern, not the address. */
  readonly route: string;
  readonly status: number;
}

/** The traces of one function, by which its time can be followed into the services that it calls. */
export interface Traces {
  /** Takes up the trace of an invocation, from `_X_AMZN_TRACE_ID`. */
  begin(header: string | undefined): void;
  /** Lets every call of the client be a part of the trace. */
  watch<Client extends object>(client: Client): Client;
  /** Says what the invocation was about. */
  answered(request: TracedRequest): void;
  /** What a service is told that goes on with the trace by itself; undefined where nothing is recorded. */
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
  readonly request: Part;
  readonly parts: Part[];
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
 * Writes X-Ray's segment documents, when the invocation is one that is recorded; otherwise it does nothing but look at
 * the header. Lambda hands an environment one event at a time, so there is one trace at a time.
 */
export function createTraces(send: SendSegment, now: () => number): Traces {
  let current: Current | undefined;
  const part = (name: string, members: object = {}): Part => ({
    id: newId(),
    name,
    start_time: now() / 1000,
    ...members,
  });

  async function traced(next: Next, context: CallContext, args: Parameters<Next>[0]) {
    const trace = current;
    if (!trace) return next(args);
    const call = part(serviceOf(context), { namespace: 'aws', aws: operationOf(context, args.input) });
    const end = (outcome: object) => trace.parts.push({ ...call, end_time: now() / 1000, ...outcome });
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
        ? { root, parent, request: part('handler'), parts: [], answer: undefined }
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
      const { root: trace_id, parent: parent_id, request, parts, answer } = current;
      current = undefined;
      const common = { trace_id, type: 'subsegment' };
      send({ ...request, ...common, parent_id, end_time: now() / 1000, ...(answer && described(answer)) });
      for (const call of parts) send({ ...call, ...common, parent_id: request.id });
    },
  };
}

/** Traces nothing: for tests, and where no daemon is. */
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

import type { EmbeddedContext } from '../../core/context.ts';
import type { Storage } from '../../storage/storage.ts';
import type { Description } from '../model.ts';
import type { Change, StreamState, ViewType } from './model.ts';
import { isSameItem } from './same-item.ts';
import { Stream } from './stream.ts';

/** What is written down for each change of an item; texts in JSON, undefined for no item. */
export type ChangeListener = (
  before: string | undefined,
  after: string | undefined,
  expired: boolean,
) => void;

/** The streams of the account: what DynamoDB writes, and DynamoDB Streams reads. */
export interface Streams {
  /** Every stream that can still be read, in order of their ARNs. */
  all(): Stream[];
  /** Undefined where there is none any more. */
  find(arn: string): Stream | undefined;
  /** Begins a stream of a table. */
  begin(description: Description, viewType: ViewType): StreamState;
  /** Ends what `arn` names: it can be read until its changes are trimmed. */
  end(arn: string): void;
  /** What adds to the stream of that ARN; undefined where it has ended, and where there is none. */
  listenerOf(arn: string | undefined): ChangeListener | undefined;
  /** Adds the changes that `run` makes once it has ended; none of them where it throws. */
  together<T>(run: () => T): T;
}

const opened = new WeakMap<Storage, Streams>();

/** The streams in the context's storage. DynamoDB and DynamoDB Streams, which are two services, are handed the same. */
export function streamsOf(context: EmbeddedContext): Streams {
  const known = opened.get(context.storage) ?? openStreams(context);
  opened.set(context.storage, known);
  return known;
}

function openStreams({ clock, storage, signals, random }: EmbeddedContext): Streams {
  const states = storage.collection<StreamState>('dynamodb/streams');
  const streams = new Map<string, Stream>();
  let held: [stream: Stream, change: Change][] | undefined;

  function open(state: StreamState): Stream {
    const changes = storage.collection<Change>(`dynamodb/stream-changes/${state.arn}`);
    const stream = new Stream(state, changes, clock, (changed) => states.set(changed.arn, changed));
    streams.set(state.arn, stream);
    return stream;
  }

  function forgetOver(): void {
    for (const [arn, stream] of streams) {
      if (!stream.isOver) continue;
      stream.clear();
      streams.delete(arn);
      states.delete(arn);
    }
  }

  function add(stream: Stream, change: Change): void {
    stream.append(change);
    signals.raise(stream.state.arn);
  }

  for (const state of states.values()) open(state);

  return {
    all() {
      forgetOver();
      return [...streams.values()].sort((a, b) => (a.state.arn < b.state.arn ? -1 : 1));
    },
    find(arn) {
      forgetOver();
      return streams.get(arn);
    },
    begin({ TableName, TableArn, KeySchema }, viewType) {
      forgetOver();
      let createdAt = clock.now();
      // A clock that stands still would give the next stream the same name.
      while (streams.has(arnOf(TableArn, createdAt))) createdAt++;
      const state: StreamState = {
        arn: arnOf(TableArn, createdAt),
        label: labelOf(createdAt),
        tableName: TableName,
        keySchema: KeySchema,
        viewType,
        shardId: `shardId-${String(createdAt).padStart(20, '0')}-${Buffer.from(random.bytes(4)).toString('hex')}`,
        createdAt,
        trimmedTo: 0,
      };
      states.set(state.arn, state);
      open(state);
      return state;
    },
    end(arn) {
      streams.get(arn)?.end();
      signals.raise(arn);
    },
    listenerOf(arn) {
      const stream = arn === undefined ? undefined : streams.get(arn);
      if (!stream || stream.state.endedAt !== undefined) return undefined;
      return (before, after, expired) => {
        if (isSameItem(before, after)) return;
        const change: Change = {
          at: clock.now(),
          ...(before === undefined ? {} : { before }),
          ...(after === undefined ? {} : { after }),
          ...(expired ? { expired } : {}),
        };
        if (held) held.push([stream, change]);
        else add(stream, change);
      };
    },
    together(run) {
      if (held) return run();
      held = [];
      try {
        const result = run();
        for (const [stream, change] of held) add(stream, change);
        return result;
      } finally {
        held = undefined;
      }
    },
  };
}

const arnOf = (tableArn: string, createdAt: number) => `${tableArn}/stream/${labelOf(createdAt)}`;

const labelOf = (createdAt: number) => new Date(createdAt).toISOString().replace('Z', '');

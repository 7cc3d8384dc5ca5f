import { existsSync, readFileSync } from 'node:fs';

/** A JSON value. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** How a recording shows a text that its run had. */
export interface Placeholder {
  readonly kind: 'regex' | 'jsonpath' | 'custom';
  readonly value: string;
  readonly shownAs: string;
}

/** What must exist before a recording can be replayed. */
export interface Resource {
  readonly kind: 'lambda' | 'sqs-queue' | 'dynamodb-table' | 'task-token-consumer';
  readonly name: string;
  readonly arn?: string;
  readonly url?: string;
  readonly behaviour?: string;
  readonly partitionKey?: string;
}

interface Common {
  readonly id: string;
  readonly queryLanguage: 'JSONata' | 'JSONPath' | 'mixed' | 'none';
  readonly needs: readonly string[];
  readonly resources: readonly Resource[];
  readonly placeholders: readonly Placeholder[];
  /** `needs_fixing` where the recording's authors found that AWS does not repeat it. */
  readonly marker: 'validated' | 'needs_fixing';
  readonly recordedDate: string;
}

/** One event as a recording shows it. */
export interface RecordedEvent {
  readonly id: number | string;
  readonly previousEventId: number;
  readonly type: string;
  readonly details: Json;
}

/** A state machine that was run on AWS. */
export interface ExecutionCase extends Common {
  readonly kind: 'execution' | 'express-sync-execution';
  readonly definition: Json;
  readonly input: Json;
  readonly eventsReordered?: boolean;
  readonly expected: {
    readonly status: string;
    readonly output: Json;
    readonly error: string | null;
    readonly cause: Json;
    readonly events?: readonly RecordedEvent[];
  };
}

/** Calls that were made on AWS. */
export interface ApiCase extends Common {
  readonly kind: 'api' | 'test-state';
  readonly steps: readonly ApiStep[];
}

export interface ApiStep {
  readonly service: string;
  readonly operation: string;
  readonly params?: Record<string, Json>;
  readonly expected?: Json;
  readonly refused?: boolean | string;
}

export type Case = ExecutionCase | ApiCase;

/** The recordings of real AWS, which lie beside the repository on some machines; none elsewhere. */
export function loadCases(): readonly Case[] {
  const file = new URL('../../../../../shared/oracles/stepfunctions.json', import.meta.url);
  if (!existsSync(file)) return [];
  return JSON.parse(readFileSync(file, 'utf8')) as Case[];
}

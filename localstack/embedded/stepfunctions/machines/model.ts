import type { MachineType } from '../definition/model.ts';
import type { Json } from '../json.ts';

/** A state machine's settings at one moment; an update makes a new one. */
export interface MachineRevision {
  readonly arn: string;
  readonly name: string;
  readonly type: MachineType;
  readonly roleArn: string;
  /** The definition's JSON text, as it was sent. */
  readonly definition: string;
  /** Absent until the first update. */
  readonly revisionId: string | undefined;
  /** Milliseconds since the epoch. */
  readonly updateDate: number;
  readonly loggingConfiguration: LoggingConfiguration;
  readonly tracingConfiguration: { readonly enabled: boolean };
  /** Undefined where none was set: AWS's own key. */
  readonly encryptionConfiguration: Readonly<Record<string, Json>> | undefined;
}

/** What is logged of a machine's executions, and where. */
export interface LoggingConfiguration {
  readonly level: 'ALL' | 'ERROR' | 'FATAL' | 'OFF';
  readonly includeExecutionData: boolean;
  readonly destinations?: readonly LogDestination[];
}

/** Where logs go. */
export interface LogDestination {
  readonly cloudWatchLogsLogGroup?: { readonly logGroupArn?: string };
}

/** A state machine with its versions and aliases. */
export interface StateMachine {
  readonly current: MachineRevision;
  /** Milliseconds since the epoch. */
  readonly creationDate: number;
  readonly tags: Readonly<Record<string, string>>;
  readonly versions: readonly Version[];
  /** The number that the next version gets; numbers are never used twice. */
  readonly nextVersion: number;
  readonly aliases: readonly Alias[];
}

/** A published version: a revision that no longer changes. */
export interface Version {
  readonly number: number;
  readonly arn: string;
  readonly revision: MachineRevision;
  readonly description: string | undefined;
  readonly creationDate: number;
}

/** A name that leads to one or two versions. */
export interface Alias {
  readonly name: string;
  readonly arn: string;
  readonly description: string | undefined;
  readonly routingConfiguration: readonly Route[];
  readonly creationDate: number;
  readonly updateDate: number;
}

/** A version that an alias leads to; the weight in percent. */
export interface Route {
  readonly stateMachineVersionArn: string;
  readonly weight: number;
}

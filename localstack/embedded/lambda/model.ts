import type { FilterCriteria } from './events/event-filter.ts';

/** How a request names a function: by name, partial or full ARN. */
export interface FunctionReference {
  readonly FunctionName: string;
}

/** A function's configuration as AWS returns it, and as it is kept. Members that were never sent are absent. */
export interface FunctionConfiguration {
  readonly FunctionName: string;
  readonly FunctionArn: string;
  readonly Runtime: string;
  readonly Role: string;
  readonly Handler: string;
  readonly CodeSize: number;
  readonly Description: string;
  readonly Timeout: number;
  readonly MemorySize: number;
  readonly LastModified: string;
  readonly CodeSha256: string;
  readonly Version: string;
  readonly VpcConfig?: object;
  readonly DeadLetterConfig?: { readonly TargetArn?: string };
  readonly Environment?: { readonly Variables: Readonly<Record<string, string>> };
  readonly KMSKeyArn?: string;
  readonly TracingConfig: { readonly Mode: string };
  readonly RevisionId: string;
  readonly State: string;
  readonly LastUpdateStatus: string;
  readonly PackageType: string;
  readonly Architectures: readonly string[];
  readonly EphemeralStorage: { readonly Size: number };
  readonly SnapStart: { readonly ApplyOn: string; readonly OptimizationStatus: string };
  readonly RuntimeVersionConfig: { readonly RuntimeVersionArn: string };
  readonly LoggingConfig: {
    readonly LogFormat: 'Text' | 'JSON';
    readonly LogGroup: string;
    readonly ApplicationLogLevel?: string;
    readonly SystemLogLevel?: string;
  };
}

/** An alias: a name for a version. */
export interface Alias {
  readonly AliasArn: string;
  readonly Name: string;
  readonly FunctionVersion: string;
  readonly Description: string;
  readonly RevisionId: string;
}

/** A statement of a function's resource policy. */
export interface PolicyStatement {
  readonly Sid: string;
  readonly Effect: 'Allow';
  readonly Principal: { readonly Service?: string; readonly AWS?: string } | '*';
  readonly Action: string;
  readonly Resource: string;
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/** What becomes of asynchronous events that end or fail. */
export interface EventInvokeConfig {
  readonly LastModified: number;
  readonly FunctionArn: string;
  readonly MaximumRetryAttempts?: number;
  readonly MaximumEventAgeInSeconds?: number;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
}

/** All there is to know of a function. */
export interface FunctionRecord {
  readonly configuration: FunctionConfiguration;
  readonly versions: readonly FunctionConfiguration[];
  readonly lastVersion: number;
  readonly aliases: readonly Alias[];
  readonly tags: Readonly<Record<string, string>>;
  readonly policy: readonly PolicyStatement[];
  readonly policyRevision: string;
  readonly reservedConcurrency?: number;
  readonly eventInvokeConfig?: EventInvokeConfig;
}

/** A queue or a stream that a function consumes. */
export interface EventSourceMapping {
  readonly UUID: string;
  readonly EventSourceArn: string;
  readonly EventSourceMappingArn: string;
  readonly FunctionArn: string;
  readonly BatchSize: number;
  readonly MaximumBatchingWindowInSeconds: number;
  readonly FunctionResponseTypes?: readonly string[];
  readonly ScalingConfig?: { readonly MaximumConcurrency?: number };
  readonly FilterCriteria?: FilterCriteria;
  /** Of streams, from here on. */
  readonly StartingPosition?: string;
  readonly BisectBatchOnFunctionError?: boolean;
  readonly DestinationConfig?: {
    readonly OnSuccess?: { readonly Destination?: string };
    readonly OnFailure?: { readonly Destination?: string };
  };
  /** -1 for no limit. */
  readonly MaximumRecordAgeInSeconds?: number;
  /** -1 for no limit. */
  readonly MaximumRetryAttempts?: number;
  readonly ParallelizationFactor?: number;
  readonly TumblingWindowInSeconds?: number;
  readonly LastProcessingResult?: string;
  /** Epoch seconds. */
  readonly LastModified: number;
  readonly State: 'Enabled' | 'Disabled';
  readonly StateTransitionReason: string;
}

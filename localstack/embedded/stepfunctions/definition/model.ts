import type { Json } from '../json.ts';
import type { Template } from '../jsonata/template.ts';
import type { ChoiceTest } from '../jsonpath/choice-test.ts';
import type { Path } from '../jsonpath/path.ts';
import type { Payload, Selector } from '../jsonpath/payload.ts';
import type { TaskResource } from '../tasks/resource.ts';

/** The types of state machines: Standard or Express workflows. */
export type MachineType = 'STANDARD' | 'EXPRESS';

/** The language in which a state selects and shapes its data. */
export type QueryLanguage = 'JSONata' | 'JSONPath';

/** A sequence of states, checked and ready to run: a state machine, a branch, or what a Map does with each item. */
export interface Block {
  readonly startAt: string;
  readonly states: ReadonlyMap<string, State>;
}

/** A state machine, checked and ready to run. */
export interface Machine extends Block {
  /** The machine's `TimeoutSeconds`, in seconds. */
  readonly timeoutSeconds: number | undefined;
}

/** A state, checked and ready to run. */
export type State =
  | PassState
  | TaskState
  | ChoiceState
  | WaitState
  | SucceedState
  | FailState
  | ParallelState
  | MapState;

/** AWS's names of the states' types. */
export type StateType = State['type'];

/** What states of every type have. */
export interface BaseState {
  readonly name: string;
  readonly language: QueryLanguage;
  /** Undefined ends the block. */
  readonly next: string | undefined;
  /** JSONata: what the state makes of its data. */
  readonly output: Template | undefined;
  readonly assign: Assignment | undefined;
  /** JSONPath: how input and output are cut and joined. */
  readonly paths: Paths | undefined;
  /** Compiled `Arguments` (JSONata) of a Task or Parallel. */
  readonly arguments: Template | undefined;
}

/** A field of one value: a constant, an expression, or in JSONPath what its `…Path` names. */
export type Scalar = Template | Selector;

/** `Assign`, in the language of its state. */
export type Assignment =
  | { readonly language: 'JSONata'; readonly template: Template }
  | { readonly language: 'JSONPath'; readonly payload: Payload };

/** The data fields of a JSONPath state; null as a path means "nothing". */
export interface Paths {
  readonly inputPath: Path | null;
  readonly outputPath: Path | null;
  readonly resultPath: Path | null;
  readonly parameters: Payload | undefined;
  readonly resultSelector: Payload | undefined;
}

/** A Pass state. */
export interface PassState extends BaseState {
  readonly type: 'Pass';
  /** JSONPath's `Result`. */
  readonly result: Json | undefined;
}

/** A Succeed state. */
export interface SucceedState extends BaseState {
  readonly type: 'Succeed';
}

/** A Fail state. */
export interface FailState extends BaseState {
  readonly type: 'Fail';
  readonly error: Scalar | undefined;
  readonly cause: Scalar | undefined;
}

/** A Wait state. */
export interface WaitState extends BaseState {
  readonly type: 'Wait';
  readonly seconds: Scalar | undefined;
  readonly timestamp: Scalar | undefined;
}

/** A Choice state. */
export interface ChoiceState extends BaseState {
  readonly type: 'Choice';
  readonly choices: readonly ChoiceRule[];
  readonly default: string | undefined;
}

/** What a choice rule asks: an expression, or in JSONPath comparisons. */
export type Condition =
  | { readonly language: 'JSONata'; readonly template: Template }
  | { readonly language: 'JSONPath'; readonly test: ChoiceTest };

/** One rule of a Choice. */
export interface ChoiceRule {
  readonly condition: Condition;
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Assignment | undefined;
}

/** What Task, Parallel and Map do about errors. */
export interface Recovery {
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
}

/** One element of `Retry`. */
export interface Retrier {
  readonly errors: readonly string[];
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxAttempts: number;
  readonly maxDelaySeconds: number | undefined;
  readonly jitter: boolean;
}

/** One element of `Catch`. */
export interface Catcher {
  readonly errors: readonly string[];
  readonly next: string;
  readonly output: Template | undefined;
  readonly assign: Assignment | undefined;
  /** JSONPath: where the error goes in the input. */
  readonly resultPath: Path | null | undefined;
}

/** A Task state. */
export interface TaskState extends BaseState, Recovery {
  readonly type: 'Task';
  readonly resource: TaskResource;
  readonly timeoutSeconds: Scalar | undefined;
  readonly heartbeatSeconds: Scalar | undefined;
  /** `Credentials`: an object with `RoleArn`. */
  readonly credentials: Template | Payload | undefined;
}

/** A Parallel state. */
export interface ParallelState extends BaseState, Recovery {
  readonly type: 'Parallel';
  readonly branches: readonly Block[];
}

/** What only a Distributed Map has. */
export interface DistributedMap {
  /** The type of its child executions. */
  readonly executionType: MachineType;
  readonly label: string | undefined;
  readonly batcher: ItemBatcher | undefined;
  readonly reader: ItemReader | undefined;
  readonly writer: ResultWriter | undefined;
}

/** A Distributed Map's `ResultWriter`: where in S3 its results are written. */
export interface ResultWriter {
  readonly arguments: Template | undefined;
  /** JSONPath's `Parameters`. */
  readonly parameters: Payload | undefined;
}

/** A Distributed Map's `ItemReader`: where its items are in S3, and how they are written there. */
export interface ItemReader {
  readonly operation: 'GetObject' | 'ListObjectsV2';
  readonly arguments: Template | undefined;
  /** JSONPath's `Parameters`. */
  readonly parameters: Payload | undefined;
  readonly inputType: 'CSV' | 'JSON' | 'JSONL';
  /** Undefined where the first row of a CSV file has them. */
  readonly headers: readonly string[] | undefined;
  readonly delimiter: string;
  readonly maxItems: Scalar | undefined;
}

/** A Distributed Map's `ItemBatcher`: how items are put together. */
export interface ItemBatcher {
  readonly maxItems: Scalar | undefined;
  readonly maxBytes: Scalar | undefined;
  readonly batchInput: Template | undefined;
  /** JSONPath's `BatchInput`. */
  readonly batchPayload: Payload | undefined;
}

/** A Map state. */
export interface MapState extends BaseState, Recovery {
  readonly type: 'Map';
  readonly processor: Block;
  readonly items: Template | undefined;
  readonly itemsPath: Path | null;
  readonly itemSelector: Template | undefined;
  /** JSONPath's `ItemSelector`, or its older name `Parameters`. */
  readonly itemPayload: Payload | undefined;
  readonly maxConcurrency: Scalar | undefined;
  /** Undefined for an inline Map. */
  readonly distributed: DistributedMap | undefined;
  readonly toleratedFailureCount: Scalar | undefined;
  readonly toleratedFailurePercentage: Scalar | undefined;
}

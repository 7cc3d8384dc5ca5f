import type { Json } from '../json.ts';
import type { ServiceResource, TaskResource } from './resource.ts';

/** A call that a Task makes, with everything that decides how it goes. */
export interface TaskRequest {
  readonly resource: Extract<TaskResource, { kind: 'lambda-function' }> | ServiceResource;
  /** The Task's `Arguments`, evaluated. */
  readonly input: Json;
  /** The role that calls: the machine's, or that of `Credentials`. */
  readonly roleArn: string;
  readonly executionName: string;
}

/** Makes a Task's call and answers its result in the Task's own form. Throws `StateError`. */
export type TaskInvoker = (request: TaskRequest) => Promise<Json>;

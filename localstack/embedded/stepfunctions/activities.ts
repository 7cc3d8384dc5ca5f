import type { Timer } from '../clock/clock.ts';
import type { EmbeddedContext } from '../core/context.ts';
import type { Collection } from '../storage/storage.ts';
import { activityDoesNotExist } from './errors.ts';
import type { Frame, Visit } from './executions/model.ts';
import { checkArn, required } from './input.ts';
import type { Json } from './json.ts';

/** An activity's own record. */
export interface Activity {
  readonly arn: string;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly creationDate: number;
  readonly encryptionConfiguration: Readonly<Record<string, Json>> | undefined;
  readonly tags: Readonly<Record<string, string>>;
}

/** A task that waits for a worker to fetch it. */
export interface ActivityTask {
  readonly input: string;
  readonly frame: Frame;
  readonly visit: Visit;
  readonly attempt: number;
}

/** How long GetActivityTask waits for a task, in milliseconds: AWS's 60 seconds. */
const POLL = 60_000;

/** The activities, the tasks that wait for a worker, and the workers that wait for a task. */
export class Activities {
  readonly #context: EmbeddedContext;
  readonly #activities: Collection<Activity>;
  readonly #tasks = new Map<string, ActivityTask[]>();
  readonly #workers = new Map<string, ((task: ActivityTask | undefined) => void)[]>();

  constructor(context: EmbeddedContext) {
    this.#context = context;
    this.#activities = context.storage.collection('sfn/activities');
  }

  find(arn: string): Activity | undefined {
    return this.#activities.get(arn);
  }

  /** Throws ActivityDoesNotExist. */
  get(arn: string): Activity {
    const activity = this.#activities.get(arn);
    if (!activity) throw activityDoesNotExist(arn);
    return activity;
  }

  put(activity: Activity): void {
    this.#activities.set(activity.arn, activity);
  }

  delete(arn: string): void {
    this.#activities.delete(arn);
    this.#tasks.delete(arn);
  }

  all(): Activity[] {
    return [...this.#activities.values()];
  }

  /** Hands a task to a waiting worker, or keeps it for the next one. False where there is no such activity. */
  offer(arn: string, input: string, frame: Frame, visit: Visit): boolean {
    if (!this.#activities.has(arn)) return false;
    const task = { input, frame, visit, attempt: visit.attempt };
    const worker = this.#workers.get(arn)?.shift();
    if (worker) worker(task);
    else this.#tasks.set(arn, [...(this.#tasks.get(arn) ?? []), task]);
    return true;
  }

  /** The next task that still waits; undefined after a minute without any. */
  poll(arn: string): Promise<ActivityTask | undefined> {
    const tasks = this.#tasks.get(arn) ?? [];
    for (let task = tasks.shift(); task; task = tasks.shift()) {
      if (task.frame.visit === task.visit && task.visit.attempt === task.attempt)
        return Promise.resolve(task);
    }
    return new Promise((resolve) => {
      const workers = this.#workers.get(arn) ?? [];
      this.#workers.set(arn, workers);
      const worker = (task: ActivityTask | undefined) => {
        timer.cancel();
        resolve(task);
      };
      const timer: Timer = this.#context.clock.after(POLL, () => {
        workers.splice(workers.indexOf(worker), 1);
        resolve(undefined);
      });
      workers.push(worker);
    });
  }
}

/** The ARN by which a call names its activity. Throws InvalidArn, or ValidationException where it is missing. */
export function requiredActivityArn(value: string | undefined): string {
  const arn = required(value, 'activityArn');
  checkArn(arn, 'activity');
  return arn;
}

/** What a schedule calls, and how hard it tries. */
export interface Target {
  readonly Arn: string;
  readonly RoleArn: string;
  readonly Input?: string;
  readonly RetryPolicy?: {
    readonly MaximumEventAgeInSeconds?: number;
    readonly MaximumRetryAttempts?: number;
  };
  readonly DeadLetterConfig?: { readonly Arn?: string };
  readonly SqsParameters?: { readonly MessageGroupId?: string };
}

/** A schedule as it was put. Times in epoch seconds. */
export interface Schedule {
  readonly Arn: string;
  readonly Name: string;
  readonly GroupName: string;
  readonly ScheduleExpression: string;
  readonly ScheduleExpressionTimezone: string;
  readonly StartDate?: number;
  readonly EndDate?: number;
  readonly Description?: string;
  readonly State: 'ENABLED' | 'DISABLED';
  readonly KmsKeyArn?: string;
  readonly Target: Target;
  readonly FlexibleTimeWindow: {
    readonly Mode: 'OFF' | 'FLEXIBLE';
    readonly MaximumWindowInMinutes?: number;
  };
  readonly ActionAfterCompletion: 'NONE' | 'DELETE';
  readonly CreationDate: number;
  readonly LastModificationDate: number;
}

/** A tag of a schedule group. */
export interface Tag {
  readonly Key: string;
  readonly Value: string;
}

/** Schedules under one name; times in epoch seconds. */
export interface ScheduleGroup {
  readonly Arn: string;
  readonly Name: string;
  readonly State: 'ACTIVE';
  readonly CreationDate: number;
  readonly LastModificationDate: number;
  readonly tags: readonly Tag[];
}

/** How a request names a schedule. */
export interface ScheduleReference {
  readonly Name: string;
  /** Default: `default`. */
  readonly GroupName?: string;
}

/** A schedule as CreateSchedule and UpdateSchedule take it. */
export type ScheduleInput = Partial<Omit<Schedule, 'StartDate' | 'EndDate'>> & {
  readonly Name: string;
  readonly StartDate?: number | string | Date;
  readonly EndDate?: number | string | Date;
};

/** How a request names a schedule group. */
export interface GroupReference {
  readonly Name: string;
}

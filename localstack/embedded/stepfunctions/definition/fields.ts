import type { QueryLanguage, StateType } from './model.ts';

const FLOW = ['Next', 'End'];
const RECOVERY = ['Retry', 'Catch'];
const CUT = ['InputPath', 'OutputPath'];
const JOIN = ['ResultPath', 'ResultSelector', 'Parameters'];
const TASK = ['Resource', 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'];
const TASK_PATHS = ['TimeoutSecondsPath', 'HeartbeatSecondsPath'];
const MAP = [
  'ItemProcessor',
  'ItemSelector',
  'MaxConcurrency',
  'ItemBatcher',
  'ItemReader',
  'ResultWriter',
  'Label',
];
const MAP_PATHS = [
  'ItemsPath',
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
];
const TOLERANCE = ['ToleratedFailureCount', 'ToleratedFailurePercentage'];

/** The fields of each state type by language, besides `Type`, `Comment` and `QueryLanguage`. */
const FIELDS: Readonly<Record<QueryLanguage, Readonly<Record<StateType, readonly string[]>>>> = {
  JSONata: {
    Pass: [...FLOW, 'Output', 'Assign'],
    Task: [...FLOW, ...RECOVERY, ...TASK, 'Arguments', 'Output', 'Assign'],
    Choice: ['Choices', 'Default', 'Output', 'Assign'],
    Wait: [...FLOW, 'Seconds', 'Timestamp', 'Output', 'Assign'],
    Succeed: ['Output'],
    Fail: ['Error', 'Cause'],
    Parallel: [...FLOW, ...RECOVERY, 'Branches', 'Arguments', 'Output', 'Assign'],
    Map: [...FLOW, ...RECOVERY, ...MAP, ...TOLERANCE, 'Items', 'Output', 'Assign'],
  },
  JSONPath: {
    Pass: [...FLOW, ...CUT, 'ResultPath', 'Parameters', 'Result', 'Assign'],
    Task: [...FLOW, ...RECOVERY, ...TASK, ...TASK_PATHS, ...CUT, ...JOIN, 'Assign'],
    Choice: ['Choices', 'Default', ...CUT, 'Assign'],
    Wait: [...FLOW, ...CUT, 'Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath', 'Assign'],
    Succeed: CUT,
    Fail: ['Error', 'ErrorPath', 'Cause', 'CausePath'],
    Parallel: [...FLOW, ...RECOVERY, ...CUT, ...JOIN, 'Branches', 'Assign'],
    Map: [...FLOW, ...RECOVERY, ...CUT, ...JOIN, ...MAP, ...MAP_PATHS, ...TOLERANCE, 'Iterator', 'Assign'],
  },
};

const COMMON = new Set(['Type', 'Comment', 'QueryLanguage']);

/** How a field stands: part of the state, written in the other language, or unknown. */
export type FieldStanding =
  | { readonly kind: 'known' }
  | { readonly kind: 'other-language' }
  | { readonly kind: 'unknown' };

/** How `field` stands in a state of this type and language. */
export function standing(field: string, type: StateType, language: QueryLanguage): FieldStanding {
  if (COMMON.has(field) || FIELDS[language][type].includes(field)) return { kind: 'known' };
  const other = language === 'JSONata' ? 'JSONPath' : 'JSONata';
  if (FIELDS[other][type].includes(field)) return { kind: 'other-language' };
  return { kind: 'unknown' };
}

/** Whether `name` is a state type of the States Language. */
export function isStateType(name: unknown): name is StateType {
  return typeof name === 'string' && Object.hasOwn(FIELDS.JSONata, name);
}

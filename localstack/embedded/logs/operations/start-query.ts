import { listOf, textOf, type Unchecked } from '../../core/authorization.ts';
import { AwsError } from '../../core/errors.ts';
import { defineOperation } from '../../core/operation.ts';
import { groupArn } from '../authorization.ts';
import { invalidParameter, unsupported } from '../errors.ts';
import { malformedQuery } from '../insights/errors.ts';
import { MOST_ROWS } from '../insights/limits.ts';
import type { LogGroup } from '../model.ts';
import { type LogsState, nameOf } from '../state.ts';

interface StartQueryInput {
  readonly queryLanguage?: string;
  readonly logGroupName?: string;
  readonly logGroupNames?: readonly string[];
  readonly logGroupIdentifiers?: readonly string[];
  /** Epoch seconds or milliseconds, both inclusive. */
  readonly startTime: number;
  readonly endTime: number;
  readonly queryString: string;
  readonly limit?: number;
}

const MOST_GROUPS = 50;
/** What is above is in milliseconds: in seconds, it would be in the year 5138. */
const MILLISECONDS_FROM = 100_000_000_000;

/** StartQuery: begins a query of Logs Insights. */
export const startQuery = defineOperation({
  name: 'StartQuery',
  authorization: (input, place) =>
    groupNamesIn(input).map((name) => ({
      action: 'logs:StartQuery',
      resource: `${groupArn(name, place)}:log-stream:`,
    })),
  async run(state: LogsState, input: StartQueryInput) {
    const { queryString, queryLanguage = 'CWLI', limit } = input;
    if (queryLanguage !== 'CWLI') throw unsupported('StartQuery', `the query language ${queryLanguage}`);
    const ways = [input.logGroupName, input.logGroupNames, input.logGroupIdentifiers];
    if (ways.filter((way) => way !== undefined).length !== 1) {
      throw invalidParameter(
        'Exactly one of logGroupName, logGroupNames and logGroupIdentifiers has to be specified.',
      );
    }
    const names = groupNamesIn({ ...input });
    if (names.length > MOST_GROUPS) {
      throw invalidParameter(`A query can be of ${MOST_GROUPS} log groups at most.`);
    }
    if (limit !== undefined && !(Number.isInteger(limit) && limit >= 1 && limit <= MOST_ROWS)) {
      throw invalidParameter(
        `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: Member must have value less than or equal to ${MOST_ROWS}`,
      );
    }
    const [startTime, endTime] = [
      milliseconds(input.startTime),
      milliseconds(input.endTime) + lastPart(input),
    ];
    if (!(startTime <= endTime)) {
      throw invalidParameter('End time should not be less than start time in the query.');
    }
    checkTimes(
      names.map((name) => existing(state, name)),
      input,
      endTime,
    );
    const { queryId } = await state.insights.start({
      queryString,
      logGroupNames: names,
      startTime,
      endTime,
      ...(limit === undefined ? {} : { limit }),
    });
    return { queryId };
  },
});

function groupNamesIn({ logGroupName, logGroupNames, logGroupIdentifiers }: Unchecked): string[] {
  const all = [...listOf(logGroupNames), ...listOf(logGroupIdentifiers)].map(textOf);
  if (logGroupName !== undefined) all.push(textOf(logGroupName));
  return [...new Set(all.map(nameOf))];
}

function milliseconds(time: number): number {
  return time >= MILLISECONDS_FROM ? time : time * 1000;
}

/** A second is meant to its end. */
function lastPart({ endTime }: StartQueryInput): number {
  return endTime >= MILLISECONDS_FROM ? 0 : 999;
}

function existing({ groups, context }: LogsState, name: string): LogGroup {
  const group = groups.get(name);
  if (group) return group;
  throw new AwsError(
    'ResourceNotFoundException',
    `Log group '${name}' does not exist for account ID '${context.accountId}'`,
  );
}

/** Throws MalformedQueryException where no group was there yet, as AWS does. */
function checkTimes(groups: readonly LogGroup[], { startTime, endTime }: StartQueryInput, end: number): void {
  if (groups.some(({ creationTime }) => creationTime - (creationTime % 1000) <= end)) return;
  throw malformedQuery(
    `Query's end date and time is either before the log groups creation time or exceeds the log groups log retention settings ([${startTime},${endTime}])`,
    0,
  );
}

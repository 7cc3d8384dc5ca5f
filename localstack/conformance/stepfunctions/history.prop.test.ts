import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { createClock, standingTime } from '../../embedded/clock/clock.ts';
import { createEmbeddedAws } from '../../embedded/index.ts';
import { ROLE, START } from './support.ts';

const clock = createClock(standingTime(START));
const aws = await createEmbeddedAws({ services: ['sfn'], clock });
afterAll(() => aws.stop());

interface Event {
  readonly id: number;
  readonly previousEventId: number;
  readonly type: string;
  readonly stateEnteredEventDetails?: { readonly name: string };
  readonly stateExitedEventDetails?: { readonly name: string };
}

/** Workflows of any shape, some of which fail; the names are put in afterwards, as each must be unique. */
type Shape =
  | { readonly kind: 'pass' | 'wait' | 'fail' }
  | { readonly kind: 'parallel'; readonly branches: readonly Shape[][]; readonly caught: boolean }
  | {
      readonly kind: 'map';
      readonly items: number;
      readonly concurrency: number;
      readonly body: readonly Shape[];
      readonly caught: boolean;
    };

const { block } = fc.letrec<{ block: Shape[]; state: Shape }>((tie) => ({
  block: fc.array(tie('state'), { minLength: 1, maxLength: 3, depthIdentifier: 'blocks' }),
  state: fc.oneof(
    { maxDepth: 2, depthIdentifier: 'blocks' },
    fc.record({ kind: fc.constantFrom('pass' as const, 'pass' as const, 'wait' as const, 'fail' as const) }),
    fc.record({
      kind: fc.constant('parallel' as const),
      branches: fc.array(tie('block'), { minLength: 1, maxLength: 3 }),
      caught: fc.boolean(),
    }),
    fc.record({
      kind: fc.constant('map' as const),
      items: fc.nat({ max: 4 }),
      concurrency: fc.nat({ max: 2 }),
      body: tie('block'),
      caught: fc.boolean(),
    }),
  ),
}));

let named = 0;

function build(shapes: readonly Shape[]): { StartAt: string; States: Record<string, object> } {
  const names = shapes.map(() => `S${++named}`);
  const States: Record<string, object> = {};
  for (const [index, shape] of shapes.entries()) {
    const name = names[index] as string;
    const next = names[index + 1];
    const way = next === undefined ? { End: true } : { Next: next };
    States[name] = stateOf(shape, way, next ?? name);
    // Nothing comes after a Fail; what follows it could not be reached.
    if (shape.kind === 'fail') break;
  }
  return { StartAt: names[0] as string, States };
}

function stateOf(shape: Shape, way: object, after: string): object {
  const recovery =
    'caught' in shape && shape.caught && !('End' in way)
      ? { Catch: [{ ErrorEquals: ['States.ALL'], Next: after }] }
      : {};
  switch (shape.kind) {
    case 'pass':
      return { Type: 'Pass', ...way };
    case 'wait':
      return { Type: 'Wait', Seconds: 5, ...way };
    case 'fail':
      return { Type: 'Fail', Error: 'Asked' };
    case 'parallel':
      return { Type: 'Parallel', Branches: shape.branches.map(build), ...recovery, ...way };
    case 'map': {
      const Items = Array.from({ length: shape.items }, (_, index) => index);
      return {
        Type: 'Map',
        Items,
        MaxConcurrency: shape.concurrency,
        ItemProcessor: build(shape.body),
        ...recovery,
        ...way,
      };
    }
  }
}

/** The whole history of an execution; one that is stopped after some seconds, where those are given. */
async function historyOf(definition: object, stopAfter: number | null): Promise<Event[]> {
  const call = (operation: string, input: object) =>
    aws.context.call('sfn', operation, input, aws.context.root);
  const made = await call('CreateStateMachine', {
    name: `m${named++}`,
    roleArn: ROLE,
    definition: JSON.stringify(definition),
  });
  const { executionArn } = await call('StartExecution', { stateMachineArn: made.stateMachineArn });
  if (stopAfter !== null) {
    // Not awaited: the execution is stopped in the midst of what it does at that moment.
    const advanced = clock.advance(stopAfter * 1000);
    if (stopAfter > 0) await advanced;
    await call('StopExecution', { executionArn });
    await advanced;
  }
  await clock.advance(600_000);
  const { events } = await call('GetExecutionHistory', { executionArn, maxResults: 1000 });
  return events as Event[];
}

test('every history is numbered without gaps, follows only what was before, ends once, and leaves no state twice', async () => {
  await fc.assert(
    fc.asyncProperty(block, fc.option(fc.nat({ max: 12 })), async (shapes, stopAfter) => {
      const events = await historyOf({ QueryLanguage: 'JSONata', ...build(shapes) }, stopAfter);
      expect(events.map((event) => event.id)).toEqual(events.map((_, index) => index + 1));
      expect(events.every((event) => event.previousEventId < event.id)).toBe(true);
      const closing = events.filter((event) => /^Execution(Succeeded|Failed|Aborted)$/.test(event.type));
      expect(closing).toEqual([events.at(-1)]);
      const count = (names: readonly (string | undefined)[]) => Map.groupBy(names, (name) => name);
      const entered = count(events.map((event) => event.stateEnteredEventDetails?.name));
      for (const [name, exits] of count(events.map((event) => event.stateExitedEventDetails?.name))) {
        if (name !== undefined) expect(exits.length).toBeLessThanOrEqual(entered.get(name)?.length ?? 0);
      }
      const pairs = [['MapIterationStarted', /^MapIteration(Succeeded|Failed|Aborted)$/]] as const;
      // What is stopped from outside leaves its iterations without a word.
      for (const [begun, ended] of stopAfter === null ? pairs : []) {
        const started = events.filter((event) => event.type === begun).length;
        expect(events.filter((event) => ended.test(event.type))).toHaveLength(started);
      }
    }),
    { numRuns: 300 },
  );
});

import type { TestStateInput } from '@aws-sdk/client-sfn';
import type { EmbeddedContext } from '../../core/context.ts';
import { arnOf } from '../arns.ts';
import type { State } from '../definition/model.ts';
import { Interpreter } from '../executions/interpreter.ts';
import type { InterpreterParts } from '../executions/interpreter-parts.ts';
import type { Execution } from '../executions/model.ts';
import { notBegun } from '../executions/not-begun.ts';
import type { Datum } from '../json.ts';
import { requireAssumableRole } from '../machines/role.ts';
import type { StateUnderTest } from './definition.ts';
import type { Probe } from './probe.ts';

/** What the service's interpreter is made of, without those who follow its executions: tests have none. */
export type StateTestParts = Omit<
  InterpreterParts,
  'closed' | 'recorded' | 'startChild' | 'startMapRun' | 'transitioned'
>;

/** One state, ready to be run. */
export interface StateTest extends StateUnderTest {
  readonly input: Datum;
  readonly roleArn: TestStateInput['roleArn'];
  readonly probe: Probe;
}

/** Runs single states, each by an interpreter of its own: the one that executions have. */
export class StateTests {
  readonly #context: EmbeddedContext;
  readonly #parts: StateTestParts;

  constructor(context: EmbeddedContext, parts: StateTestParts) {
    this.#context = context;
    this.#parts = parts;
  }

  /**
   * Runs a state to its end, or to where it would be tried again.
   * @throws AccessDeniedException where Step Functions may not take the role
   */
  async run(test: StateTest): Promise<Execution> {
    const { mock } = test.probe.settings;
    const execution = this.#executionOf(test);
    const { arn, roleArn } = execution.revision;
    if (!mock && roleArn !== '') requireAssumableRole(this.#context, roleArn, arn);
    return new Promise((resolve) => {
      const interpreter = new Interpreter({
        ...this.#parts,
        ...(mock ? { invoke: async () => mock() } : {}),
        closed: resolve,
        recorded: () => {},
        startChild: neverStarted,
        startMapRun: neverStarted,
        transitioned: () => {},
      });
      interpreter.start(execution);
    });
  }

  /** An execution as of an Express machine that nobody has made. */
  #executionOf({ machine, input, roleArn, probe }: StateTest): Execution {
    const { random, clock } = this.#context;
    const [name, machineName] = [random.uuid(), random.uuid()];
    return {
      arn: arnOf(this.#context, 'express', machineName, name),
      name,
      revision: {
        arn: arnOf(this.#context, 'stateMachine', machineName),
        name: machineName,
        type: 'EXPRESS',
        roleArn: roleArn ?? '',
        definition: '',
        revisionId: undefined,
        updateDate: clock.now(),
        loggingConfiguration: { level: 'OFF', includeExecutionData: false },
        tracingConfiguration: { enabled: false },
        encryptionConfiguration: undefined,
      },
      machine: probe.settings.mock ? { ...machine, states: mapValues(machine.states, answerable) } : machine,
      versionArn: undefined,
      aliasArn: undefined,
      input,
      startDate: clock.now(),
      traceHeader: undefined,
      probe,
      ...notBegun(),
    };
  }
}

/** Every Map that is tested is mocked. */
function neverStarted(): never {
  throw new Error('A state that is tested alone starts no executions');
}

/** A mocked Task ends with its mock, whoever would end it: a worker, or who holds its token. */
function answerable(state: State): State {
  if (state.type !== 'Task') return state;
  const { resource } = state;
  if (resource.kind === 'activity') {
    return { ...state, resource: { ...resource, kind: 'lambda-function' } };
  }
  return { ...state, resource: { ...resource, pattern: 'requestResponse' } };
}

function mapValues(states: ReadonlyMap<string, State>, change: (state: State) => State): Map<string, State> {
  return new Map([...states].map(([name, state]) => [name, change(state)]));
}

import type { EmbeddedContext } from '../core/context.ts';
import { declaredParts } from '../core/operation.ts';
import type { Service } from '../core/service.ts';
import { Activities } from './activities.ts';
import { newChild, newMapRun } from './executions/children.ts';
import { Followers } from './executions/followers.ts';
import { Interpreter } from './executions/interpreter.ts';
import { MapRunStore } from './executions/map-run.ts';
import { ExecutionStore } from './executions/store.ts';
import { Tokens } from './executions/tokens.ts';
import { createFunctions } from './jsonata/functions.ts';
import { MachineStore } from './machines/store.ts';
import { ExecutionLogs } from './observability/logs.ts';
import { ExecutionMetrics } from './observability/metrics.ts';
import { ExecutionTraces } from './observability/traces.ts';
import { declarations } from './operations/index.ts';
import { DEFAULT_SETTINGS, type StepFunctionsSettings } from './settings.ts';
import type { StepFunctionsState } from './state.ts';
import { createInvoker } from './tasks/call.ts';
import type { StateTestParts } from './test-state/state-tests.ts';

export type { StepFunctionsSettings } from './settings.ts';

/** AWS Step Functions: state machines, their executions, activities and task tokens. */
export function createStepFunctionsService(
  context: EmbeddedContext,
  settings: StepFunctionsSettings = {},
): Service {
  const metrics = new ExecutionMetrics(context);
  const state = createState(context, metrics, { ...DEFAULT_SETTINGS, ...settings });
  return {
    name: 'sfn',
    signingName: 'states',
    protocols: ['json-1.0'],
    targetPrefix: 'AWSStepFunctions',
    ...declaredParts(state, declarations),
    async stop() {
      for (const execution of state.executions.running())
        state.interpreter.stop(execution, undefined, undefined);
      metrics.stop();
    },
  };
}

function createState(
  context: EmbeddedContext,
  metrics: ExecutionMetrics,
  limits: Required<StepFunctionsSettings>,
): StepFunctionsState {
  const tokens = new Tokens(context.random);
  const activities = new Activities(context);
  const executions = new ExecutionStore(limits, context.clock.now);
  const mapRuns = new MapRunStore(limits.closedExecutions);
  const followers = new Followers(executions);
  const logs = new ExecutionLogs(context);
  const traces = new ExecutionTraces(context);
  const parts: StateTestParts = {
    clock: context.clock,
    random: context.random,
    functions: createFunctions(context),
    region: context.region,
    invoke: createInvoker(context),
    tokens,
    hasActivity: (arn) => activities.find(arn) !== undefined,
    offerActivity: (arn, input, frame, visit) => activities.offer(arn, input, frame, visit),
    follow: (arn, frame, visit) => followers.follow(interpreter, arn, frame, visit),
    unexpected: context.unexpected,
  };
  const interpreter = new Interpreter({
    ...parts,
    startMapRun(parent, mapState, plan) {
      const run = newMapRun(context, parent, mapState, plan);
      mapRuns.add(run);
      return run;
    },
    startChild(run, batch, block, closed) {
      const child = newChild(context, run, batch, block);
      run.children.set(child, batch);
      executions.add(child);
      interpreter.start(child);
      followers.whenClosed(child, closed);
    },
    recorded(execution, event) {
      if (event.id === 1) metrics.started(execution);
      traces.recorded(execution, event);
      logs.recorded(execution, event);
    },
    transitioned: (execution) => metrics.transitioned(execution),
    closed(execution) {
      metrics.closed(execution);
      traces.closed(execution);
      executions.closed(execution);
      followers.closed(execution);
    },
  });
  return {
    context,
    machines: new MachineStore(context.storage.collection('sfn/state-machines'), () =>
      context.random.number(),
    ),
    executions,
    mapRuns,
    interpreter,
    parts,
    tokens,
    activities,
    whenClosed: (execution, callback) => followers.whenClosed(execution, callback),
  };
}

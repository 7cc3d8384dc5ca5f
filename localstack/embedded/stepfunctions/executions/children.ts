import type { EmbeddedContext } from '../../core/context.ts';
import { arnOf } from '../arns.ts';
import type { Block, MapState } from '../definition/model.ts';
import { Datum } from '../json.ts';
import type { MachineRevision } from '../machines/model.ts';
import type { MapRunPlan } from '../states/step.ts';
import type { Batch, MapRun } from './map-run.ts';
import type { Execution } from './model.ts';
import { notBegun } from './not-begun.ts';

/** A new run of a Distributed Map, without any child executions yet. */
export function newMapRun(
  context: EmbeddedContext,
  parent: Execution,
  state: MapState,
  plan: MapRunPlan,
): MapRun {
  const { executionType = 'STANDARD', label = context.random.uuid() } = state.distributed ?? {};
  // A child that has a Distributed Map itself is named after the machine and its own label.
  const machine = `${parent.revision.name.split('/')[0]}/${label}`;
  return {
    ...plan,
    arn: arnOf(context, 'mapRun', machine, context.random.uuid()),
    parent,
    machine,
    executionType,
    startDate: context.clock.now(),
    status: 'RUNNING',
    stopDate: undefined,
    children: new Map(),
    running: 0,
    failedItems: 0,
    results: [],
    proceed: () => {},
  };
}

/** A child execution of a Map Run, which has not begun. */
export function newChild(context: EmbeddedContext, run: MapRun, batch: Batch, block: Block): Execution {
  const name = context.random.uuid();
  const revision: MachineRevision = {
    ...run.parent.revision,
    arn: arnOf(context, 'stateMachine', run.machine),
    name: run.machine,
    type: run.executionType,
  };
  const arn =
    run.executionType === 'EXPRESS'
      ? arnOf(context, 'express', run.machine, name, context.random.uuid())
      : arnOf(context, 'execution', run.machine, name);
  return {
    arn,
    name,
    revision,
    machine: { ...block, timeoutSeconds: undefined },
    versionArn: undefined,
    aliasArn: undefined,
    input: new Datum(batch.input),
    startDate: context.clock.now(),
    traceHeader: run.parent.traceHeader,
    mapRun: { arn: run.arn, items: batch.items },
    ...notBegun(),
  };
}

import type { MapState, ResultWriter } from '../definition/model.ts';
import { StateError } from '../executions/errors.ts';
import type { MapRun } from '../executions/map-run.ts';
import type { Execution } from '../executions/model.ts';
import { evaluate, pathScope } from '../executions/scope.ts';
import { isObject, type Json } from '../json.ts';
import { fillPayload } from '../jsonpath/payload.ts';
import { selectedInput } from './data.ts';
import { callS3 } from './item-reader.ts';
import type { Step } from './step.ts';

/** Where results are written. */
export interface WritePlan {
  readonly bucket: string;
  readonly prefix: string;
}

/** Evaluates a ResultWriter's arguments. */
export async function planWriting(step: Step<MapState>, writer: ResultWriter): Promise<WritePlan> {
  const { engine, frame, visit } = step;
  const scope = () => pathScope(engine, frame, visit, selectedInput(engine, frame, visit));
  const request = writer.arguments
    ? await evaluate(engine.functions, frame, visit, writer.arguments, 'ResultWriter/Arguments')
    : fillPayload(writer.parameters ?? { kind: 'constant', value: {} }, scope());
  const { Bucket: bucket, Prefix: prefix } = isObject(request) ? request : {};
  return { bucket: String(bucket ?? ''), prefix: typeof prefix === 'string' ? prefix : '' };
}

/**
 * Writes what became of a Map Run's child executions to S3, and a manifest that lists the files. Answers the Map's
 * result. Throws `States.ResultWriterFailed`.
 */
export async function writeResults(step: Step<MapState>, run: MapRun, plan: WritePlan): Promise<Json> {
  const id = run.arn.slice(run.arn.lastIndexOf(':') + 1);
  const folder = plan.prefix === '' ? id : `${plan.prefix.replace(/\/$/, '')}/${id}`;
  const put = async (name: string, body: Json): Promise<Json> => {
    const key = `${folder}/${name}`;
    await callS3(step, 'PutObject', { Bucket: plan.bucket, Key: key, Body: body });
    return { Key: key, Size: Buffer.byteLength(JSON.stringify(body)) };
  };
  const children = [...run.children.keys()];
  const fileOf = async (name: string, isMeant: (child: Execution) => boolean): Promise<Json[]> => {
    const meant = children.filter(isMeant);
    return meant.length === 0 ? [] : [await put(name, meant.map(written))];
  };
  try {
    const succeeded = await fileOf('SUCCEEDED_0.json', ({ status }) => status === 'SUCCEEDED');
    const failed = await fileOf('FAILED_0.json', ({ status }) => status !== 'SUCCEEDED');
    await put('manifest.json', {
      DestinationBucket: plan.bucket,
      MapRunArn: run.arn,
      ResultFiles: { FAILED: failed, PENDING: [], SUCCEEDED: succeeded },
    });
  } catch (error) {
    if (!(error instanceof StateError)) throw error;
    throw new StateError('States.ResultWriterFailed', error.explanation);
  }
  return {
    MapRunArn: run.arn,
    ResultWriterDetails: { Bucket: plan.bucket, Key: `${folder}/manifest.json` },
  };
}

/** A child execution as its result file shows it. */
function written(child: Execution): Json {
  const time = (millis: number | undefined) => new Date(millis ?? child.startDate).toISOString();
  return {
    ExecutionArn: child.arn,
    Input: child.input.text,
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output ? { Output: child.output.text, OutputDetails: { Included: true } } : {}),
    ...(child.error === undefined ? {} : { Error: child.error }),
    ...(child.cause === undefined ? {} : { Cause: child.cause }),
    StartDate: time(child.startDate),
    StateMachineArn: child.revision.arn,
    Status: child.status,
    StopDate: time(child.stopDate),
  };
}

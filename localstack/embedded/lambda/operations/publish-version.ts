import { defineOperation } from '../../core/operation.ts';
import { onFunction } from '../authorization.ts';
import { publish, type VersionInput } from '../functions/versions.ts';
import type { LambdaState } from '../state.ts';

interface PublishVersionInput extends VersionInput {
  readonly FunctionName: string;
}

/** PublishVersion: freezes `$LATEST` as the next version. */
export const publishVersion = defineOperation({
  name: 'PublishVersion',
  authorization: onFunction('PublishVersion'),
  http: { method: 'POST', path: '/2015-03-31/functions/{FunctionName}/versions', status: 201 },
  run: (state: LambdaState, input: PublishVersionInput) =>
    publish(state, state.functions.get(input.FunctionName), input),
});

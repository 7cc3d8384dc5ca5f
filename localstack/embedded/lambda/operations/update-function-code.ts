import { defineOperation } from '../../core/operation.ts';
import type { Call } from '../../core/service.ts';
import { onFunction } from '../authorization.ts';
import type { CodeSource } from '../code/package.ts';
import { changeConfiguration, requireRevision } from '../functions/changes.ts';
import { publish } from '../functions/versions.ts';
import type { FunctionConfiguration } from '../model.ts';
import type { LambdaState } from '../state.ts';

interface UpdateFunctionCodeInput extends CodeSource {
  readonly FunctionName: string;
  readonly Architectures?: readonly string[];
  readonly DryRun?: boolean;
  readonly Publish?: boolean;
  readonly RevisionId?: string;
}

/** UpdateFunctionCode: puts other code into `$LATEST`. */
export const updateFunctionCode = defineOperation({
  name: 'UpdateFunctionCode',
  authorization: onFunction('UpdateFunctionCode'),
  http: { method: 'PUT', path: '/2015-03-31/functions/{FunctionName}/code' },
  async run(
    state: LambdaState,
    input: UpdateFunctionCodeInput,
    { principal }: Call,
  ): Promise<FunctionConfiguration> {
    const { functions, packages } = state;
    requireRevision(functions.get(input.FunctionName), input.RevisionId);
    const { sha256, size } = await packages.add(input, 'UpdateFunctionCode', principal);
    const record = functions.get(input.FunctionName);
    const members = {
      CodeSha256: sha256,
      CodeSize: size,
      ...(input.Architectures ? { Architectures: input.Architectures } : {}),
    };
    if (input.DryRun) return { ...record.configuration, ...members };
    const changed = await changeConfiguration(state, record, members);
    return input.Publish ? publish(state, changed, {}) : changed.configuration;
  },
});

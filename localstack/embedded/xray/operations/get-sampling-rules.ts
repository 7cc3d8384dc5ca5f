import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { DEFAULT_RULE } from '../sampling.ts';
import type { XRayState } from '../state.ts';

/** GetSamplingRules: the rule that every account begins with. */
export const getSamplingRules = defineOperation({
  name: 'GetSamplingRules',
  authorization: onAll('GetSamplingRules'),
  http: { method: 'POST', path: '/GetSamplingRules' },
  run: (_state: XRayState, _input: object) => ({
    SamplingRuleRecords: [{ SamplingRule: DEFAULT_RULE, CreatedAt: 0, ModifiedAt: 0 }],
  }),
});

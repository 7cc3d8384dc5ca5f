import { defineOperation } from '../../core/operation.ts';
import { onAll } from '../authorization.ts';
import { DEFAULT_RULE } from '../sampling.ts';
import type { XRayState } from '../state.ts';

interface GetSamplingTargetsInput {
  readonly SamplingStatisticsDocuments?: readonly { readonly RuleName?: string }[];
}

/** GetSamplingTargets: how much a service may sample until it asks again. */
export const getSamplingTargets = defineOperation({
  name: 'GetSamplingTargets',
  authorization: onAll('GetSamplingTargets'),
  http: { method: 'POST', path: '/SamplingTargets' },
  run({ context }: XRayState, { SamplingStatisticsDocuments = [] }: GetSamplingTargetsInput) {
    const now = context.clock.now() / 1000;
    return {
      SamplingTargetDocuments: SamplingStatisticsDocuments.filter(
        ({ RuleName }) => RuleName === DEFAULT_RULE.RuleName,
      ).map(() => ({
        RuleName: DEFAULT_RULE.RuleName,
        FixedRate: DEFAULT_RULE.FixedRate,
        ReservoirQuota: DEFAULT_RULE.ReservoirSize,
        ReservoirQuotaTTL: now + 60,
        Interval: 10,
      })),
      LastRuleModification: 0,
      UnprocessedStatistics: [],
    };
  },
});

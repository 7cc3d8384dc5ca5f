/** The rule that every account begins with. There is no other: none can be made here. */
export const DEFAULT_RULE = {
  RuleName: 'Default',
  RuleARN: '*',
  ResourceARN: '*',
  Priority: 10_000,
  FixedRate: 0.05,
  ReservoirSize: 1,
  ServiceName: '*',
  ServiceType: '*',
  Host: '*',
  HTTPMethod: '*',
  URLPath: '*',
  Version: 1,
  Attributes: {},
};

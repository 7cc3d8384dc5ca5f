/**
 * Actions that roles are granted and no emulator can exercise: only AWS's own machinery uses them. Each with why it is
 * needed all the same. An action that is used after all, or granted to nobody, may not stand here.
 */
export const NOT_EXERCISED: Readonly<Record<string, string>> = {
  'xray:PutTraceSegments':
    'Lambda and Step Functions send segments by a daemon of their own when tracing is active; nothing here calls X-Ray.',
  'xray:PutTelemetryRecords':
    'The same daemon reports how many segments it sent and lost (Lambda Developer Guide, «X-Ray»).',
  'xray:GetSamplingRules': 'Step Functions asks X-Ray which executions to trace (Developer Guide, «X-Ray»).',
  'xray:GetSamplingTargets': 'Step Functions asks X-Ray how many more to trace (Developer Guide, «X-Ray»).',
};

/**
 * Actions that roles are granted and no emulator can exercise, because only AWS's own machinery uses them, each with why
 * it is needed all the same: none. An action that is used after all, or granted to nobody, may not stand here.
 */
export const NOT_EXERCISED: Readonly<Record<string, string>> = {};

/**
 * Actions whose absence AWS lets nobody see, each with why: no test can fail without them. Taking one away has to be
 * seen by the record of denied calls at least.
 */
export const NOT_VISIBLE: Readonly<Record<string, string>> = {
  'xray:PutTelemetryRecords': 'what the daemon says of its own health is shown nowhere',
  'xray:GetSamplingRules': 'who cannot read the rules samples by the default rule',
  'xray:GetSamplingTargets': 'who is given no quota samples by the rule alone',
};

/**
 * Calls that are meant to be denied, by the role's own name and the action, each with why. One that no longer is denied may
 * not stand here.
 */
export const MEANT_TO_BE_DENIED: Readonly<Record<string, string>> = {};

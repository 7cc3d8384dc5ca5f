import { compileDefinition, type MachineType } from '../definition/compile.ts';
import { oneOf, required } from '../input.ts';

interface Input {
  readonly definition?: string;
  readonly type?: string;
  readonly maxResults?: number;
}

const MOST_DIAGNOSTICS = 100;

/** https://docs.aws.amazon.com/step-functions/latest/apireference/API_ValidateStateMachineDefinition.html */
export function validateStateMachineDefinition() {
  return (input: Input) => {
    const definition = required(input.definition, 'definition');
    const type = oneOf<MachineType>(input.type ?? 'STANDARD', 'type', ['STANDARD', 'EXPRESS']);
    const { problems } = compileDefinition(definition, type);
    const diagnostics = problems.map((problem) => ({ severity: 'ERROR', ...problem }));
    const most = input.maxResults || MOST_DIAGNOSTICS;
    return {
      result: diagnostics.length > 0 ? 'FAIL' : 'OK',
      diagnostics: diagnostics.slice(0, most),
      truncated: diagnostics.length > most,
    };
  };
}

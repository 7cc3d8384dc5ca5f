import { ProvisionError } from './errors.ts';
import type { Value } from './expressions/syntax.ts';
import type { Json } from './terraform-files.ts';

/** What of a variable is understood; `type` and `description` say nothing here. */
const UNDERSTOOD = ['type', 'description', 'default', 'sensitive', 'nullable'];

/**
 * The values of a stack's variables: of the environment, as Terraform reads them (`TF_VAR_name`), or else their defaults.
 * @throws ProvisionError for a variable without a value, or with an argument that is not understood
 */
export function variablesOf(
  stack: string,
  section: Readonly<Record<string, Json>>,
  environment: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(
    Object.entries(section).map(([name, variable]) => {
      const place = { stack, address: `var.${name}` };
      const stray = Object.keys(variable).find(
        (argument) => !UNDERSTOOD.includes(argument) && argument !== '//',
      );
      if (stray !== undefined) {
        throw new ProvisionError(
          'UnknownArgument',
          `the argument ${stray} of a variable is not supported`,
          place,
        );
      }
      const given = environment[`TF_VAR_${name}`];
      if (given !== undefined) return [name, literal(given)];
      if (variable.default !== undefined) return [name, variable.default];
      throw new ProvisionError('Refused', `it has no value: set TF_VAR_${name}`, place);
    }),
  );
}

/** Text that stands for itself: nothing in it is a template. */
function literal(text: string): string {
  return text.replaceAll('${', '$${').replaceAll('%{', '%%{');
}

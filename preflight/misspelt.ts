import { distance } from 'fastest-levenshtein';
import { nearest } from './nearest.ts';

/**
 * A sentence for each variable of an environment that is no setting and was probably meant to be one: because its name is
 * near a setting's (see {@link nearest}), or begins with the first two words of a longer one. Empty variables count as
 * unset.
 * @param settings their names
 */
export function misspelt(
  environment: Readonly<Record<string, string | undefined>>,
  settings: readonly string[],
): string[] {
  return Object.entries(environment)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([variable, value]) => {
      if (!value || isSetting(variable, settings)) return [];
      const meant = nearest(variable, settings) ?? ofOneFamily(variable, settings);
      return meant
        ? [`${variable} is no setting; did you mean ${meant}? Set that one, or unset ${variable}.`]
        : [];
    });
}

/** Windows does not tell upper from lower case in these names. */
function isSetting(name: string, settings: readonly string[]): boolean {
  return settings.includes(process.platform === 'win32' ? name.toUpperCase() : name);
}

/** AWS has names of its own that begin as these do. */
function ofOneFamily(variable: string, settings: readonly string[]): string | undefined {
  const family = settings.filter((name) => {
    const [first, second, ...rest] = name.split('_');
    return first !== 'AWS' && rest.length > 0 && `${variable}_`.startsWith(`${first}_${second}_`);
  });
  // What was cut short comes first.
  return (
    family.find((name) => name.startsWith(variable)) ??
    family.sort((a, b) => distance(variable, a) - distance(variable, b))[0]
  );
}

/**
 * Actions that roles are granted and no emulator can exercise, because only AWS's own machinery uses them, each with why
 * it is needed all the same: none. An action that is used after all, or granted to nobody, may not stand here.
 */
export const NOT_EXERCISED: Readonly<Record<string, string>> = {};

/** `${NAME}` as the whole value of a stored field: Node-RED puts the environment's value in its place. */

/** As Node-RED 4.1 and 5 recognise it (`flows/util.js`, `mapEnvVarProperties`); the second form is its older one. */
const FORMS = [/^\$\{(\S+)\}$/, /^\$\((\S+)\)$/];

/** True for text that Node-RED replaces when the flow starts; what it stands for is checked then. */
export function isEnvironmentText(value: unknown): boolean {
  return unresolvedEnvironment(value) !== undefined;
}

/**
 * To be asked of a value of a node that runs: Node-RED leaves the text in place where the variable is not set.
 * @returns the name of the variable; undefined for every other value
 */
export function unresolvedEnvironment(value: unknown): string | undefined {
  if (typeof value !== 'string' || !value.startsWith('$')) return undefined;
  return FORMS.map((form) => form.exec(value)?.[1]).find((name) => name !== undefined);
}

/**
 * Node-RED replaces no variable inside of a longer text, which would go out as those letters.
 * @returns the name of the first one; undefined for text that has none, or is one as a whole
 */
export function environmentInside(value: string): string | undefined {
  if (!value.includes('${') || isEnvironmentText(value)) return undefined;
  return /\$\{([A-Za-z_][\w.-]{0,99})\}/.exec(value)?.[1];
}

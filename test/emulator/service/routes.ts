/** Which endpoint a path belongs to. Case does not matter (docs/api.md, Hosts). */
import type { Endpoint } from '../../../nodes/catalogue';

export class Routes {
  readonly #byPath = new Map<string, Endpoint[]>();

  constructor(readonly endpoints: readonly Endpoint[]) {
    for (const endpoint of endpoints) {
      const paths = new Set([endpoint.path, ...(endpoint.pathCandidates ?? [])].map((path) => path?.toLowerCase()));
      for (const path of paths) if (path) this.#byPath.set(path, [...(this.#byPath.get(path) ?? []), endpoint]);
    }
  }

  /**
   * The endpoint at a path. Where the catalogue has guessed the same path for two, they are one: with the columns of
   * the one that documents more of them, and every parameter either knows, required only where both say so.
   * @param moved by the id of an endpoint the one path it is at, as the dial `paths` says
   */
  find(path: string, moved: Readonly<Record<string, string>> = {}): Endpoint | undefined {
    const asked = path.toLowerCase().replace(/(?<=.)\/$/, '');
    const here = this.endpoints.filter(({ id }) => moved[id]?.toLowerCase() === asked);
    const found = [...here, ...(this.#byPath.get(asked) ?? []).filter(({ id }) => moved[id] === undefined)];
    const [first, ...others] = [...found].sort((a, b) => b.columns.length - a.columns.length);
    if (!first || others.length === 0) return first;
    const all = [first, ...others];
    const names = [...new Set(all.flatMap((endpoint) => endpoint.parameters.map((parameter) => parameter.name)))];
    return { ...first, parameters: names.map((name) => merged(name, all)) };
  }
}

function merged(name: string, endpoints: readonly Endpoint[]): Endpoint['parameters'][number] {
  const same = endpoints.map((endpoint) => endpoint.parameters.find((parameter) => parameter.name === name));
  const known = same.find((parameter) => parameter !== undefined) as Endpoint['parameters'][number];
  return { ...known, required: same.every((parameter) => parameter?.required === true) };
}

/**
 * The columns of the last run of each node, over restarts. They are written when the columns of a node change, so hardly
 * ever.
 */
import { systemClock } from '../../client/waiting/clock';
import type { ColumnShape } from '../../output/column-watch';
import { COLUMN_TYPES, type ColumnType } from '../../record';
import { KeptFile } from '../progress/kept-file';

/** Bounds of the file: what changed longest ago is forgotten first. `all`: columns of all nodes. */
const MOST = { nodes: 500, forms: 4, columns: 2000, all: 50_000 } as const;

export class ColumnMemory {
  /** By node, and by form of the answer; the last one that changed is at the end. */
  #nodes = new Map<string, Map<string, ColumnShape>>();
  readonly #file: KeptFile | undefined;
  #loaded: Promise<void> | undefined;

  /**
   * @param file undefined where Node-RED has no folder of its own: then nothing outlives it
   * @param complain told once that the file cannot be written, with why
   */
  constructor(file: string | undefined, complain: (error: unknown) => void) {
    this.#file = file === undefined ? undefined : new KeptFile(file, () => this.#describe(), complain, systemClock);
  }

  /** @param form of the answer: a node that asks for several has a shape for each */
  async recall(node: string, form: string): Promise<ColumnShape | undefined> {
    await this.#load();
    return this.#nodes.get(node)?.get(form);
  }

  /** Those of all forms that the node was answered in, each once. */
  async columnsOf(node: string): Promise<ColumnShape> {
    await this.#load();
    return new Map([...(this.#nodes.get(node)?.values() ?? [])].flatMap((shape) => [...shape]));
  }

  /** Resolves when it is in the file. Never rejects: a run is worth more than what is kept of it. */
  async remember(node: string, form: string, shape: ColumnShape): Promise<void> {
    await this.#load();
    const forms = this.#nodes.get(node) ?? new Map<string, ColumnShape>();
    if (shape.size > MOST.columns || areSame(forms.get(form), shape)) return;
    putLast(forms, form, shape, MOST.forms);
    putLast(this.#nodes, node, forms, MOST.nodes);
    this.#forgetOldest();
    await this.#save();
  }

  /** A node was deleted. */
  async forget(node: string): Promise<void> {
    await this.#load();
    if (this.#nodes.delete(node)) await this.#save();
  }

  #load(): Promise<void> {
    this.#loaded ??= this.#read();
    return this.#loaded;
  }

  /** A file that nobody can read is none. */
  async #read(): Promise<void> {
    this.#nodes = nodesIn(await this.#file?.read());
  }

  async #save(): Promise<void> {
    this.#file?.changed();
    await this.#file?.save();
  }

  #describe(): object {
    const nodes = [...this.#nodes].map(([node, forms]) => {
      return [node, Object.fromEntries([...forms].map(([form, shape]) => [form, [...shape]]))] as const;
    });
    return Object.fromEntries(nodes);
  }

  #forgetOldest(): void {
    let all = [...this.#nodes.values()].reduce((sum, forms) => sum + columnsOf(forms), 0);
    for (const [node, forms] of this.#nodes) {
      if (all <= MOST.all) return;
      this.#nodes.delete(node);
      all -= columnsOf(forms);
    }
  }
}

function columnsOf(forms: ReadonlyMap<string, ColumnShape>): number {
  return [...forms.values()].reduce((sum, { size }) => sum + size, 0);
}

function putLast<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  for (const oldest of map.keys()) {
    if (map.size <= most) return;
    map.delete(oldest);
  }
}

function areSame(one: ColumnShape | undefined, other: ColumnShape): boolean {
  return one?.size === other.size && [...other].every(([name, type]) => one.get(name) === type);
}

/** What of the file is what we write. */
function nodesIn(stored: unknown): Map<string, Map<string, ColumnShape>> {
  const nodes = entriesOf(stored).map(([node, forms]) => {
    const shapes = entriesOf(forms).map(([form, columns]) => [form, shapeIn(columns)] as const);
    return [node, new Map(shapes)] as const;
  });
  return new Map(nodes);
}

function shapeIn(stored: unknown): ColumnShape {
  const columns: unknown[] = Array.isArray(stored) ? stored : [];
  return new Map(
    columns.flatMap((column): Array<[string, ColumnType]> => {
      const [name, type]: unknown[] = Array.isArray(column) ? column : [];
      const known = COLUMN_TYPES.find((each) => each === type);
      return typeof name === 'string' && known ? [[name, known]] : [];
    }),
  );
}

function entriesOf(stored: unknown): Array<[string, unknown]> {
  return typeof stored === 'object' && stored !== null ? Object.entries(stored) : [];
}

/**
 * The end of a flow that lives for a week: a table, and what happens to the windows on their way to it. A witness
 * beside the node notes all that it sends.
 */
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { Random } from '../fuzz/random';
import type { Message } from './node-red';
import { MINUTE, type WeekPlan } from './week-plan';

export type DataRow = Record<string, unknown>;

/** A window as the node sent it. */
export interface Arrived {
  from: string;
  to: string;
  rows: DataRow[];
  isConfirmed: boolean;
  /** The flow did not do all of its work: it must not be confirmed. */
  isSpoilt: boolean;
}

type Fate = 'good' | 'fails' | 'deploy' | 'slow' | 'never' | 'asleep';

interface OnItsWay extends Arrived {
  fate: Fate;
  /** Messages that come to the table before it happens. */
  left: number;
}

interface Facts {
  confirm?: string;
  incremental: { from: string; to: string; reason?: string };
}

/** What becomes of one message. */
interface Word {
  good(): void;
  bad(): void;
}

/** A message that the table is not done with. */
export interface Held {
  fate: 'slow' | 'never';
  /** Is done with it, late. */
  finish(isGood: boolean): void;
}

/** What `msg.dataconnect.confirm` begins with where nothing was delivered. */
const NOTHING = 'nothing.';

/** Of a hundred windows: those below a number, and not below the one before. */
const ODDS: ReadonlyArray<readonly [fate: Fate, below: number]> = [
  ['fails', 15],
  ['deploy', 17],
  ['slow', 20],
  ['never', 21],
];

export class WeekTable {
  /** All that came to be there. */
  readonly rows: DataRow[] = [];
  readonly arrived: OnItsWay[] = [];
  isCalm = true;
  /** Of the next window that comes. */
  next: Fate | undefined;
  onHeld: (held: Held) => void = () => {};
  onDeploy: () => void = () => {};
  onAsleep: () => void = () => {};
  onSlow: (milliseconds: number) => void = () => {};
  readonly #byId = new Map<string, OnItsWay>();

  constructor(
    readonly plan: WeekPlan,
    readonly random: Random,
  ) {}

  readonly module = (RED: NodeAPI): void => {
    type Send = (msg: NodeMessage | null[]) => void;
    type Done = (error?: Error) => void;
    const define = (type: string, take: (this: Node, msg: Message, send: Send, done: Done) => void) =>
      RED.nodes.registerType(type, function (this: Node, def: NodeDef) {
        RED.nodes.createNode(this, def);
        this.on('input', (msg, send, done) => take.call(this, msg as Message, send as Send, done));
      });
    const onWitness = (msg: Message) => this.#witness(msg);
    const onTable = (msg: Message, word: Word) => this.#take(msg, word);
    const noRoom = () => new Error('no room in the table');
    define('witness', (msg, _send, done) => {
      onWitness(msg);
      done();
    });
    define('table', (msg, _send, done) => onTable(msg, { good: () => done(), bad: () => done(noRoom()) }));
    define('hand-table', (msg, send, done) => {
      onTable(msg, { good: () => send([msg, null] as never), bad: () => send([null, msg] as never) });
      done();
    });
    define('passing', (msg, send, done) => {
      send(msg);
      done();
    });
    define('ends', (_msg, _send, done) => done());
    // Tells the completions of this node from those of others: a flow of the tests has one Complete node.
    define('completions', (msg, send, done) => {
      const isOfFlow = (msg.complete as { source: { id: string } }).source.id === 'ends';
      send((isOfFlow ? [msg, null] : [null, msg]) as never);
      done();
    });
    RED.nodes.registerType('old-table', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg) => onTable(msg as Message, { good: () => {}, bad: () => this.error('no room', msg) }));
    });
  };

  #witness(msg: Message): void {
    const { confirm, incremental } = msg.dataconnect as unknown as Facts;
    if (confirm === undefined) return;
    if (confirm.startsWith(NOTHING)) {
      this.#witnessNothing(incremental);
      return;
    }
    const id = confirm.slice(0, 36);
    const known = this.#byId.get(id) ?? this.#begin(incremental);
    this.#byId.set(id, known);
    known.rows.push(...(msg.payload as DataRow[]));
  }

  /** A window without records, which needs no word, or a run without a window. */
  #witnessNothing({ from, to, reason }: Facts['incremental']): void {
    if (reason !== undefined) return;
    this.arrived.push({ from, to, rows: [], isConfirmed: false, isSpoilt: false, fate: 'good', left: 0 });
  }

  #begin({ from, to }: Facts['incremental']): OnItsWay {
    const fate = this.next ?? this.#drawn;
    this.next = undefined;
    const left = fate === 'asleep' ? 0 : this.random.below(2);
    const window = { from, to, rows: [], isConfirmed: false, isSpoilt: false, fate, left };
    this.arrived.push(window);
    return window;
  }

  get #drawn(): Fate {
    const chance = this.isCalm ? 100 : this.random.below(100);
    return ODDS.find(([, below]) => chance < below)?.[0] ?? 'good';
  }

  #take(msg: Message, word: Word): void {
    const { confirm } = (msg.dataconnect ?? {}) as Partial<Facts>;
    const window = confirm === undefined ? undefined : this.#byId.get(confirm.slice(0, 36));
    const finish = (isGood: boolean) => {
      if (isGood) this.#keep(msg);
      if (window) window.isSpoilt = !isGood;
      if (isGood) word.good();
      else word.bad();
    };
    if (window && this.#isItsTime(window, msg)) this.#befall(window, finish);
    else {
      // What comes behind one that failed is written all the same.
      this.#keep(msg);
      word.good();
    }
  }

  /** What the window is to go through, at one of its messages. */
  #befall(window: OnItsWay, finish: (isGood: boolean) => void): void {
    const fate = this.#possible(window.fate);
    if (fate === 'good' || fate === 'fails') {
      finish(fate === 'good');
      return;
    }
    window.isSpoilt = true;
    if (fate === 'slow' || fate === 'never') this.onHeld({ fate, finish });
    if (fate === 'deploy') this.onDeploy();
    if (fate !== 'asleep') return;
    this.onAsleep();
    finish(true);
    window.isSpoilt = true;
  }

  /** A Split node makes a message of nothing, too. */
  #keep({ payload }: Message): void {
    this.rows.push(...[payload].flat().filter((row): row is DataRow => row !== undefined && row !== null));
  }

  /** By hand, the last message says what became of all. */
  #isItsTime(window: OnItsWay, { complete }: Message): boolean {
    return this.plan.flow === 'by hand' ? complete === true : window.left-- === 0;
  }

  /** Nobody waits for an old node. */
  #possible(fate: Fate): Fate {
    if (this.plan.flow !== 'old' || fate === 'good' || fate === 'fails') return fate;
    if (fate === 'slow') this.onSlow(40 * MINUTE);
    return 'good';
  }
}

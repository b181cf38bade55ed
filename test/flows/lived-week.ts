/**
 * A week of a node in a flow that goes on from where it was confirmed, in a few seconds: what the flow got is kept, to
 * be held against what the service has in the end.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import type { Node, NodeAPI, NodeDef, NodeMessage } from 'node-red';
import type { Emulator } from '../emulator';
import { Random } from '../fuzz/random';
import type { Message, OpenFlow } from './node-red';
import type { SimulatedClock } from './simulated-clock';
import { DAY, HOUR, MINUTE, type WeekPlan } from './week-plan';

export type DataRow = Record<string, unknown>;

/** A window as the flow got it. */
export interface Arrived {
  from: string;
  to: string;
  rows: DataRow[];
  isConfirmed: boolean;
}

interface Facts {
  confirm?: string;
  incremental: { from: string; to: string; behind?: number; reason?: string };
}

type Ended = Message & { error?: { code?: string; message: string; source: { id: string } } };

/** Beside what is ordered: a run that a deploy ended tells nobody. */
type RunEnd = { code?: string; reason?: string; behind?: number };

const FAILING = 15;

export class LivedWeek {
  readonly arrived: Arrived[] = [];
  runs = 0;
  /** How runs ended that did not come through, and how often. */
  readonly failures = new Map<string, number>();
  /** Rules that did not hold. */
  readonly broken: string[] = [];
  #flow: OpenFlow | undefined;
  readonly #random: Random;
  #ofRun = new Map<string, Arrived>();
  #isCalm = false;
  #onDeployed = () => {};
  #point: number | undefined;
  #generation = 0;

  constructor(
    readonly plan: WeekPlan,
    readonly clock: SimulatedClock,
    readonly emulator: Emulator,
    /** Of Node-RED: there the state is. */
    readonly folder: string,
  ) {
    this.#random = new Random(plan.seed);
  }

  /** The node at the end of the flow. */
  readonly module = (RED: NodeAPI): void => {
    const take = (msg: Message, done: (error?: Error) => void) => this.#take(msg, done);
    RED.nodes.registerType('table', function (this: Node, def: NodeDef) {
      RED.nodes.createNode(this, def);
      this.on('input', (msg: NodeMessage, _send, done) => take(msg as Message, done));
    });
  };

  /** All runs of it, and quiet ones behind it until nothing is left. @returns the last of them that had a window, and the last */
  async live(flow: OpenFlow): Promise<{ lastWindow: RunEnd; last: RunEnd }> {
    this.#flow = flow;
    const { begins, days, every, isCalm } = this.plan;
    const ends = begins + days * DAY;
    const outage = begins + (1 + this.#random.next() * (days - 4)) * DAY;
    const [isSilent, wrongYear] = [this.#random.oneIn(2), begins + this.#random.next() * days * DAY];
    let wasWrong = false;
    for (let at = begins; at < ends; at += every * MINUTE * (0.5 + this.#random.next())) {
      this.clock.set(Math.max(at, this.clock.present));
      const isOut = !isCalm && at > outage && at < outage + 60 * HOUR;
      if (isOut && (isSilent || !this.#random.oneIn(8))) continue;
      this.#isCalm = isCalm;
      this.clock.ahead = isCalm ? 0 : this.#random.pick([0, 0, 0, 0, HOUR, -30 * MINUTE]);
      if (!isCalm && !wasWrong && at > wrongYear) {
        wasWrong = true;
        this.clock.ahead = Date.UTC(2036, 0, 1) - this.clock.present;
      }
      this.#sabotage(isOut);
      await this.run();
    }
    this.emulator.dials.set({ faults: [], rowLimit: 1000 });
    this.#isCalm = true;
    this.clock.ahead = 0;
    this.clock.set(ends + 3 * DAY);
    let lastWindow: RunEnd = {};
    for (let times = 0; times < 100; times++) {
      const last = await this.run();
      if (last.reason !== undefined || last.code !== undefined) return { lastWindow, last };
      lastWindow = last;
    }
    throw new Error('The node never came to the end.');
  }

  async run(): Promise<RunEnd> {
    this.runs++;
    this.#ofRun = new Map();
    const end = await Promise.race([this.#ended(), this.#deployed()]);
    if (end.code !== undefined) this.failures.set(end.code, (this.failures.get(end.code) ?? 0) + 1);
    this.#look();
    return end;
  }

  #sabotage(isOut: boolean): void {
    const times = 1 + this.#random.below(3);
    const failing = (status: number) => ({ kind: 'status' as const, status, retryAfter: '0' });
    if (isOut) this.emulator.dials.set({ faults: [{ fault: failing(503) }] });
    else if (!this.plan.isCalm && this.#random.oneIn(16)) {
      this.emulator.dials.set({ faults: [{ fault: failing(429), times }] });
    } else {
      const rowLimit = !this.plan.isCalm && this.#random.oneIn(6) ? 12 : 1000;
      this.emulator.dials.set({ faults: [], rowLimit });
    }
  }

  #ended(): Promise<RunEnd> {
    const flow = this.#flow!;
    const asked = Math.random();
    return new Promise((resolve) => {
      const finish = (ended: Ended) => {
        if (ended.asked !== asked || (ended.error && ended.error.source.id !== 'report')) return;
        for (const id of ['completed', 'caught']) flow.node(id).off('input', finish as never);
        const { reason, behind } = (ended.dataconnect as Facts | undefined)?.incremental ?? {};
        const code = ended.error && (ended.error.code ?? ended.error.message);
        resolve({
          ...(code !== undefined && { code }),
          ...(reason && { reason }),
          ...(behind !== undefined && { behind }),
        });
      };
      for (const id of ['completed', 'caught']) flow.node(id).on('input', finish as never);
      (flow.node('report') as Node & { receive(msg: object): void }).receive({ asked });
    });
  }

  #deployed(): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.#onDeployed = () => resolve({ code: 'a deploy' });
    });
  }

  #take(msg: Message, done: (error?: Error) => void): void {
    const { confirm, incremental } = msg.dataconnect as Facts;
    const chance = this.#isCalm || confirm === undefined ? 100 : this.#random.below(100);
    if (confirm !== undefined)
      this.#windowOf(confirm.slice(0, 36), incremental).rows.push(...(msg.payload as DataRow[]));
    if (chance < FAILING) done(new Error('no room in the table'));
    else if (chance < FAILING + 3) void this.#deploy();
    else {
      if (chance < FAILING + 9) this.clock.pass(40 * MINUTE);
      done();
    }
  }

  #windowOf(id: string, { from, to }: Facts['incremental']): Arrived {
    const known = this.#ofRun.get(id);
    if (known) return known;
    const window = { from, to, rows: [], isConfirmed: false };
    this.#ofRun.set(id, window);
    this.arrived.push(window);
    return window;
  }

  /** In the middle of a window, whose message nobody is done with. */
  async #deploy(): Promise<void> {
    await turn();
    await this.#flow!.redeploy('full');
    this.#onDeployed();
  }

  /** The state after a run. */
  #look(): void {
    const state = stateIn(this.folder);
    if (!state) return;
    const confirmed = state.generation - this.#generation;
    const windows = [...this.#ofRun.values()];
    for (const window of windows.slice(0, confirmed)) window.isConfirmed = true;
    if (confirmed > windows.length) this.broken.push('a window was confirmed that the flow did not get');
    const point = Date.parse(state.confirmedTo);
    if (this.#point !== undefined && point < this.#point) this.broken.push('the point moved back');
    const proven = Math.max(this.#point ?? point, ...windows.slice(0, confirmed).map(({ to }) => Date.parse(to)));
    if (point > proven) this.broken.push('the point is past what was confirmed');
    if (point > this.clock.present) this.broken.push('the point is in the future');
    this.#generation = state.generation;
    this.#point = point;
  }
}

/** Undefined before the first confirmation. */
function stateIn(folder: string): { generation: number; confirmedTo: string } | undefined {
  const root = path.join(folder, 'dataconnect');
  const names = readdirSync(root, { recursive: true, encoding: 'utf8' });
  const file = names.find((name) => name.endsWith('.json') && !name.includes('previous'));
  return file === undefined ? undefined : JSON.parse(readFileSync(path.join(root, file), 'utf8'));
}

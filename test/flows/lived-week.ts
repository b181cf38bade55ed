/**
 * A week of a node in a flow that goes on from where it was confirmed, in a few seconds: what the flow got is kept, to
 * be held against what the service has in the end, and what must hold of every run is looked at behind each.
 */
import { setImmediate as turn } from 'node:timers/promises';
import type { Node } from 'node-red';
import type { Emulator } from '../emulator';
import type { LoggedRequest } from '../emulator/request-log';
import type { Random } from '../fuzz/random';
import type { Message, OpenFlow } from './node-red';
import type { SimulatedClock } from './simulated-clock';
import type { WeekList } from './week-list';
import { DAY, HOUR, MINUTE, type WeekPlan } from './week-plan';
import type { WeekState } from './week-state';
import type { Arrived, Held, WeekTable } from './week-table';

/** As Complete and Catch nodes have it. */
type Ended = Message & {
  complete?: { source: { id: string } };
  error?: { code?: string; message: string; source: { id: string } };
};

/** Beside what is ordered: a run that a deploy ended tells nobody. */
export interface RunEnd {
  code?: string;
  reason?: string;
  behind?: number;
}

const SPECIAL = ['asleep', 'locked', 'damaged'] as const;

/** Runs that may be needed for a week that was missed. */
const MOST_QUIET = 40;

/** Milliseconds that a window may need to be settled, on any machine. */
const PATIENCE = 20_000;

export class LivedWeek {
  runs = 0;
  /** Of lists. */
  listRuns = 0;
  /** How runs ended that did not come through, and how often. */
  readonly failures = new Map<string, number>();
  /** Rules that did not hold, each with the number of its invariant. */
  readonly broken: string[] = [];
  #flow: OpenFlow | undefined;
  #ofRun: Arrived[] = [];
  #onDeployed = () => {};
  #point: number | undefined;
  #generation = 0;

  constructor(
    readonly plan: WeekPlan,
    readonly random: Random,
    readonly clock: SimulatedClock,
    readonly emulator: Emulator,
    readonly table: WeekTable,
    readonly list: WeekList,
    readonly state: WeekState,
  ) {
    table.onDeploy = () => void this.#deploy();
    table.onSlow = (milliseconds) => clock.pass(milliseconds);
    table.onAsleep = () => clock.skip(10 * MINUTE);
  }

  /** All runs of it, and quiet ones behind it until nothing is left. */
  async live(flow: OpenFlow): Promise<void> {
    this.#flow = flow;
    const { clock, random, table } = this;
    const { begins, days, every, isCalm } = this.plan;
    const ends = begins + days * DAY;
    const within = (from: number, to: number) => begins + (from + random.next() * (to - from)) * DAY;
    const outage = days < 4 ? ends : within(1, days - 3);
    const storm = within(0, days);
    const isSilent = random.oneIn(2);
    const special = SPECIAL.map((kind) => ({ kind, at: within(0.3, days - 0.2) }));
    let wrongYear = within(0, days);
    table.isCalm = isCalm;
    for (let at = begins; at < ends; at += every * MINUTE * (0.5 + random.next())) {
      clock.set(Math.max(at, clock.present));
      const isOut = !isCalm && at > outage && at < outage + 60 * HOUR;
      if (isOut && (isSilent || !random.oneIn(8))) continue;
      clock.ahead = isCalm ? 0 : random.pick([0, 0, 0, 0, HOUR, -30 * MINUTE]);
      if (!isCalm && at > wrongYear) {
        wrongYear = Number.POSITIVE_INFINITY;
        clock.ahead = Math.floor(Date.UTC(2036, 0, 1) - clock.present);
      }
      const isStorm = !isCalm && at > storm && at < storm + 5 * HOUR;
      this.#sabotage(isOut ? 'out' : isStorm ? 'storm' : 'usual');
      const due = isCalm || isOut ? undefined : special.find((each) => at > each.at);
      if (due && (await this.#special(due.kind))) special.splice(special.indexOf(due), 1);
      await this.run();
      if (random.oneIn(4)) await this.#runList();
    }
    return this.#quiet(ends + 3 * DAY);
  }

  async #quiet(at: number): Promise<void> {
    this.emulator.dials.set({ faults: [], rowLimit: 1000 });
    this.table.isCalm = this.list.isCalm = true;
    this.clock.ahead = 0;
    this.clock.set(at);
    await this.#quietList();
    let lastWindow: RunEnd = {};
    for (let times = 0; times < MOST_QUIET; times++) {
      const last = await this.run();
      if (last.reason === undefined && last.code === undefined) {
        lastWindow = last;
        continue;
      }
      if (last.reason !== 'up-to-date' || lastWindow.behind !== 0) {
        this.broken.push(`(6) something is left after a quiet run: ${JSON.stringify([lastWindow, last])}`);
      }
      const { nobodys } = this.state;
      if (nobodys.length > 0) this.broken.push(`(9) nobody names ${nobodys.join(', ')}`);
      return;
    }
    this.broken.push('(6) a node that never comes to the end');
  }

  /** In the end a change is told in vain, and taken back: the copy must hear of it. */
  async #quietList(): Promise<void> {
    const { list } = this;
    const ends = [await this.#runList()];
    list.isNextToldInVain = true;
    const before = list.change(this.emulator, 30);
    await this.#ended('list');
    list.change(this.emulator, before);
    ends.push(await this.#ended('list'));
    for (const { code } of ends) if (code !== undefined) this.broken.push(`(6) a quiet list ends as ${code}`);
  }

  async run(): Promise<RunEnd> {
    this.runs++;
    const { table, clock, emulator } = this;
    const before = { windows: table.arrived.length, own: Date.now() };
    emulator.requests.clear();
    const held = new Promise<Held>((resolve) => (table.onHeld = resolve));
    const ended = Promise.race([this.#ended('report'), this.#deployed()]);
    const first = await Promise.race([ended, held]);
    if ('fate' in first) await this.#waitOut(first);
    const end = await ended;
    if (end.code !== undefined) this.failures.set(end.code, (this.failures.get(end.code) ?? 0) + 1);
    const windows = table.arrived.slice(before.windows);
    if (windows.length > 0) this.#ofRun = windows;
    this.#checkWindows(windows, before.own, clock.present + Math.max(0, clock.ahead));
    // Who slept does not touch the lock any more: it is nobody's.
    if (end.code !== 'CURSOR_MOVED') await this.#settled();
    this.#look();
    // A node that has just started tries whether it can write.
    const nobodys = this.state.nobodys.filter((name) => !name.endsWith('.tmp'));
    if (end.code === undefined && nobodys.length > 0) this.broken.push(`(9) nobody names ${nobodys.join(', ')}`);
    return end;
  }

  /** A message that the table has for 40 minutes, or for good: meanwhile others order runs. */
  async #waitOut({ fate, finish }: Held): Promise<void> {
    const steps = fate === 'slow' ? [15, 15, 10] : [15, 15, 15, 30];
    const { generation } = this.state.read() ?? { generation: 0 };
    const first = this.emulator.requests.all().find(({ query }) => query.has('StartDate'));
    for (const [index, minutes] of steps.entries()) {
      this.clock.pass(minutes * MINUTE);
      for (let turns = 0; turns < 20; turns++) await turn();
      const isLast = index === steps.length - 1;
      // What waits for a person gives way when its run has ended.
      if (!isLast && (this.plan.flow !== 'by hand' || index === 0)) {
        await this.#refused('(8) while a window is open', 'CURSOR_IN_USE', first);
      }
    }
    if ((this.state.read()?.generation ?? 0) !== generation) this.broken.push('(3) a window counts that the flow has');
    const way = this.random.pick(['good', 'bad', 'deploy']);
    if (fate === 'slow') finish(true);
    else if (way === 'deploy') await this.#deploy();
    else finish(way === 'good');
  }

  /**
   * A run that may not do anything: it says so, and asks for nothing.
   * @param when with the number of the invariant
   * @param first request of a run that is under way, and may go on with the pieces of its window
   */
  async #refused(when: string, code = 'CURSOR_IN_USE', first?: LoggedRequest): Promise<void> {
    const { requests } = this.emulator;
    const before = requests.all().length;
    const end = await this.#ended('report');
    if (end.code !== code) this.broken.push(`${when}, a run ends as ${JSON.stringify(end)}`);
    const start = first?.query.get('StartDate');
    const own = requests.all().slice(before);
    const isAsking = first ? own.some(({ query }) => query.get('StartDate') === start) : own.length > 0;
    if (isAsking) this.broken.push(`${when}, a run asks for something`);
  }

  /** @returns whether it could be done */
  async #special(kind: (typeof SPECIAL)[number]): Promise<boolean> {
    const { state, table } = this;
    if (kind === 'asleep') {
      if (this.plan.flow !== 'old') table.next = 'asleep';
      return true;
    }
    if (!state.read()) return false;
    const restore = kind === 'locked' ? state.lock()! : state.damage();
    if (kind === 'locked') await this.#refused('(8) while another process has the lease');
    else await this.#refused('(10) with a state that cannot be read', 'CURSOR_DAMAGED');
    restore();
    return true;
  }

  #sabotage(weather: 'out' | 'storm' | 'usual'): void {
    const { random, plan, emulator } = this;
    const refusing = (status: number) => ({ kind: 'status' as const, status, retryAfter: '0' });
    const isRefused = weather === 'storm' || (!plan.isCalm && random.oneIn(40));
    // What is waited for between two attempts takes its time.
    const refusals = plan.retries > 0 ? 1 : 1 + random.below(20);
    if (weather === 'out') emulator.dials.set({ faults: [{ fault: refusing(503) }] });
    else if (isRefused) {
      emulator.dials.set({ faults: [{ fault: refusing(429), skip: random.below(3), times: refusals }] });
    } else emulator.dials.set({ faults: [], rowLimit: !plan.isCalm && random.oneIn(6) ? 12 : 1000 });
  }

  async #runList(): Promise<RunEnd> {
    this.listRuns++;
    this.list.change(this.emulator);
    return this.#ended('list');
  }

  #ended(id: 'report' | 'list'): Promise<RunEnd> {
    const flow = this.#flow!;
    const asked = Math.random();
    return new Promise((resolve) => {
      const finish = (ended: Ended) => {
        if (ended.asked !== asked || (ended.error ?? ended.complete)?.source?.id !== id) return;
        for (const end of ['completed', 'caught']) flow.node(end).off('input', finish as never);
        const { reason, behind } = (ended.dataconnect as { incremental?: RunEnd } | undefined)?.incremental ?? {};
        const code = ended.error && (ended.error.code ?? ended.error.message);
        resolve({
          ...(code !== undefined && { code }),
          ...(reason && { reason }),
          ...(behind !== undefined && { behind }),
        });
      };
      for (const end of ['completed', 'caught']) flow.node(end).on('input', finish as never);
      (flow.node(id) as Node & { receive(msg: object): void }).receive({ asked });
    });
  }

  #deployed(): Promise<RunEnd> {
    return new Promise((resolve) => {
      this.#onDeployed = () => resolve({ code: 'a deploy' });
    });
  }

  /** In the middle of a window, whose message nobody is done with. */
  async #deploy(): Promise<void> {
    await turn();
    await this.#flow!.redeploy('full');
    this.#onDeployed();
  }

  /** Nobody writes to the state any longer. */
  async #settled(): Promise<void> {
    const begun = performance.now();
    while (this.state.isLocked && performance.now() - begun < PATIENCE) await turn();
    if (this.state.isLocked) this.broken.push('(8) a lease that nobody gives back');
  }

  #checkWindows(windows: readonly Arrived[], before: number, after: number): void {
    const delay = this.plan.grain === 'day' ? 6 * HOUR : 5 * MINUTE;
    for (const [index, { from, to }] of windows.entries()) {
      const point = index === 0 ? (this.#point ?? Date.parse(from)) : Date.parse(windows[index - 1]!.to);
      if (Date.parse(from) > point) this.broken.push(`(4) a gap before ${from}`);
      if (Date.parse(to) > Math.max(before, after) - delay)
        this.broken.push(`(5) a window ends within the delay: ${to}`);
    }
  }

  /** The state after a run. */
  #look(): void {
    const state = this.state.read();
    if (!state) return;
    const open = this.#ofRun.filter(({ isConfirmed }) => !isConfirmed);
    const confirmed = open.slice(0, state.generation - this.#generation);
    for (const window of confirmed) {
      window.isConfirmed = true;
      if (window.isSpoilt) this.broken.push('(3) a window counts that the flow was not done with');
    }
    if (state.generation - this.#generation > open.length) this.broken.push('(3) a window counts that nobody got');
    const point = Date.parse(state.confirmedTo);
    if (this.#point !== undefined && point < this.#point) this.broken.push('(3) the point moved back');
    const proven = Math.max(this.#point ?? point, ...confirmed.map(({ to }) => Date.parse(to)));
    if (point > proven) this.broken.push('(3) the point is past what was confirmed');
    const delay = this.plan.grain === 'day' ? 6 * HOUR : 5 * MINUTE;
    if (point > this.clock.present - delay) this.broken.push('(5) the point is within the delay');
    this.#generation = state.generation;
    this.#point = point;
  }
}

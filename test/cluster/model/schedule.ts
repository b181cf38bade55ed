/** What happens to the members of a model, as a seed has it, and whether all came out as it must. */
import type { JobProgress } from '../../../nodes/work/work-queue';
import { BROKEN_RULES, type BrokenRule } from './broken-rules';
import { ModelEngine, type Network } from './model-engine';
import { ModelInstance } from './model-instance';
import { type CursorTruth, JOB, LEASE, ModelMember, type Terms } from './model-member';
import { ModelServer } from './model-server';
import { ModelService } from './model-service';
import { World } from './world';

/** Until then things fail; behind it, nothing does. */
const TROUBLE = 5 * LEASE;
/** Behind it, something is waited for in vain. */
const END = 400 * LEASE;
const CLOCKS_AHEAD = [0, 0, 15_000, -15_000];
const RETRY = { attempts: 5, backOff: 100 };

export const RULES = Object.keys(BROKEN_RULES);

/**
 * @param broken one of `RULES` that is not kept
 * @returns what was wrong
 */
export async function runSchedule(seed: number, broken?: string): Promise<string[]> {
  return new Schedule(seed, broken === undefined ? undefined : BROKEN_RULES[broken]).run();
}

class Schedule {
  readonly #world: World;
  readonly #server: ModelServer;
  readonly #network: Network;
  readonly #terms: Terms;
  readonly #members: ModelMember[] = [];
  #planner: ModelMember | undefined;
  #cancelsAt: number;
  #isPlanned = false;
  #hasAskedAgain = false;
  readonly #windows: string[];
  #isDone = false;
  #count = 0;

  constructor(
    seed: number,
    readonly broken: BrokenRule | undefined,
  ) {
    const world = new World(seed);
    this.#world = world;
    this.#server = new ModelServer(world, LEASE);
    this.#network = { loses: world.pick([0, 0.01, 0.05]), resends: 0.5, slowest: world.pick([3, 20, 120]) };
    // Who does nothing at all gives nothing up either: only the end of a request helps then.
    const mayBeBusy = world.chance(0.3);
    const longest = mayBeBusy ? 0.5 * LEASE : world.pick([0.1, 1, 4]) * LEASE;
    this.#windows = Array.from({ length: world.whole(3, 8) }, (_, index) => `window ${index}`);
    const cursor: CursorTruth = { holder: undefined, written: 0, unknown: 0, highest: 0, isLost: false };
    this.#terms = {
      service: new ModelService(world, world.whole(1, 3), 0.15 * LEASE, world.pick([0, 0, 0.1])),
      takes: () => world.between(5, longest),
      handled: new Set(),
      poison: new Set(this.#windows.filter(() => world.chance(0.05))),
      violations: [],
      cursor,
      wasInTrouble: false,
      abortsWhatIsLost: true,
      plansAgain: true,
    };
    // Some planners die while they plan.
    if (world.chance(0.2)) world.at(world.between(0, 6 * this.#network.slowest), () => this.#planAnew());
    this.#cancelsAt = world.chance(0.1) ? world.between(0, TROUBLE) : Number.POSITIVE_INFINITY;
    for (let index = world.whole(2, 3); index > 0; index--) this.#join();
    for (let index = world.whole(1, 5); index > 0; index--) this.#plan(mayBeBusy);
    world.at(TROUBLE, () => this.#calm());
  }

  async run(): Promise<string[]> {
    this.#planAnew();
    const isOver = await this.#world.run(() => this.#isDone, END);
    const { violations, service, cursor } = this.#terms;
    if (!isOver) violations.push(`not over at ${this.#world.now}: ${this.#state()}`);
    if (!cursor.isLost && cursor.highest > cursor.written + cursor.unknown)
      violations.push('a cursor was written twice');
    if (!cursor.isLost && cursor.highest < cursor.written) violations.push('a late writer of a cursor has won');
    return [...service.violations, ...violations];
  }

  #planAnew(): void {
    this.#planner?.engine.instance.end();
    const planner = this.#member(`planner ${this.#count++}`, 0);
    this.#planner = planner;
    void this.#watchOver(planner);
  }

  #state(): string {
    const unsettled = this.#members.map((member) => `${member.engine.name} ${member.isGone} ${member.unsettled}`);
    return `${this.#terms.handled.size} of ${this.#windows.length} windows, ${unsettled.join(', ')}`;
  }

  #member(name: string, clockAhead: number): ModelMember {
    const instance = new ModelInstance(this.#world, clockAhead);
    const engine = new ModelEngine(this.#server, instance, this.#network, name);
    this.broken?.(engine, this.#terms);
    return new ModelMember(engine, this.#terms);
  }

  #join(): void {
    const member = this.#member(`member ${this.#count++}`, this.#world.pick(CLOCKS_AHEAD));
    this.#members.push(member);
    member.start();
    for (let index = this.#world.whole(0, 3); index > 0; index--) {
      const patience = this.#world.chance(0.2) ? this.#world.between(0, 2 * LEASE) : undefined;
      this.#at(member, () => void member.askForList(patience));
    }
    for (let index = this.#world.whole(0, 3); index > 0; index--) this.#at(member, () => void member.useCursor());
  }

  #at(member: ModelMember, action: () => void): void {
    this.#world.after(this.#world.between(0, TROUBLE), () =>
      member.engine.instance.hear(() => !member.isGone && action()),
    );
  }

  #plan(mayBeBusy: boolean): void {
    const troubles = [() => this.#standStill(), () => this.#loseAll(), () => this.#kill(), () => this.#close()];
    if (mayBeBusy) troubles.push(() => this.#beBusy());
    const happens = this.#world.pick(troubles);
    this.#world.at(this.#world.between(0, TROUBLE), () => {
      this.#terms.wasInTrouble = true;
      happens();
    });
  }

  #standStill(): void {
    this.#server.standStill();
    const losesAll = this.#world.chance(0.3);
    this.#world.after(this.#world.between(0.1, 3) * LEASE, () => {
      if (losesAll) this.#loseAll();
      this.#server.goOn();
    });
  }

  #loseAll(): void {
    this.#server.loseAll();
    this.#terms.cursor.isLost = true;
  }

  #kill(): void {
    this.#world.pick(this.#members).engine.instance.end();
    if (this.#world.chance(0.7)) this.#join();
  }

  #close(): void {
    const member = this.#world.pick(this.#members);
    if (!member.isGone) void member.close();
    if (this.#world.chance(0.7)) this.#join();
  }

  #beBusy(): void {
    this.#world.pick(this.#members).engine.instance.isBusyFor(this.#world.between(0.2, 3) * LEASE);
  }

  #calm(): void {
    Object.assign(this.#network, { loses: 0, slowest: 3 });
    this.#server.goOn();
    if (this.#members.every(({ isGone }) => isGone)) this.#join();
  }

  /** As a planner does it: adds what is missing, and asks again for what was given up, once. */
  async #watchOver({ work, engine }: ModelMember): Promise<void> {
    const windows = this.#windows.map((id) => ({ id, data: id }));
    for (;;) {
      const progress = await work.progress(JOB);
      this.#addsUp(progress);
      if (this.#world.now > this.#cancelsAt) {
        this.#cancelsAt = Number.POSITIVE_INFINITY;
        await work.cancel(JOB);
        this.#terms.handled.clear();
      } else if (progress.expected < windows.length && (!this.#isPlanned || this.#terms.plansAgain)) {
        this.#isPlanned = true;
        await work.add(JOB, windows, RETRY);
      } else if (progress.done + progress.dead === progress.expected && this.#world.now > TROUBLE) {
        if (!this.#hasAskedAgain) await work.retryDead(JOB);
        else if (this.#members.every((member) => member.isGone || member.unsettled === 0)) break;
        this.#hasAskedAgain = true;
      }
      await engine.instance.sleep(LEASE / 2);
    }
    const dead = await work.dead(JOB);
    this.#isAllHandled(new Set(dead.map(({ id }) => id)));
    this.#isDone = true;
  }

  #addsUp(progress: JobProgress): void {
    const { waiting, active, done, dead, expected } = progress;
    if (Math.min(waiting, active, done, dead) >= 0 && waiting + active + done + dead === expected) return;
    this.#terms.violations.push(`counts do not add up: ${JSON.stringify(progress)}`);
  }

  #isAllHandled(dead: ReadonlySet<string>): void {
    const { violations, handled, poison } = this.#terms;
    for (const id of this.#windows) {
      if (!handled.has(id) && !dead.has(id)) violations.push(`${id} was never handled, and nobody says so`);
      if (poison.has(id) && !dead.has(id)) violations.push(`${id} cannot be done, and is not given up`);
    }
  }
}

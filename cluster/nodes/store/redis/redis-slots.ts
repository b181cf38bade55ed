/** Tokens as jobs of BullMQ: one queue for those that are shared, one for the extra one. */
import type { Refusal, SlotEngine, SlotLook, Token, TokenLine, Waking } from '../engine';
import type { Bell } from './bell';
import { type BullQueue, type BullQueues, keyPart, type Transaction } from './bull-queues';

const LINES: readonly TokenLine[] = ['shared', 'extra'];
/** Milliseconds after which bursts of refusals are counted anew. */
const COUNTED_FOR = 86_400_000;

/** What is known at one moment, but for who holds a token; `active` are the ids of those that are somebody's. */
interface Around extends Omit<SlotLook, 'held' | 'active'> {
  active: Record<TokenLine, readonly string[]>;
}

export class RedisSlots implements SlotEngine {
  readonly #queues: Record<TokenLine, BullQueue>;
  /** Of the token that was taken last. */
  #seedBefore: string | undefined;

  constructor(
    readonly bull: BullQueues,
    readonly bell: Bell,
    readonly uniqueId: () => string,
    key: string,
  ) {
    const name = keyPart(key);
    this.#queues = { shared: bull.queue(`slots ${name}`), extra: bull.queue(`slots ${name} extra`) };
  }

  async hasAll(count: number): Promise<boolean> {
    const keys = tokens(count).map(({ line, id }) => this.#queues[line].toKey(id));
    return (await this.bull.client.exists(...keys)) === keys.length;
  }

  async seed(count: number, quiet: number): Promise<void> {
    const seed = this.uniqueId();
    const transaction = this.bull.transaction();
    transaction.set(this.#key(`quiet:${seed}`), 1, 'PX', Math.ceil(quiet));
    for (const { line, id } of tokens(count)) this.#queues[line].addTo(transaction, id, { seed });
    await this.bull.answersOf(transaction);
  }

  /** What is around the token is asked for in the same breath: most tokens were put in together with the one before. */
  async take(line: TokenLine, holder: string): Promise<(Token & { look?: SlotLook | undefined }) | undefined> {
    const seedBefore = this.#seedBefore;
    let around: Promise<Around | undefined> | undefined;
    const job = await this.#queues[line].takeNext(holder, () => {
      if (seedBefore !== undefined) around = this.#around(seedBefore).catch(() => undefined);
    });
    if (!job) return undefined;
    if (this.#queues[line].isEvicted(job)) return this.#remove(line, job.id, holder);
    const { seed } = JSON.parse(job.data) as { seed: string };
    this.#seedBefore = seed;
    const seen = seed === seedBefore ? await around : undefined;
    // Else Redis was asked before the token was taken.
    const isLater = seen?.active[line].includes(job.id);
    return { line, id: job.id, seed, look: isLater ? lookOf(true, seen!) : undefined };
  }

  /** It is put in anew, and is quiet at first. */
  async #remove(line: TokenLine, id: string, holder: string): Promise<undefined> {
    const transaction = this.bull.transaction();
    this.#queues[line].completeIn(transaction, id, holder);
    await this.bull.answersOf(transaction);
  }

  async look({ line, id, seed }: Token, holder: string): Promise<SlotLook> {
    const transaction = this.bull.transaction();
    this.#queues[line].renewIn(transaction, id, holder);
    const [held, ...around] = await this.bull.answersOf(this.#askAround(transaction, seed));
    return lookOf(held === 1, aroundOf(around));
  }

  async #around(seed: string): Promise<Around> {
    return aroundOf(await this.bull.answersOf(this.#askAround(this.bull.transaction(), seed)));
  }

  #askAround(transaction: Transaction, seed: string): Transaction {
    transaction.pttl(this.#key(`quiet:${seed}`)).pttl(this.#key('paused'));
    transaction.get(this.#key('learned')).pttl(this.#key('learned')).get(this.#key('refusals'));
    for (const each of LINES) transaction.lrange(this.#queues[each].keys.active!, 0, -1);
    return transaction;
  }

  putBack({ line, id }: Token, holder: string): Promise<void> {
    return this.#queues[line].giveBack(id, holder);
  }

  async refuse({ pauseFor, learned: { allowed, largest, endsIn }, first }: Refusal): Promise<void> {
    const transaction = this.bull.transaction();
    transaction.set(this.#key('paused'), 1, 'PX', Math.ceil(pauseFor));
    transaction.set(this.#key('learned'), JSON.stringify({ allowed, largest }), 'PX', Math.ceil(endsIn));
    if (first) transaction.incr(this.#key('refusals')).pexpire(this.#key('refusals'), COUNTED_FOR);
    await this.bull.answersOf(transaction);
  }

  async recover(): Promise<void> {
    for (const line of LINES) await this.#queues[line].moveStalledJobsToWait();
  }

  wake(lines: readonly TokenLine[], within: number): Waking {
    return this.bell.wake(
      lines.map((line) => this.#queues[line].keys.marker!),
      within,
    );
  }

  /** Beside those of BullMQ. */
  #key(name: string): string {
    return this.#queues.shared.toKey(`our:${name}`);
  }
}

function tokens(count: number): { line: TokenLine; id: string }[] {
  const shared = Array.from({ length: count }, (_, index) => ({ line: 'shared' as const, id: `slot-${index + 1}` }));
  return [...shared, { line: 'extra', id: 'slot-extra' }];
}

/** In the order in which it was asked. */
function aroundOf([quiet, paused, learned, learnedFor, refusals, shared, extra]: readonly unknown[]): Around {
  return {
    quietFor: Math.max(0, quiet as number),
    pausedFor: Math.max(0, paused as number),
    learned:
      typeof learned === 'string' ? { ...JSON.parse(learned), endsIn: Math.max(0, learnedFor as number) } : undefined,
    active: { shared: shared as string[], extra: extra as string[] },
    refusals: Number(refusals ?? 0),
  };
}

function lookOf(held: boolean, around: Around): SlotLook {
  const { shared, extra } = around.active;
  return { ...around, held, active: { shared: shared.length, extra: extra.length } };
}

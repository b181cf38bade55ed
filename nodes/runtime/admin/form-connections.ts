/**
 * The connections of open forms. Whoever works in a dialog asks again and again with the same values: they sign in once,
 * for services count sign-ins, and lock a user after wrong ones. Between two questions nothing is kept but the session,
 * in memory.
 */
import { createHmac, randomBytes } from 'node:crypto';
import { backgroundClock, type Clock } from '../../client/waiting/clock';
import type { ClusterStore } from '../../cluster/cluster-store';
import type { Connection } from '../connection/connection';

/** Milliseconds after which a session is forgotten: since its last use, and since it began. */
const FORGOTTEN = { unused: 2 * 60_000, begun: 15 * 60_000 };

/** Forms of which a session is kept; beyond that the longest unused is forgotten. */
const MOST = 20;

interface KeptConnection {
  connection: Connection;
  /** Keyed hash of all that it was made of. */
  madeOf: string;
  begun: number;
  users: number;
  /** Closed as soon as nobody uses it. */
  isDismissed: boolean;
  forgetTimer: () => void;
}

export interface FormUse {
  /** Of the connection whose form it is. */
  id: string;
  /** All that the connection is made of, secrets and all. */
  madeOf: unknown;
  /** After a deploy it is another one with the same id. */
  cluster?: ClusterStore | undefined;
  /** True for who tries the values: with a session that was kept nothing would be tried. */
  isTest: boolean;
}

export class FormConnections {
  /** By the id of the connection, the longest unused first. */
  readonly #kept = new Map<string, KeptConnection>();
  readonly #salt = randomBytes(32);

  /** @param clock for tests */
  constructor(readonly clock: Clock = backgroundClock) {}

  /**
   * @param make called where none is kept that was made of the same
   * @param work has ended when its promise settles: no socket of the connection is left then, unless others work with it
   */
  async during<T>(use: FormUse, make: () => Connection, work: (connection: Connection) => Promise<T>): Promise<T> {
    const kept = this.#take(use, make);
    kept.users++;
    try {
      return await work(kept.connection);
    } finally {
      kept.users--;
      if (kept.users === 0) await this.#rest(use.id, kept);
    }
  }

  #take({ id, madeOf, cluster, isTest }: FormUse, make: () => Connection): KeptConnection {
    const hash = createHmac('sha256', this.#salt).update(JSON.stringify(madeOf)).digest('base64');
    const known = this.#kept.get(id);
    this.#kept.delete(id);
    const isOld = known && this.clock.now() - known.begun >= FORGOTTEN.begun;
    if (known?.madeOf === hash && known.connection.cluster === cluster && !isOld && !isTest) {
      known.forgetTimer();
      this.#kept.set(id, known);
      return known;
    }
    if (known) dismiss(known);
    const connection = make();
    const begun = this.clock.now();
    const made = { connection, madeOf: hash, begun, users: 0, isDismissed: !connection.hasSession, forgetTimer() {} };
    if (!made.isDismissed) this.#kept.set(id, made);
    this.#forgetSurplus();
    return made;
  }

  async #rest(id: string, kept: KeptConnection): Promise<void> {
    if (kept.isDismissed) return kept.connection.close();
    kept.forgetTimer = this.clock.after(FORGOTTEN.unused, () => {
      this.#kept.delete(id);
      dismiss(kept);
    });
    await kept.connection.rest();
  }

  #forgetSurplus(): void {
    for (const [id, kept] of this.#kept) {
      if (this.#kept.size <= MOST) return;
      this.#kept.delete(id);
      dismiss(kept);
    }
  }
}

function dismiss(kept: KeptConnection): void {
  kept.isDismissed = true;
  kept.forgetTimer();
  if (kept.users === 0) void kept.connection.close();
}

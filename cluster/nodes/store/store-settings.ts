import type { Clock } from '../../../nodes/client/waiting/clock';

/** What all parts of a store go by. Times in milliseconds. */
export interface StoreSettings {
  clock: Clock;
  /** Of slots and windows. */
  lease: number;
  /** How long an engine that does not answer is waited for. */
  wait: number;
  /** Never twice the same, in any instance. */
  uniqueId: () => string;
  /** From 0 up to 1. */
  random: () => number;
  /** What is wrong with the way to the engine, where something is. */
  trouble: () => Error | undefined;
}

/** How often it is looked whether something is missing or was left behind by somebody who is gone. */
export const tendedEvery = ({ lease }: StoreSettings) => lease / 4;

/** An engine says when there is something to take. Who waits looks as well, for what it says may get lost. */
export const lookedEvery = ({ lease }: StoreSettings) => Math.min(1000, lease / 5);

/** A queue as people see it. All times in milliseconds. */
export interface QueueView {
  /** Host of the service. */
  host: string;
  /** Empty where requests name none. */
  company: string;
  /** How many may be active at once, as things stand. */
  most: number;
  /** Until the service is asked again, after it answered 429; 0 where it is not waited for. */
  pausedFor: number;
  active: QueuedView[];
  /** The next one first. */
  waiting: QueuedView[];
  /** How many other instances have active, as last heard; undefined where nobody shares the queue. */
  elsewhere?: number;
}

/** A request of a queue. */
export interface QueuedView {
  path: string;
  /** Id of the run it is for; undefined for what a dialog asks. */
  run: string | undefined;
  /** For how long it has been active, or waited. */
  time: number;
}

/** What requests that share a queue have in common. */
export function queueKey(host: string, company: string | undefined): string {
  return `${host} ${company ?? ''}`;
}

/** @param key of `queueKey` */
export function queueOf(key: string): Pick<QueueView, 'host' | 'company'> {
  const space = key.indexOf(' ');
  return { host: key.slice(0, space), company: key.slice(space + 1) };
}

/** How a run is, in a line. */
import { type Words, wordOr } from '../words';
import { durationText, numberText, spanText } from './moments';
import type { Run } from './runs-news';

export const RUNNING = 'running';

/** Icon and look of each state. */
const LOOKS: Readonly<Record<string, [icon: string, look: string]>> = {
  running: ['spinner', 'running'],
  cut: ['scissors', 'warned'],
  cancelled: ['ban', 'stopped'],
  'dry-run': ['eye', 'stopped'],
  unconfirmed: ['exclamation-triangle', 'warned'],
  failed: ['times-circle', 'failed'],
};

/** Icon, and the word by which the style knows it. */
export function lookOf(run: Run): [icon: string, look: string] {
  if (run.phase?.kind === 'queued') return ['hourglass-half', 'waiting'];
  return LOOKS[run.state] ?? ['check-circle', 'done'];
}

/** Window, state, period and duration of it. */
export function runText(run: Run, words: Words): string {
  const { window, period, duration, state } = run;
  const parts = [
    window && state === RUNNING ? words('status.window', window) : '',
    state === RUNNING ? phaseText(run, words) : endText(run, words),
    period ? spanText(period) : '',
    durationText(duration),
  ];
  return parts.filter((part) => part !== '').join(' · ');
}

function phaseText({ phase, records, recordsPerSecond, why }: Run, words: Words): string {
  switch (phase?.kind) {
    case 'queued':
      return words('status.queued', { place: phase.place });
    case 'sending':
      return words('status.sending');
    case 'receiving':
      if (records === 0) return words('status.reading');
      return recordsPerSecond === undefined
        ? words('status.receiving', { records: numberText(records) })
        : words('status.receiving-rate', { records: numberText(records), rate: numberText(recordsPerSecond) });
    case 'writing':
      return words('status.writing', { kilobytes: kilobytes(phase.bytes ?? 0) });
    case 'waiting-for-flow':
      return words('status.waiting-for-flow', { nodes: (phase.nodes ?? []).join(', ') });
    case 'retrying':
      return words('status.retry', { seconds: Math.ceil((phase.delay ?? 0) / 1000), attempt: phase.attempt, why });
    default:
      return words('status.signing-in');
  }
}

function endText({ state, records, bytes, error, practice }: Run, words: Words): string {
  switch (state) {
    case 'records':
      return records === 0 ? words('status.empty') : words('status.done', { records: numberText(records) });
    case 'body':
      return words('status.body', { kilobytes: kilobytes(bytes) });
    case 'file':
      return words('status.file', { kilobytes: kilobytes(bytes) });
    case 'mailed':
      return words(practice ? 'status.practice-mailed' : 'status.mailed');
    case 'failed':
      return words('status.failed', { code: error?.code });
    default:
      return wordOr(words, `sidebar.state-${state}`, state);
  }
}

function kilobytes(bytes: number): string {
  return numberText(Math.ceil(bytes / 1000));
}

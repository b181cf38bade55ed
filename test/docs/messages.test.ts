import assert from 'node:assert/strict';
import { DataConnectError } from '../../nodes/errors';
import { RunReport } from '../../nodes/runtime/messages/run-report';
import { ProgressMessages } from '../../nodes/runtime/progress/progress-messages';
import { type RunPhase, RunState } from '../../nodes/runtime/progress/run-state';
import type { RunEnd } from '../../nodes/runtime/progress/status-line';
import { textOf } from './documents';

/** Every phase and end once: a kind that is new fails to compile here. */
const PHASES: { [Kind in RunPhase['kind']]: Extract<RunPhase, { kind: Kind }> } = {
  starting: { kind: 'starting' },
  queued: { kind: 'queued', place: 1 },
  'signing-in': { kind: 'signing-in' },
  sending: { kind: 'sending' },
  receiving: { kind: 'receiving' },
  writing: { kind: 'writing', bytes: 1 },
  retrying: { kind: 'retrying', delay: 1, attempt: 1, why: { phrase: 'reason-refused' } },
  'waiting-for-flow': { kind: 'waiting-for-flow', nodes: [] },
};
const ENDS: RunEnd[] = [
  { kind: 'cancelled' },
  { kind: 'failed', code: 'NETWORK' },
  { kind: 'unconfirmed', nodes: ['Table'] },
  { kind: 'records', records: 1 },
];

describe('the document of messages', () => {
  const [, described = ''] = textOf('docs/messages.md').split('## What msg.dataconnect says');
  const named = new Set([...described.split('\n## ')[0]!.matchAll(/`([\w-]+)`/g)].map((match) => match[1]!));
  const undescribed = (names: readonly string[]) => [...new Set(names)].filter((name) => !named.has(name));

  it('names everything that msg.dataconnect can say of a run', () => {
    const report = new RunReport('run', 'availability');
    const { facts } = report;
    for (const [name, fact] of Object.entries(facts))
      Object.assign(facts, { [name]: typeof fact === 'number' ? 2 : 'x' });
    report.waitedForFlow = 2;
    report.warn('slow');
    const said = Object.keys(report.failure(new DataConnectError('CANCELLED', {}), String));
    assert.ok(said.length >= 14, said.join(', '));
    assert.deepEqual(undescribed([...said, 'path', 'parameters', 'period']), []);
  });

  it('names everything that it can say of the flow', () => {
    const { handedOn } = new RunReport('run', 'availability');
    const node = { type: 'keeper' } as never;
    for (const kind of ['completed', 'overdue', 'failed'] as const)
      handedOn.settle(handedOn.next(10), { kind, nodes: [node] });
    const said = Object.keys(handedOn.describe());
    assert.equal(said.length, 7);
    assert.deepEqual(undescribed(said), []);
  });

  it('names everything that a progress message can say', () => {
    const said: Record<string, unknown>[] = [];
    let now = 0;
    const state = new RunState(() => now);
    state.note({ kind: 'window', number: 1, known: 2 });
    for (const records of [1, 2, 3]) {
      now += 5000;
      state.note({ kind: 'records', records });
    }
    now += 1000;
    for (const end of ENDS) new ProgressMessages(RUN, ({ dataconnect }) => said.push(dataconnect)).end(state, end);
    for (const phase of Object.values(PHASES)) {
      state.phase = phase;
      const messages = new ProgressMessages(RUN, ({ dataconnect }) => said.push(dataconnect));
      messages.progress(state);
      messages.close();
    }
    assert.equal(said.length, ENDS.length + Object.keys(PHASES).length);
    assert.ok(said.every((each) => 'recordsPerSecond' in each));
    assert.deepEqual(undescribed([...said.flatMap(Object.keys), ...said.map(({ state }) => String(state))]), []);
  });
});

const RUN = { id: 'run', endpoint: 'availability' };

import assert from 'node:assert/strict';
import type { NodeStatus } from 'node-red';
import english from '../../locales/en-US/status.json';
import { type Facts, type Phrase, sentence } from '../../nodes/errors';
import { type RunNews, RunState } from '../../nodes/runtime/progress/run-state';
import { StatusLine } from '../../nodes/runtime/progress/status-line';
import { VirtualClock } from '../client/virtual-clock';

const translate = (key: string, facts: Facts = {}) => {
  const template = (english as Record<string, string>)[key.replace('status.', '')];
  return template && sentence(template, facts);
};

describe('the line under a node', () => {
  let clock: VirtualClock;
  let shown: NodeStatus[];
  let line: StatusLine;
  let state: RunState;
  beforeEach(() => {
    clock = new VirtualClock();
    shown = [];
    line = new StatusLine((status) => shown.push(status), translate, clock);
    state = new RunState(() => clock.now());
    line.begin();
  });

  const tell = (...all: RunNews[]) => {
    for (const news of all) {
      state.note(news);
      line.progress(state);
    }
  };
  const texts = () => shown.map((status) => (status as { text: string }).text);

  /** What the line says after so much news. */
  function saysAfter(...all: RunNews[]): string {
    tell(...all);
    clock.pass(1000);
    return texts().at(-1)!;
  }

  it('says where the run is', () => {
    assert.equal(saysAfter({ kind: 'queued', place: 3 }), 'queued, place 3');
    assert.equal(saysAfter({ kind: 'signing-in' }), 'signing in');
    assert.equal(saysAfter({ kind: 'sending' }), 'waiting for the answer');
    assert.equal(saysAfter({ kind: 'receiving' }), 'reading the answer');
    assert.equal(saysAfter({ kind: 'records', records: 4000 }), '4000 records');
    assert.equal(
      saysAfter({ kind: 'waiting-for-flow', nodes: ['Stock table', 'file'] }),
      'waiting for Stock table, file',
    );
  });

  it('says where a run stands that goes on from an earlier one', () => {
    const says = (...end: Parameters<StatusLine['end']>) => {
      line.end(...end);
      clock.pass(1000);
      return texts().at(-1)!;
    };
    const behind = { phrase: 'incremental-behind-hours', facts: { count: 2 } } as const;
    assert.equal(says({ kind: 'records', records: 412, standing: behind }), '412 records, 2 h behind');
    assert.equal(says({ kind: 'records', records: 0, standing: 'nothing-new' }), 'nothing new');
    assert.equal(says({ kind: 'records', records: 0, standing: 'paused' }), 'paused');
    const held = { phrase: 'window-open', facts: { nodes: 'join', minutes: 30 } } as const;
    assert.equal(says({ kind: 'failed', code: 'UNCONFIRMED', reason: held }), 'unconfirmed: held by join');
    const byHand = { phrase: 'window-failed-by-hand' } as const;
    assert.equal(says({ kind: 'failed', code: 'UNCONFIRMED', reason: byHand }), 'failed: UNCONFIRMED');
  });

  it('says when the next attempt is made, and why the one before failed', () => {
    const says = (why: Phrase) => saysAfter({ kind: 'retrying', delay: 1200, attempt: 2, why });
    for (const [why, words] of [
      [{ phrase: 'answered-with-status', facts: { status: 503 } }, 'it answered with status 503'],
      [{ phrase: 'reason-refused' }, 'the connection was refused'],
      [
        { phrase: 'timeout-passed', facts: { phase: { phrase: 'phase-idle' }, seconds: 60 } },
        'silence within the answer passed 60 s',
      ],
    ] satisfies Array<[Phrase, string]>) {
      assert.equal(says(why), `trying again in 2 s (attempt 2): ${words}`);
    }
  });

  it('says how many windows there are and how fast the records come', () => {
    tell({ kind: 'window', number: 3, known: 12 }, { kind: 'records', records: 1000 });
    clock.pass(1000);
    assert.equal(saysAfter({ kind: 'records', records: 5000 }), 'window 3 of 12, 5000 records, 2000 a second');
  });

  it('changes once a second however fast the news come, and shows the last of them', () => {
    for (let records = 1; records <= 500; records++) {
      tell({ kind: 'sending' }, { kind: 'receiving' }, { kind: 'records', records });
      clock.pass(10);
    }
    assert.ok(shown.length <= 6, `${shown.length} statuses in 5 seconds`);
    clock.pass(1000);
    assert.match(texts().at(-1)!, /^500 records/);
  });

  it('shows the end at once', () => {
    tell({ kind: 'sending' }, { kind: 'records', records: 7 });
    line.end({ kind: 'records', records: 7 });
    assert.equal(texts().at(-1), '7 records');
    clock.pass(5000);
    assert.equal(texts().at(-1), '7 records');
  });

  it('tells how much came of an answer that is passed on, and that a mail was sent', () => {
    for (const [end, text] of [
      [{ kind: 'body', bytes: 1 }, '1 kB received'],
      [{ kind: 'body', bytes: 12_001 }, '13 kB received'],
      [{ kind: 'mailed' }, 'sent by e-mail'],
    ] as const) {
      line.begin();
      line.end(end);
      clock.pass(1000);
      assert.equal(texts().at(-1), text);
    }
  });

  it('does not flood the editors when runs end many times a second', () => {
    for (let run = 0; run < 200; run++) {
      line.begin();
      tell({ kind: 'sending' });
      line.end({ kind: 'records', records: run });
      clock.pass(5);
    }
    assert.ok(shown.length <= 6, `${shown.length} statuses in a second`);
    clock.pass(1000);
    assert.equal(texts().at(-1), '199 records');
  });

  it('tells that other runs of the node go on', () => {
    line.begin();
    assert.equal(saysAfter({ kind: 'sending' }), 'waiting for the answer (+1)');
  });

  it('says nothing after it is closed, and leaves no timer', () => {
    tell({ kind: 'sending' }, { kind: 'records', records: 7 });
    line.close();
    const before = shown.length;
    clock.pass(5000);
    assert.equal(shown.length, before);
    assert.equal(clock.timers, 0);
  });
});

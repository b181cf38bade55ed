import assert from 'node:assert/strict';
import type { Answer } from '../../nodes/client/request';
import { readRecords } from '../../nodes/extract/answer-records';
import type { RunPlan } from '../../nodes/extract/run-plan';
import { Turns } from '../../nodes/extract/turns';
import { Redactor } from '../../nodes/secrets/redact';

/** An answer whose pieces and end the test decides. */
function answerOf(consume: Answer['consume']): Answer {
  return {
    statusCode: 200,
    contentType: 'application/json',
    charset: undefined,
    filename: undefined,
    host: 'localhost',
    date: undefined,
    queuedFor: 0,
    consume,
    dispose: () => {},
  };
}

const plan = { response: 'Json', request: { path: '/Lists/Stores' }, columns: [], parameters: [] } as never as RunPlan;

/** More than the reader collects before it parses. */
const piece = Buffer.from(
  `[${Array.from({ length: 500 }, (_, id) => `{"Id":${id},"Name":"${'x'.repeat(600)}"},`).join('')}`,
);

describe('the records of one answer', () => {
  it('are all handed on before the failure of the answer is told', async () => {
    const events: string[] = [];
    let fail = () => {};
    const answer = answerOf((take) => {
      return new Promise((_, reject) => {
        fail = () => reject(new Error('the connection was lost'));
        void take(piece);
      });
    });
    const reading = readRecords(answer, plan, new Redactor([]), new Turns(), async () => {
      events.push('taking');
      fail();
      await new Promise((resolve) => setImmediate(resolve));
      events.push('taken');
    }).catch((error: Error) => events.push(error.message));
    await reading;
    assert.deepEqual(events, ['taking', 'taken', 'the connection was lost']);
  });
});

import assert from 'node:assert/strict';
import { FlowFixture } from './flow-fixture';
import { connectionNode } from './node-red';

const WRONG = 'a wrong password 4711';

describe('twenty nodes with a wrong password', () => {
  const fixture = new FlowFixture();
  const nodes = Array.from({ length: 20 }, (_, number) => ({ id: `node-${number}`, type: 'dataconnect-list-stores' }));

  /** Requests that carried the password. */
  const tries = () =>
    fixture.emulator.requests.all().filter(({ service, headers }) => {
      return service === 'accounts' || headers.authorization?.startsWith('Basic ');
    }).length;

  for (const authentication of ['password', 'basic']) {
    it(`try it once, and not after a deploy, nor by another connection (${authentication})`, async () => {
      const credentials = { password: `${WRONG} ${authentication}` };
      const other = { ...connectionNode(fixture.emulator, { authentication }), id: 'other' };
      const flow = await fixture.open([...nodes, { ...nodes[0]!, id: 'of-the-other', connection: 'other' }], {
        connection: { authentication },
        credentials,
        configNodes: [other],
        otherCredentials: { other: { ...fixture.emulator.credentials, ...credentials } },
      });
      const runAll = async () => {
        const outcomes = await Promise.all([...nodes, { id: 'of-the-other' }].map(({ id }) => flow.ask(id)));
        for (const { error, completions } of outcomes) {
          assert.equal(error?.code, 'AUTH_FAILED');
          assert.equal(completions, 0);
        }
      };
      await runAll();
      await runAll();
      for (const type of ['full', 'nodes', 'flows'] as const) {
        await flow.redeploy(type, { connection: { retries: type.length } });
        await runAll();
      }
      assert.equal(tries(), 1);
    });
  }
});

import assert from 'node:assert/strict';
import { openWorkshop } from './shared-workshop';
import type { Workshop } from './workshop';

describe('the examples for operation', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  it('the errors are caught and told apart by their codes', async () => {
    const example = await workshop.deploy('7 Operation/Handle errors with Catch');
    for (const [button, code] of [
      ['wrong path', 'NOT_FOUND'],
      ['misspelt name', 'PARAMETER_INVALID'],
    ] as const) {
      const { ends, from } = await example.press(example.button(button));
      assert.equal(ends[0]!.fill, 'red');
      assert.ok((await example.printed('mend the flow or the connection', from)).includes(code), button);
    }
  });
});

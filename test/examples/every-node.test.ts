import assert from 'node:assert/strict';
import { isTrouble } from '../browser/node-red-process';
import { exampleFiles } from './example-files';
import { openWorkshop } from './shared-workshop';

describe('the examples of every node', () => {
  for (const { name } of exampleFiles().filter(({ generated }) => generated)) {
    it(`${name}: every button ends in a debug node, and nothing fails`, async () => {
      const workshop = await openWorkshop();
      const logged = workshop.nodeRed.log.length;
      const example = await workshop.deploy(name);
      for (const button of example.buttons) {
        const { ends, from } = await example.press(button);
        for (const end of ends) assert.equal(end.fill, 'green', `${button.id}: ${end.text}`);
        await example.prints(from);
      }
      assert.deepEqual(workshop.nodeRed.log.slice(logged).filter(isTrouble), []);
      assert.deepEqual(workshop.emulator.crashes, []);
    });
  }
});

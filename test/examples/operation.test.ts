import assert from 'node:assert/strict';
import errors from '../../locales/en-US/errors.json';
import { exampleFiles } from './example-files';
import type { ImportedExample } from './imported-example';
import { openWorkshop } from './shared-workshop';
import type { Workshop } from './workshop';

const ERRORS = '7 Operation/1 Every error caught and explained';
const CHECK_UP = '7 Operation/3 Check-up of the service';
const HEALTH = '7 Operation/2 Health check';

describe('the examples for operation', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  describe('every error', () => {
    it('of these nodes has its place, and one only', () => {
      const file = exampleFiles().find(({ name }) => name === ERRORS)!;
      const { rules } = file.nodes.find(({ name }) => name === 'by its code') as never as {
        rules: Array<{ t: string; v?: string }>;
      };
      assert.deepEqual(rules.at(-1), { t: 'else' });
      const places = rules.slice(0, -1).map(({ v }) => new RegExp(v!));
      for (const code of Object.keys(errors)) assert.equal(places.filter((place) => place.test(code)).length, 1, code);
    });

    for (const [button, code, advice] of [
      ['wrong path', 'NOT_FOUND', /Mend the flow or the connection/],
      ['misspelt name', 'PARAMETER_INVALID', /Mend the flow or the connection/],
      ['a node behind fails', 'FLOW_FAILED', /Mend it, then run it again/],
    ] as const) {
      it(`is explained, and mailed to the administrator: ${button}`, async () => {
        const example = await workshop.deploy(ERRORS);
        const { ends, from } = await example.press(example.button(button));
        assert.equal(ends[0]!.fill, 'red');
        const explained = await example.printed('explained', from);
        assert.match(explained, advice);
        assert.match(explained, new RegExp(`Code: ${code}\n`));
        await workshop.mailed(1);
        const { subject, text, to } = workshop.mails[0]!;
        assert.match(subject!, new RegExp(`^DataConnect: ${code} in `));
        assert.match(text!, advice);
        assert.equal(to![0]!.address, 'admin@example.com');
        if (code !== 'FLOW_FAILED') return;
        assert.match(text!, /Batches completed: 1 \(records: 10\)\. An error came from a table that refuses batch 2/);
        assert.match(text!, /Batches handed on: 2, completed: 1\n/);
        assert.match(await example.printed('what the table said', from), /The table refuses a row/);
      });
    }
  });

  describe('the check-up', () => {
    it('mails what is otherwise than the connection says, and tells what failed', async () => {
      workshop.emulator.dials.set({ stopDate: 'exclusive', postBody: 'json' });
      const example = await workshop.deploy(CHECK_UP);
      const from = await example.start(example.button('every Monday'));
      assert.match(await example.printed('told', from), /otherwise than the connection says/);
      await workshop.mailed(1);
      const { text } = workshop.mails[0]!;
      assert.match(text!, /Form of a POST body: A POST takes JSON, and no form fields\./);
      assert.match(text!, /"postBody":"json"/);
      workshop.emulator.dials.set({ faults: [{ on: 'service', fault: { kind: 'status', status: 403 } }] });
      const failed = await example.start(example.button('every Monday'));
      assert.match(await example.printed('what failed', failed), /does not permit/);
      assert.equal(workshop.mails.length, 1);
    });
  });

  describe('the health check', () => {
    const check = async (example: ImportedExample) => {
      const from = await example.start(example.button('every 5 minutes'));
      assert.match(await example.printed('state', from), /works|fails/);
      return from;
    };

    it('tells a trouble once, and once that it is over', async () => {
      const example = await workshop.deploy(HEALTH);
      await check(example);
      workshop.emulator.dials.set({ faults: [{ on: 'service', fault: { kind: 'status', status: 403 } }] });
      const from = await check(example);
      assert.match(await example.printed('alerted', from), /does not work: FORBIDDEN/);
      await check(example);
      await check(example);
      workshop.emulator.dials.reset();
      const mended = await check(example);
      assert.match(await example.printed('alerted', mended), /works again/);
      await check(example);
      await workshop.mailed(2);
      assert.deepEqual(
        workshop.mails.map(({ subject }) => subject),
        ['DataConnect does not work: FORBIDDEN', 'DataConnect works again'],
      );
      assert.match(workshop.mails[0]!.text!, /does not permit .*session/i);
    });

    it('tells a trouble that was there from the start, and after a deploy not once more that it is over', async () => {
      workshop.emulator.dials.set({ faults: [{ on: 'service', fault: { kind: 'status', status: 403 } }] });
      const broken = await workshop.deploy(HEALTH);
      assert.match(await broken.printed('alerted', await check(broken)), /does not work: FORBIDDEN/);
      workshop.emulator.dials.reset();
      assert.match(await broken.printed('alerted', await check(broken)), /works again/);
      await workshop.mailed(2);
      const deployed = await workshop.deploy(HEALTH);
      const from = await check(deployed);
      workshop.emulator.dials.set({ faults: [{ on: 'service', fault: { kind: 'status', status: 403 } }] });
      await check(deployed);
      // The next that is told is the next trouble.
      assert.match(await deployed.printed('alerted', from), /does not work/);
      await workshop.mailed(3);
    });
  });
});

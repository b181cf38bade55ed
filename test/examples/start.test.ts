import assert from 'node:assert/strict';
import { openWorkshop } from './shared-workshop';
import type { Workshop } from './workshop';

describe('the examples to start with', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  it('the first flow shows the products in stock', async () => {
    const example = await workshop.deploy('1 Start/1 First flow');
    const { ends, from } = await example.press(example.buttons[0]!);
    assert.equal(ends[0]!.fill, 'green', ends[0]!.text);
    await example.printed('records', from);
  });

  it('the parameters of the message are sent', async () => {
    const example = await workshop.deploy('1 Start/2 Parameters from msg.params');
    await example.press(example.button('April, one store'));
    const [request] = workshop.emulator.requests.to('/reports/SalesByLocationReport').slice(-1);
    assert.equal(request?.query.get('LocationTypeIDs'), '1');
    assert.match(request?.query.get('StartDate') ?? '', /^2026-04-01/);
  });

  it('the long run ends when it is told to', async () => {
    workshop.emulator.dials.set({ hold: true });
    const example = await workshop.deploy('1 Start/3 Stop a long run with msg.cancel');
    const from = await example.start(example.button('start'));
    const { ends } = await example.press(example.button('stop'));
    assert.equal(ends[0]!.fill, 'grey');
    assert.ok((await example.printed('stopped or failed', from)).includes('CANCELLED'));
  });
});

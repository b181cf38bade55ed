import assert from 'node:assert/strict';
import { openWorkshop } from './shared-workshop';
import type { Workshop } from './workshop';

describe('the examples that send mail', () => {
  let workshop: Workshop;
  beforeEach(async () => {
    workshop = await openWorkshop();
  });

  it('the spreadsheet is a workbook under the name the service gave it', async () => {
    const example = await workshop.deploy('3 E-mail/Mail the sales of yesterday as a spreadsheet');
    const { from } = await example.press(example.buttons[0]!);
    assert.match(await example.printed('file name', from), /^[\w-]+\.xlsx$/);
    const [request] = workshop.emulator.requests.to('/reports/SalesByInvoiceReport').slice(-1);
    assert.equal(request?.query.get('Response'), 'Excel');
  });
});

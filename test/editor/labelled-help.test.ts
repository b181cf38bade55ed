import assert from 'node:assert/strict';
import { endpointHelp, type HelpWords } from '../../nodes/build/help';
import { endpointById, labelOf } from '../../nodes/catalogue';
import { labelledHelp } from '../../nodes/editor/labelled-help';
import { messages, words } from './stand-in';

const helpOf = (id: string) => {
  const endpoint = endpointById(id)!;
  const plain = endpointHelp(endpoint, messages.help as unknown as HelpWords, (text) => text);
  return { endpoint, plain, help: labelledHelp(plain, endpoint, words) };
};

describe('the help of a node', () => {
  it('has the labels of the dialog beside the names of the parameters', () => {
    const { help } = helpOf('sales-by-location');
    assert.match(help, /<dt style=white-space:normal>StartDate, StopDate<dd><b>Period<\/b> – The period/);
    assert.match(help, /LocationTypeIDs[\w, ]*<dd><b>Stores<\/b> – /);
    assert.match(help, /<dt>SearchMethod<span class=property-type>integer<\/span><dd><b>Search method<\/b> – \w/);
    assert.match(help, /<dt>payload<dd>(?!<b>)/);
  });

  it('has one for every parameter that stands for itself', () => {
    for (const id of ['customer-delta', 'invoice-history', 'bridge-table-data', 'charge-back-summary']) {
      const { endpoint, help } = helpOf(id);
      for (const parameter of endpoint.parameters) {
        const isAlone = new RegExp(`<dt(?: class=optional)?>${parameter.name}[<]`).test(help);
        if (isAlone) assert.ok(help.includes(`<b>${labelOf(parameter)}</b> – `), `${id}.${parameter.name}`);
      }
    }
  });

  it('says else what it said', () => {
    const { plain, help } = helpOf('availability');
    assert.equal(help.replaceAll(/<b>[^<]*<\/b> – | style=white-space:normal/g, ''), plain);
  });

  it('takes a label for text', () => {
    const help = labelledHelp(
      '<dt>A<dd>x',
      { parameters: [{ name: 'A', label: 'a < b & c', type: 'string', description: '' }] },
      words,
    );
    assert.equal(help, '<dt>A<dd><b>a &lt; b &amp; c</b> – x');
  });
});

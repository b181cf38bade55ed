import assert from 'node:assert/strict';
import { endpointHelp, type HelpWords } from '../../nodes/build/help';
import { endpointById, endpoints, labelOf } from '../../nodes/catalogue';
import { goingOnHelp, labelledHelp } from '../../nodes/editor/labelled-help';
import { packCatalogue, unpackEndpoint } from '../../nodes/editor/packed-catalogue';
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

  it('says how the node can go on from an earlier run, where it can', () => {
    const packed = packCatalogue(endpoints);
    const saidOf = (id: string) => goingOnHelp(unpackEndpoint(packed, id)!, words);
    assert.match(saidOf('sales-by-invoice'), /^<h3>Incremental<\/h3><p>Set to “only what is new [^<]*msg\.incremental/);
    assert.match(saidOf('list-stores'), /<p>Set to “everything, and send on what has changed”/);
    assert.doesNotMatch(saidOf('list-stores'), /since last time/);
    assert.equal(goingOnHelp({ ways: [] }, words), '');
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

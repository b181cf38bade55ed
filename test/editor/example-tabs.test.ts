import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { withTranslatedTabs } from '../../nodes/editor/example-tabs';
import { exampleFiles } from '../examples/example-files';
import { repository } from '../package-files';

const languages = readdirSync(path.join(repository, 'locales')).filter((name) => name !== 'en-US');
const textsOf = (language: string, file: string): Record<string, string> =>
  JSON.parse(readFileSync(path.join(repository, 'locales', language, file), 'utf8'));
const tabs = exampleFiles().flatMap(({ generated, nodes }) =>
  nodes.filter(({ type }) => type === 'tab').map(({ label }) => ({ generated, label: String(label) })),
);

describe('the names of the tabs of the examples', () => {
  Object.assign(globalThis, { EXAMPLE_TABS: JSON.stringify({ 'es-ES': { Sales: 'Ventas' } }) });
  const flow = JSON.stringify([
    { type: 'tab', label: 'Sales', info: 'Sales' },
    { type: 'inject', label: 'Sales' },
    { type: 'tab', label: 'toString' },
  ]);

  it('are translated when an example is imported, and nothing else of it', () => {
    const changed = [{ type: 'tab', label: 'Ventas', info: 'Sales' }, ...JSON.parse(flow).slice(1)];
    for (const language of ['es-ES', 'es']) assert.deepEqual(JSON.parse(withTranslatedTabs(flow, language)), changed);
  });

  it('stay as they are in other languages, and in what is no flow', () => {
    assert.equal(withTranslatedTabs(flow, 'en-US'), flow);
    for (const odd of ['', 'no json', '{}', '[null]']) assert.equal(withTranslatedTabs(odd, 'es-ES'), odd);
  });

  for (const language of languages) {
    it(`are all known in ${language}, and no others`, () => {
      const byHand = tabs.filter(({ generated }) => !generated).map(({ label }) => label);
      assert.deepEqual(Object.keys(textsOf(language, 'example-tabs.json')), byHand.sort());
      const groups = textsOf(language, 'catalogue.json');
      assert.deepEqual(
        tabs.filter(({ generated, label }) => generated && !groups[label]),
        [],
      );
    });
  }
});

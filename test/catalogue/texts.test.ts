import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { domains, endpointById, endpoints, paletteLabel } from '../../nodes/catalogue';
import { catalogueTexts } from '../../nodes/catalogue/texts';
import { everyParameter, repeated } from './flat';

const locales = path.join(__dirname, '..', '..', 'locales');
const fileOf = (language: string) => path.join(locales, language, 'catalogue.json');
const languages = readdirSync(locales).filter((language) => language !== 'en-US');

/** Names of products and formats, the same in every language. */
const names = ['CSV', 'XML', 'Bridge', 'Deltas'];

/** Words that a language writes as English does. */
const sameWords: Record<string, string[]> = {
  fr: [
    'District',
    'Coupon',
    'Coupons',
    'Coupons (CouponIDs)',
    'Division',
    'Service',
    'Session',
    'Table',
    'Taxes',
    'Version',
  ],
  'es-ES': ['Individual'],
};

/** Longest palette label: two lines of the palette. */
const LONGEST_LABEL = 36;

describe('the texts of the catalogue', () => {
  const texts = catalogueTexts();

  it('have all that a person reads in palette, dialogs and help', () => {
    const { title, description } = endpointById('completed-rmas')!;
    const label = paletteLabel(endpointById('receiving-invoice-history-by-product')!);
    const variant = endpointById('security-audit')!.variants![1]!.name;
    const set = endpointById('performance-metrix')!.parameterSets![0]!.name;
    const parameter = ['Form of the answer.', 'Excel workbook', 'RMA state', 'Not committed'];
    for (const text of [title, description, label, variant, set, ...parameter, ...domains.map((each) => each.title)]) {
      assert.ok(texts.has(text), text);
    }
    for (const { parameter, name } of everyParameter) assert.ok(texts.has(parameter.description), name);
  });

  it('leave out what is the database’s: columns, values, searches named by their columns', () => {
    for (const name of ['RMADetail', 'StoreID', 'StoreID + VendorID', 'Store-facing RMA number']) {
      assert.ok(!texts.has(name), name);
    }
  });
});

for (const language of languages) {
  describe(`the catalogue in ${language}`, () => {
    const texts = [...catalogueTexts()];
    const translations: Record<string, string> = JSON.parse(readFileSync(fileOf(language), 'utf8'));
    const pairs = Object.entries(translations);
    const labels = endpoints.map((endpoint) => translations[paletteLabel(endpoint)] ?? paletteLabel(endpoint));

    it('has every text', () => {
      assert.deepEqual(
        texts.filter((text) => !translations[text]?.trim()),
        [],
      );
    });

    it('has no text that the catalogue lacks', () => {
      assert.deepEqual(
        Object.keys(translations).filter((text) => !texts.includes(text)),
        [],
      );
    });

    it('is in the order of the English texts, so that a person finds one', () => {
      assert.deepEqual(Object.keys(translations), Object.keys(translations).sort());
    });

    it('leaves nothing in English', () => {
      const same = [...names, ...(sameWords[language] ?? [])];
      assert.deepEqual(
        pairs.filter(([english, translation]) => english === translation && !same.includes(english)),
        [],
      );
    });

    it('keeps the names, paths and numbers of the API', () => {
      assert.deepEqual(
        pairs.filter(([english, translation]) => technical(english) !== technical(translation)),
        [],
      );
    });

    it('has palette labels that are unique', () => {
      assert.deepEqual(repeated(labels.map((label) => label.toLowerCase())), []);
    });

    it('has palette labels that are short', () => {
      assert.deepEqual(
        labels.filter((label) => label.length > LONGEST_LABEL),
        [],
      );
    });
  });
}

describe('the catalogue in French', () => {
  const translations: Record<string, string> = JSON.parse(readFileSync(fileOf('fr'), 'utf8'));
  const slips = (rule: RegExp) => Object.values(translations).filter((text) => rule.test(text));

  it('puts spaces as in Québec: one that does not break before a colon, none before ; ! ?', () => {
    assert.deepEqual(slips(/[^\u00a0\d]:|[\u00a0 ][;!?]/), []);
  });

  it('has its own quotation marks', () => assert.deepEqual(slips(/["“”]|«(?!\u00a0)|(?<!\u00a0)»/), []));
});

/** Paths, names of parameters, columns and products, codes and numbers in a text, whatever their order. */
function technical(text: string): string {
  const found = text.matchAll(
    /\/\w+\/\w+|\b\w*[a-z][A-Z]\w*|\b[A-Z]{2,}[a-z]{2,}\w*|\b\w+_\w+|(?:(?<!\w)-)?\b\d+|(?<!\w)\*(?!\w)|\ben-us\b|\b(?:CRM|IMEI|PAW|RQ|UTC)/g,
  );
  return [...new Set([...found].map(([name]) => name))].sort().join(' ');
}

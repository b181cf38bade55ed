/** Whatever is written: both sides say the same of it. */
import fc from 'fast-check';
import { endpoints, type Parameter } from '../../nodes/catalogue';
import { allParameters } from '../../nodes/catalogue/shared-parameters';
import { agreeOnConnection, agreeOnNode, GUID, nodeWith } from './two-sides';

describe('the dialog and a run judge alike', () => {
  describe('whatever is written', () => {
    /** One parameter of each kind there is, and an endpoint that has it. */
    const kinds = new Map<string, readonly [type: string, parameter: Parameter]>();
    for (const endpoint of endpoints) {
      for (const parameter of allParameters(endpoint)) {
        const { type, format, list, choices, all, required } = parameter;
        const isShared = !endpoint.parameters.includes(parameter);
        const key = JSON.stringify([
          type,
          format,
          list,
          choices !== undefined,
          all,
          required,
          isShared && parameter.name,
        ]);
        if (!kinds.has(key)) kinds.set(key, [endpoint.id, parameter]);
      }
    }
    const characters = [...'0123456789abcTZ,;:.-+*/ %?#&@{}[]"\'\\\n\t\u00e9\u200b\ud800\u0000'];
    const text = fc.oneof(
      fc.string({ unit: fc.constantFrom(...characters), maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('true', 'today', 'last 2 days', '2026-03-15', GUID, '*', '-1', 'Csv', '1,2', '3.5', '\x24{X'),
    );

    for (const [type, parameter] of kinds.values()) {
      it(`in ${parameter.name} of ${type}`, () =>
        fc.assert(
          fc.asyncProperty(
            text,
            async (value) => void (await agreeOnNode(type, nodeWith(type, parameter.name, value))),
          ),
          { numRuns: 60 },
        ));
    }

    const pieces = fc.constantFrom(
      '/',
      'a',
      '.',
      '..',
      '%',
      '%2e',
      '%2F',
      '%25',
      ' ',
      '?',
      '#',
      '\\',
      'é',
      '\ud800',
      ';',
      '\n',
      ':',
      '@',
    );
    const piece = fc.array(pieces, { maxLength: 7 }).map((each) => each.join(''));

    it('as a path', () =>
      fc.assert(
        fc.asyncProperty(
          fc.oneof(
            piece,
            piece.map((rest) => `/${rest}`),
          ),
          async (path) => {
            await agreeOnNode('request', { path });
            await agreeOnNode('availability', { path });
          },
        ),
        { numRuns: 500 },
      ));

    it('as an address', () =>
      fc.assert(
        fc.asyncProperty(
          fc.constantFrom('https://', 'http://', 'https:', 'HTTPS://', 'http://localhost', 'https://a.test', 'x', ''),
          piece,
          async (start, rest) => {
            const urls = { serviceUrl: start + rest, tokenUrl: 'https://t.example.net' };
            await agreeOnConnection({ environment: 'custom', ...urls });
          },
        ),
        { numRuns: 500 },
      ));

    it('as a property', () =>
      fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.constantFrom('a', '1', '.', '[', ']', '"', "'", ' ', 'msg.', 'parts', '__proto__', '-', '$', 'é', '\\'),
            {
              maxLength: 7,
            },
          ),
          async (parts) => void (await agreeOnNode('availability', { output: { property: parts.join('') } })),
        ),
        { numRuns: 500 },
      ));
  });
});

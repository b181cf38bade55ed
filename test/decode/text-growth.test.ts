import { readableText } from '../../nodes/charset/readable-text';
import { ToUtf8 } from '../../nodes/charset/to-utf8';
import type { RecordFormat } from '../../nodes/decode/create-reader';
import { DataConnectError } from '../../nodes/errors';
import { assertGrowsWithSize } from '../growth/grows-with-size';
import { column, type Reading, records } from './reading';

type Answer = (count: number) => string;

const row = (inside: string) => `<T><R>${inside}</R></T>`;
const repeated = (count: number, part: (index: number) => string) => Array.from({ length: count }, (_, i) => part(i));

const xml: Record<string, [count: number, answer: Answer]> = {
  'a cell of CDATA sections': [10_000, (count) => row(`<A>${'<![CDATA[x]]>'.repeat(count)}</A>`)],
  'a cell of comments': [10_000, (count) => row(`<A>${'<!--x-->'.repeat(count)}</A>`)],
  'a cell of comments in rows that are known': [
    10_000,
    (count) => `<T>${'<R><A>1</A></R>'.repeat(3)}<R><A>${'<!--</R>-->x'.repeat(count)}</A></R></T>`,
  ],
  'comments in front of a row': [20_000, (count) => `<T>${'<!--x-->'.repeat(count)}<R><A>1</A></R></T>`],
  'instructions in a row': [20_000, (count) => row(`${'<?x y?>'.repeat(count)}<A>1</A>`)],
  references: [20_000, (count) => row(`<A>${'&amp;&#65;'.repeat(count)}</A>`)],
  'ampersands that are no references': [50_000, (count) => row(`<A>${'&'.repeat(count)}</A>`)],
  'attributes of a row': [3000, (count) => `<T><R ${repeated(count, (i) => `a${i}="1"`).join(' ')}/></T>`],
  'spaces in a tag': [200_000, (count) => `<T><R${' '.repeat(count)}x${' '.repeat(count)}/></T>`],
  'columns that come one by one': [
    2000,
    (count) => `<T>${repeated(count, (i) => `<R><A${i}>1</A${i}></R>`).join('')}</T>`,
  ],
  'columns put in front of others': [
    2000,
    (count) => `<T>${repeated(count, (i) => `<R><A${i}>1</A${i}><Z>2</Z></R>`).join('')}</T>`,
  ],
  'white space that changes in a table of many columns': [
    2000,
    (count) =>
      `<T><R>${repeated(count, (i) => `<A${i}>1</A${i}>`).join('')}</R>${'<R><A0>1</A0> <A1>2</A1>\n<A2>3</A2></R>'.repeat(count)}</T>`,
  ],
  'columns of one name': [3000, (count) => row('<A>1</A>'.repeat(count))],
  'columns named as their row is': [3000, (count) => row('<R>1</R>'.repeat(count))],
  'a large row with columns named as it is': [
    50,
    (count) => row(`<A>${'x'.repeat(count * 2000)}</A>${'<R>1</R>'.repeat(count * 10)}`),
  ],
  'elements inside one another': [20_000, (count) => `${'<a>'.repeat(count)}${'</a>'.repeat(count)}`],
  'elements without an end': [20_000, (count) => '<a>'.repeat(count)],
  'end tags written another way, in rows that are known': [
    3000,
    (count) => `<T><R><A>1</A></R>${'<R><A>1</A ></R>'.repeat(count)}</T>`,
  ],
  'rows without anything': [10_000, (count) => `<T>${'<P/>'.repeat(count)}</T>`],
  'fields in the root': [3000, (count) => `<T>${repeated(count, (i) => `<A${i}>1</A${i}>`).join('')}</T>`],
  'white space between rows': [20_000, (count) => `<T>${`<R><A>1</A></R>${' '.repeat(40)}`.repeat(count)}</T>`],
};

const csv: Record<string, [count: number, answer: Answer]> = {
  'a row of many fields, one in quotes': [20_000, (count) => `A\n"x"${',b'.repeat(count)}\n`],
  'quotes in a field': [50_000, (count) => `A,B\n"${'""'.repeat(count)}",x\n`],
  'a quote without its end': [100_000, (count) => `A,B\n"${'x\n'.repeat(count)}`],
  'quotes inside fields without a delimiter': [20_000, (count) => `A\n${'b"c\n'.repeat(count)}`],
  'empty lines': [20_000, (count) => `A,B\n1,2\n${'\n'.repeat(count)}`],
  'a row without a line end': [200_000, (count) => `A,B\n1,${'x'.repeat(count)}`],
  'carriage returns': [100_000, (count) => `A,B\n1,${'\r'.repeat(count)}\n`],
  'columns of one name': [3000, (count) => `${'A,'.repeat(count)}A\n`],
  'columns named as doublets are': [
    1500,
    (count) => `${[...repeated(count, (i) => `A_${i + 2}`), ...repeated(count, () => 'A')].join(',')}\n`,
  ],
  'zeros in a number': [50_000, (count) => `N,B\n0.1${'0'.repeat(count)}1,x\n`],
  'another delimiter than asked': [20_000, (count) => `A;B\n${'1;2\n'.repeat(count)}`],
};

/** @param size of the pieces it comes in; a fault of it is fine here */
function reading(format: RecordFormat, body: string, size?: number): () => void {
  const bytes = Buffer.from(body);
  const splits = [size ?? bytes.length];
  const options: Reading = { splits, columns: [column('N', 'number')] };
  return () => {
    try {
      records(format, bytes, options);
    } catch (error) {
      if (!(error instanceof DataConnectError)) throw error;
    }
  };
}

describe('the time that an answer takes grows with its size, not faster', function () {
  this.timeout(120_000);
  for (const [name, [count, answer]] of Object.entries(xml)) {
    it(`Xml: ${name}`, async () => {
      await assertGrowsWithSize(count, (size) => reading('Xml', answer(size)));
    });
  }
  for (const [name, [count, answer]] of Object.entries(csv)) {
    it(`Csv: ${name}`, async () => {
      await assertGrowsWithSize(count, (size) => reading('Csv', answer(size)));
    });
  }
  for (const [format, answer] of [
    ['Xml', (count: number) => row(`<A>${'é'.repeat(50 * count)}</A>`)],
    ['Csv', (count: number) => `A,B\r\n"${'é\n'.repeat(30 * count)}",1\r\n`],
    ['Json', (count: number) => `[{"A":"${'é'.repeat(50 * count)}"}]`],
  ] as const) {
    it(`${format}: a value that comes in pieces of 100 bytes`, async () => {
      await assertGrowsWithSize(10_000, (size) => reading(format, answer(size), 100));
    });
  }
  it('the words of a schema', async () => {
    const answer: Answer = (count) =>
      `<T><Schema><Column_Name>A</Column_Name><Type>${'('.repeat(count)}\n</Type></Schema></T>`;
    await assertGrowsWithSize(5000, (size) => reading('XmlDataTable', answer(size)));
  });
  it('bytes in a charset that is doubted', async () => {
    await assertGrowsWithSize(50_000, (size) => () => {
      const decoder = new ToUtf8('windows-1252');
      for (let at = 0; at < size; at++) decoder.write(Buffer.of(at < size / 2 ? 65 : 0xe9));
      return decoder.end();
    });
    await assertGrowsWithSize(50_000, (size) => {
      const bytes = Buffer.from('É® '.repeat(size), 'latin1');
      return () => readableText(bytes, 'iso-8859-1');
    });
  });
});

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { column, failure, read, records, tiny } from './reading';

const table = (...rows: string[]) => `<Table>${rows.map((row) => `<Record>${row}</Record>`).join('')}</Table>`;

/** Every way of splitting must give the same. */
function everyWay(body: string): unknown[] {
  const rows = records('Xml', body);
  for (const splits of [[1], [2, 3, 5]]) assert.deepEqual(records('Xml', body, { splits, limits: tiny }), rows);
  return rows;
}

describe('an Xml answer', () => {
  it('gives a record per row element, whatever the names', () => {
    const rows = [{ VendorID: '1', Name: 'a' }, { VendorID: '2' }];
    for (const [root, row] of [
      ['Table', 'Record'],
      ['Table', 'Records'],
      ['NewDataSet', 'Table1'],
      ['x', 'y'],
    ]) {
      const body = `<?xml version="1.0"?>\r\n<${root}>\n <${row}>\n  <VendorID>1</VendorID><Name>a</Name></${row} >
        <${row}><VendorID>2</VendorID></${row}>\n</${root}>\n<!-- end -->`;
      assert.deepEqual(everyWay(body), rows);
    }
  });

  it('gives a list of one for one row, nothing for an empty table or an empty body', () => {
    assert.deepEqual(everyWay(table('<A>1</A>')), [{ A: '1' }]);
    for (const body of ['<Table />', '<Table></Table>', '<?xml version="1.0"?><Table/>', '', ' \n']) {
      assert.deepEqual(records('Xml', body), []);
    }
    assert.deepEqual(everyWay(table('')), [{}]);
  });

  it('undoes references and CDATA, and passes over comments and instructions', () => {
    const first =
      '<A>a &amp; b &lt;&gt;&quot;&apos; &#233;&#x1F600; &amp;amp;</A><!-- <B> </Record> --><?go ?><B>x<![CDATA[<&amp;</Record>]]>y<!-- z --></B>';
    assert.deepEqual(everyWay(table(first, '<A>2</A><C>a\r\nb&#13;</C>')), [
      { A: 'a & b <>"\' é😀 &amp;', B: 'x<&amp;</Record>y' },
      { A: '2', C: 'a\nb\r' },
    ]);
  });

  it('keeps null, empty and missing apart, by the column', () => {
    const columns = [column('N', 'integer'), column('T')];
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const body = `<Table ${xsi}><Record><N/><T/></Record><Record><N xsi:nil="true"/><T xsi:nil="1"></T></Record><Record><T>null</T></Record></Table>`;
    assert.deepEqual(records('Xml', body, { columns }), [{ N: null, T: '' }, { N: null, T: null }, { T: 'null' }]);
  });

  it('reads names with prefixes and with characters .NET had to escape', () => {
    const body =
      '<d:Table xmlns:d="urn:x"><d:Record><d:Employee_x0020_ID>1</d:Employee_x0020_ID><Work_x0020__x0023_>2</Work_x0020__x0023_><a_x005F_x0020_>3</a_x005F_x0020_></d:Record></d:Table>';
    assert.deepEqual(everyWay(body), [{ 'Employee ID': '1', 'Work #': '2', a_x0020_: '3' }]);
  });

  it('takes attributes without a prefix for columns', () => {
    const body =
      '<Table><Record ID="1" x:order="3" Note="a &amp; &gt;&#10;"><ID>2</ID><Price currency="CAD">5</Price></Record><Record ID=\'3\'/></Table>';
    assert.deepEqual(everyWay(body), [
      { ID: '1', Note: 'a & >\n', ID_2: '2', Price: '5', 'Price.currency': 'CAD' },
      { ID: '3' },
    ]);
  });

  it('reads rows that lack columns, have more, repeat or change their order', () => {
    assert.deepEqual(
      everyWay(
        table('<A>1</A><C>2</C>', '<A>3</A><B>4</B><C>5</C>', '<C>6</C><A>7</A>', '<A>8</A><A>9</A><B>0</B>', '<B/>'),
      ),
      [{ A: '1', C: '2' }, { A: '3', B: '4', C: '5' }, { C: '6', A: '7' }, { A: '8', A_2: '9', B: '0' }, { B: '' }],
    );
  });

  it('reads empty elements among others, with and without a value', () => {
    const columns = [column('A'), column('N', 'integer'), column('B')];
    const xsi = 'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';
    const rows: Array<[string, unknown]> = [
      ['<A>1</A><N>2</N><B>3</B>', { A: '1', N: 2, B: '3' }],
      ['<A>1</A><N/><B>3</B>', { A: '1', N: null, B: '3' }],
      ['<A /><N>2</N><B  />', { A: '', N: 2, B: '' }],
      [`<A ${xsi} xsi:nil="true"/><N ${xsi} xsi:nil="1"></N><B/>`, { A: null, N: null, B: '' }],
      ['<A/><N>4</N>', { A: '', N: 4 }],
      ['<A note="x&amp;/>"/><B>5</B>', { A: '', 'A.note': 'x&/>', B: '5' }],
      ['<B/><A/>', { B: '', A: '' }],
      ['<A>1</A><A/><B>2</B>', { A: '1', A_2: '', B: '2' }],
      [`<A ${xsi} xsi:nil="true"/><N>1</N>`, { A: null, N: 1 }],
      ['<A note="y"/><B>5</B>', { A: '', 'A.note': 'y', B: '5' }],
      ['<A>6</A><Other/><B>7</B>', { A: '6', Other: '', B: '7' }],
    ];
    const body = table(...rows.map(([row]) => row));
    for (const splits of [[10_000], [1], [7]]) {
      assert.deepEqual(
        records('Xml', body, { columns, splits, limits: tiny }),
        rows.map(([, record]) => record),
      );
    }
  });

  it('never puts two fields of a row into one column', () => {
    const fields = '<a:N>1</a:N>,<b:N>2</b:N>,<a:N>3</a:N><b:N>4</b:N>,<b:N>5</b:N><a:N>6</a:N>'.split(',');
    assert.deepEqual(everyWay(table(...fields)), [{ N: '1' }, { N: '2' }, { N: '3', N_2: '4' }, { N: '5', N_2: '6' }]);
    const prefixed = [1, 2, 3, 4].map((id) => `<R x:id="é${id}"><A>${id}</A><B><![CDATA[<${id}>]]></B></R>`).join('\n');
    assert.deepEqual(
      everyWay(`<T>${prefixed}</T>`),
      [1, 2, 3, 4].map((id) => ({ A: `${id}`, B: `<${id}>` })),
    );
    assert.deepEqual(everyWay(`<T>${'<R kind="x"><A>1</A></R>'.repeat(5)}</T>`), Array(5).fill({ kind: 'x', A: '1' }));
    assert.deepEqual(everyWay('<T><R ID="1"><ID>2</ID></R><R><ID>3</ID></R><R><ID>4</ID></R></T>'), [
      { ID: '1', ID_2: '2' },
      { ID: '3' },
      { ID: '4' },
    ]);
  });

  it('names the row with a wrong attribute', () => {
    const rows = Array.from({ length: 20 }, (_, index) => (index === 11 ? '<A x:y="&bad;"/>' : `<A>${index}</A>`));
    const at = table(...rows).indexOf('<Record><A x:y');
    assert.throws(() => records('Xml', table(...rows)), failure('MALFORMED', new RegExp(`record 12, byte ${at}\\b`)));
  });

  it('reads rows that are much shorter than those before', () => {
    const rows = [40, 40, 30, 1, 1, 40, 0, 35].map((length) => ({ A: 'é'.repeat(length) }));
    assert.deepEqual(everyWay(table(...rows.map(({ A }) => `<A>${A}</A>`))), rows);
  });

  it('reads a column that has the name of the row', () => {
    assert.deepEqual(everyWay(table('<A>1</A><Record>x</Record>', '<Record/><Record>y</Record>')), [
      { A: '1', Record: 'x' },
      { Record: '', Record_2: 'y' },
    ]);
  });

  it('gives one record for a root with fields in it', () => {
    const body = '<Session><isValid>true</isValid><Username/><RQEmployeeId>7</RQEmployeeId></Session>';
    assert.deepEqual(everyWay(body), [{ isValid: 'true', Username: '', RQEmployeeId: '7' }]);
  });

  it('turns an error of the service into an error', () => {
    assert.throws(() => records('Xml', '<Error><Message>Not now</Message></Error>'), failure('API_ERROR', /Not now/));
    assert.throws(
      () => records('Xml', '<Table><Error>true</Error><Message>Not now</Message></Table>'),
      failure('API_ERROR', /Not now/),
    );
  });

  it('passes over the XSD of a DataSet', () => {
    const xsd = '<xs:schema id="x"><xs:element name="a"><xs:complexType/></xs:element></xs:schema>';
    assert.deepEqual(everyWay(`<NewDataSet>${xsd}<Table><A>1</A></Table></NewDataSet>`), [{ A: '1' }]);
  });

  it('refuses a DOCTYPE wherever it stands, and whatever else could expand', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>';
    for (const body of [
      `${bomb}<Table><Record><A>&b;</A></Record></Table>`,
      `<?xml version="1.0"?><!DOCTYPE Table SYSTEM "http://evil.test/x.dtd"><Table/>`,
      `<Table>${bomb}</Table>`,
      table(`${bomb}<A>1</A>`),
      table(`<A>1${bomb}</A>`),
      `<Table/>${bomb}`,
      table('<A>&b;</A>'),
      table('<A>&constructor;</A>'),
      table('<A>a & b</A>'),
      table('<A>&#x110000;</A>'),
      table('<A>&#xD800;</A>'),
    ]) {
      assert.throws(() => records('Xml', body), failure('MALFORMED'), body);
      assert.throws(() => records('Xml', body, { splits: [1], limits: tiny }), failure('MALFORMED'), body);
    }
  });

  it('refuses what is not well-formed', () => {
    for (const body of [
      table('<A>1</B>'),
      table('<A>1</A>text'),
      table('text<A>1</A>'),
      table('<A><B>1</B></A>'),
      table('<A>1</A></Table>'),
      '<Table><Record><A>1</A></Record></Tabel>',
      '<Table/><Table/>',
      '<Table/>text',
      '<Table>text</Table>',
      'text',
      '<Table><Record A=1></Record></Table>',
      '<Table><Record><A>1</A></Record><B>2</B></Table>',
      table('<A>1</A>', '<A>2</A><A'.concat(' <B>3</B>')),
    ]) {
      assert.throws(() => records('Xml', body), failure('MALFORMED'), body);
    }
  });

  it('gives what saxes gives, however the bytes are split', function () {
    this.timeout(60_000);
    const name = fc.constantFrom('A', 'B', 'Cost', 'Long_x0020_Name', 'Record', 'x.y-z');
    const raw = fc.string({
      unit: fc.constantFrom('a', 'é', '😀', ' ', '1', '&amp;', '&#x41;', '\r\n', '\n', ']', '>'),
      maxLength: 5,
    });
    const part = fc.oneof(
      raw,
      raw.map((text) => `<![CDATA[${text.replaceAll(']', '')}</Record>&]]>`),
      raw.map((text) => `<!--${text.replaceAll('-', '')}</A>-->`),
      fc.constant('<?pi x?>'),
    );
    const field = fc.tuple(name, fc.array(part, { maxLength: 3 })).map(([tag, parts]) => {
      const inside = parts.join('').replaceAll(']]>', ']]&gt;').replaceAll('&]]&gt;', '&]]>');
      return inside === '' ? `<${tag} />` : `<${tag}>${inside}</${tag}>`;
    });
    const row = fc.uniqueArray(field, { maxLength: 5, selector: (text) => /^<([^ >]+)/.exec(text)![1] });
    const space = fc.constantFrom('', '\n  ', '<!-- > -->');
    const sizes = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 8 }),
        space,
        sizes,
        fc.integer({ min: 1, max: 300 }),
        (rows, gap, splits, piece) => {
          const body = `<Table>${rows.map((fields) => `${gap}<Record>${[...fields, ''].join(gap)}</Record>`).join('')}</Table>`;
          assert.deepEqual(records('Xml', body, { splits, limits: { ...tiny, piece } }), oracle(body));
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('an Xml answer with rows in which all is null', () => {
  it('has them as records, also in front', () => {
    const row = '<ProductDetail><A>1</A></ProductDetail>';
    const empty = '<ProductDetail />';
    const nil = '<ProductDetail></ProductDetail>';
    for (const [body, expected] of [
      [empty + row, [{}, { A: '1' }]],
      [nil + row + empty, [{}, { A: '1' }, {}]],
      [empty + nil + row, [{}, {}, { A: '1' }]],
      [empty, [{}]],
      [empty + nil + empty, [{}, {}, {}]],
    ] as const) {
      const { columns } = read('Xml', `<Rows>${body}</Rows>`);
      assert.deepEqual(everyWay(`<Rows>${body}</Rows>`), expected);
      assert.ok(columns.every(({ name }) => name === 'A'));
    }
  });

  it('has fields where they are fields', () => {
    assert.deepEqual(everyWay('<S><A/><B>1</B></S>'), [{ A: '', B: '1' }]);
    assert.deepEqual(everyWay('<S><A/><B/></S>'), [{ A: '', B: '' }]);
    assert.deepEqual(records('Xml', '<S><A/></S>', { columns: [column('A')] }), [{ A: '' }]);
    assert.deepEqual(everyWay('<S><A>1</A><A>2</A><A>3</A></S>'), [{ A: '1', A_2: '2', A_3: '3' }]);
  });
});

describe('a DataTable or DataSet of .NET', () => {
  const xsd = '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" id="d"><xs:element name="Table"/></xs:schema>';
  const plainXsd = '<schema xmlns="http://www.w3.org/2001/XMLSchema"><element name="Table"/></schema>';
  const opened = (inside: string) =>
    `<diffgr:diffgram xmlns:msdata="urn:schemas-microsoft-com:xml-msdata" xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1"${inside}`;
  const diffgram = (inside: string) => opened(`>${inside}</diffgr:diffgram>`);
  const rows = [1, 2, 3]
    .map((id) => `<Table diffgr:id="Table${id}" msdata:rowOrder="${id}"><ID>${id}</ID></Table>`)
    .join('');
  const before =
    '<diffgr:before><Table diffgr:id="Table1" msdata:rowOrder="0"><ID>9</ID></Table></diffgr:before><diffgr:errors><Table diffgr:id="Table1" diffgr:Error="x"/></diffgr:errors>';
  const three = [{ ID: '1' }, { ID: '2' }, { ID: '3' }];

  it('gives no record where it is empty', () => {
    for (const inside of [
      opened(' />'),
      diffgram(''),
      diffgram('<NewDataSet />'),
      diffgram('<DocumentElement xmlns=""></DocumentElement>'),
      '<NewDataSet/>',
    ]) {
      for (const schema of [xsd, plainXsd, '']) {
        assert.deepEqual(everyWay(`<DataTable xmlns="urn:x">${schema}${inside}</DataTable>`), []);
      }
    }
    assert.deepEqual(everyWay(opened('/>')), []);
  });

  it('gives the rows in it, and not what they were before', () => {
    for (const inside of [
      diffgram(`<NewDataSet>${rows}</NewDataSet>`),
      diffgram(`<DocumentElement xmlns="">${rows}</DocumentElement>${before}`),
      diffgram(`<MyData>\n${rows}\n</MyData>\n${before}\n`),
      `<NewDataSet>${rows}</NewDataSet>`,
      rows,
    ]) {
      assert.deepEqual(everyWay(`<DataSet xmlns="urn:x">${xsd}${inside}</DataSet>`), three);
    }
    assert.deepEqual(everyWay(diffgram(`<NewDataSet>${rows}</NewDataSet>`)), three);
    assert.throws(
      () => records('Xml', `<DataSet>${diffgram(`<NewDataSet>${rows}</DataSet>`)}</NewDataSet>`),
      failure('MALFORMED'),
    );
  });
});

describe('a name that .NET had to escape', () => {
  it('is read with four digits and with eight, in any case; a value stays as it is', () => {
    for (const [written, name] of [
      ['Cash_x0001F4B0_', 'Cash💰'],
      ['Cash_xD83D__xDCB0_', 'Cash💰'],
      ['Work_x0020__x0023_', 'Work #'],
      ['caf_x00e9_', 'café'],
      ['a_X0020_b', 'a b'],
      ['a_x005F_x0020_', 'a_x0020_'],
      ['a_x005f_x0020_', 'a_x0020_'],
      ['a_x00110000_', 'a_x00110000_'],
      ['a_x002_b', 'a_x002_b'],
    ] as const) {
      const body = `<T><R ${written}2="_x0020_"><${written}>_x0020_</${written}></R></T>`;
      assert.deepEqual(everyWay(body), [{ [`${name}2`]: '_x0020_', [name]: '_x0020_' }]);
    }
  });
});

describe('an XmlDataTable answer', () => {
  const rows = '<Record><ID>1</ID><New>007</New></Record>';
  const schema =
    '<Schema><Column_Name>ID</Column_Name><Type>INT</Type><SafeType>Int32</SafeType><Length>4</Length></Schema><Schema><Column_Name>New</Column_Name><Type>NVARCHAR</Type><SafeType>String</SafeType><Length>50</Length></Schema>';

  it('gives records and the columns of its Schema, behind the rows or before them', () => {
    for (const splits of [[1000], [1]]) {
      const before = read('XmlDataTable', `<Table>${schema}${rows}</Table>`, { splits, limits: tiny });
      assert.deepEqual(before.records, [{ ID: 1, New: '007' }]);
      const columns = [column('ID', 'integer')];
      const behind = read('XmlDataTable', `<Table>${rows}${schema}</Table>`, { splits, limits: tiny, columns });
      assert.deepEqual(behind.records, [{ ID: 1, New: '007' }]);
      for (const { columns: known } of [before, behind]) {
        assert.deepEqual(known, [
          { name: 'ID', type: 'integer', sqlType: 'INT', length: 4, source: 'schema' },
          { name: 'New', type: 'string', sqlType: 'NVARCHAR', length: 50, source: 'schema' },
        ]);
      }
    }
  });

  it('knows the columns of an empty table', () => {
    const { records: none, columns } = read('XmlDataTable', `<Table>${schema}</Table>`);
    assert.deepEqual(none, []);
    assert.equal(columns.length, 2);
  });
});

function oracle(body: string): unknown[] {
  const rows: Array<Record<string, string>> = [];
  const names: string[] = [];
  const parser = new SaxesParser();
  parser.on('opentag', ({ name }) => {
    names.push(name);
    if (names.length === 2) rows.push({});
    if (names.length === 3) rows.at(-1)![key(name)] = '';
  });
  const add = (text: string) => {
    if (names.length === 3) rows.at(-1)![key(names[2]!)] += text;
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.on('closetag', () => names.pop());
  parser.write(body).close();
  return rows;
}

const key = (name: string) => name.replace('_x0020_', ' ');

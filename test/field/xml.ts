/** XML as .NET, databases and templates write it. */
import { type Ask, answered, type Expected, type FieldCase, refused } from './field-case';

function xml(name: string, source: string, body: string | Buffer, expect: Expected, ask: Ask = {}): FieldCase {
  return answered('Xml', name, source, body, expect, { anyRequest: '/report', ...ask });
}

function table(name: string, source: string, body: string | Buffer, expect: Expected, ask: Ask = {}): FieldCase {
  return answered('XmlDataTable', name, source, body, expect, { anyRequest: '/report', ...ask });
}

const one: Expected = { records: [{ A: '1' }] };
const orRefused: Expected = { ...one, orRefused: true };
const rows = '<Table><Record><A>1</A></Record></Table>';

export const xmlTexts: readonly FieldCase[] = [
  ...['<R/>', '<R></R>', '<R>\n</R>', '<R />'].map((empty) =>
    xml(
      `a first row in which all is null: ${JSON.stringify(empty)}`,
      'FOR XML PATH',
      `<Rows>${empty}<R><A>1</A></R></Rows>`,
      { records: [{}, { A: '1' }] },
    ),
  ),
  xml('two such rows first', 'FOR XML PATH', '<Rows><R/><R/><R><A>1</A></R></Rows>', { records: [{}, {}, { A: '1' }] }),
  table(
    'a first row in which all is null',
    'DataTable',
    '<Rows><Item/><Item><A>1</A></Item><Schema><Column_Name>A</Column_Name><Type>INT</Type></Schema></Rows>',
    { records: [{}, { A: '1' }] },
  ),
  xml('a null row in the middle', 'FOR XML PATH', '<Rows><R><A>1</A></R><R/><R><A>2</A></R></Rows>', {
    records: [{ A: '1' }, {}, { A: '2' }],
  }),
  xml(
    'names of .NET',
    'XmlConvert.EncodeName',
    '<T><Record><Employee_x0020_ID>1</Employee_x0020_ID><_x0031_st>2</_x0031_st></Record></T>',
    { records: [{ 'Employee ID': '1', '1st': '2' }] },
  ),
  xml(
    'a character of .NET in two halves',
    'XmlConvert.EncodeName',
    '<T><Record><Cash_xD83D__xDCB0_>1</Cash_xD83D__xDCB0_></Record></T>',
    { records: [{ 'Cash💰': '1' }] },
  ),
  xml(
    'eight digits in lower case',
    'XmlConvert.EncodeName',
    '<T><Record><Cash_x0001f4b0_>1</Cash_x0001f4b0_></Record></T>',
    { records: [{ 'Cash💰': '1' }] },
  ),
  xml(
    'eight digits that are no character',
    'a column named so',
    '<T><Record><A_xFFFFFFFF_>1</A_xFFFFFFFF_></Record></T>',
    { records: [{ A_xFFFFFFFF_: '1' }] },
  ),
  xml(
    'an escaped escape',
    'XmlConvert.EncodeName',
    '<T><Record><A_x005F_x0001F4B0_>1</A_x005F_x0001F4B0_></Record></T>',
    { records: [{ A_x0001F4B0_: '1' }] },
  ),
  xml(
    'names like numbers',
    'a pivot by store',
    '<T><Record><Store>A</Store><_x0032_02>1</_x0032_02><_x0031_01>2</_x0031_01></Record></T>',
    { records: [{ Store: 'A', '202': '1', '101': '2' }], columns: ['Store', '202', '101'] },
  ),
  table(
    'a type of the Schema',
    'the service',
    '<Table><Record><A>7</A><B>x</B></Record><Schema><Column_Name>A</Column_Name><Type>INT</Type><SafeType>int</SafeType><Length>4</Length></Schema></Table>',
    { records: [{ A: '7', B: 'x' }], types: ['string', 'unknown'] },
  ),
  xml('a DOCTYPE', 'an attacker', '<!DOCTYPE T [<!ENTITY x "y">]><T><Record><A>&x;</A></Record></T>', refused),
  xml('a DOCTYPE behind the rows', 'an attacker', `${rows}<!DOCTYPE T>`, refused),
  xml('a DOCTYPE of a file', 'an old exporter', `<!DOCTYPE Table SYSTEM "table.dtd">${rows}`, refused),
  xml('&nbsp;', 'a template', '<T><Record><A>1&nbsp;</A></Record></T>', refused),
  xml('a bare &', 'a template', '<T><Record><A>A & B</A></Record></T>', refused),
  xml('a bare <', 'a template', '<T><Record><A>1 < 2</A></Record></T>', refused),
  xml('a zero character', 'SQL Server', '<T><Record><A>&#0;</A></Record></T>', {
    records: [{ A: '\0' }],
    orRefused: true,
  }),
  xml('control characters by number', 'XmlWriter', '<T><Record><A>&#x1F;x</A></Record></T>', {
    records: [{ A: '\x1fx' }],
    orRefused: true,
  }),
  xml(
    'CDATA and comments in one field',
    'a template',
    '<T><Record><A><![CDATA[a<b]]><!-- x -->&amp;<![CDATA[]]></A></Record></T>',
    { records: [{ A: 'a<b&' }] },
  ),
  xml('a stylesheet', 'XmlWriter', `<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="x.xsl"?>${rows}`, one),
  xml('a blank line before the declaration', 'PHP', `\r\n<?xml version="1.0"?>${rows}`, orRefused),
  xml('another case in the end tag', 'a template', '<Table><Record><A>1</a></Record></Table>', refused),
  xml('two roots', 'a template', `${rows}${rows}`, refused),
  xml('text behind the root', 'a debug statement', `${rows}done`, refused),
  xml('zero bytes behind the root', 'a load balancer', `${rows}\0\0`, orRefused),
  xml('a root that stays open', 'a broken stream', '<Table><Record><A>1</A></Record>', {
    error: ['TRUNCATED', 'MALFORMED'],
  }),
  xml(
    'nil and empty and missing',
    'XmlSerializer',
    '<T xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><Record><A xsi:nil="true"/><B/></Record><Record><B>x</B></Record></T>',
    { records: [{ A: null, B: '' }, { B: 'x' }] },
  ),
  xml('a field twice', 'a list in a row', '<T><Record><A>1</A><A>2</A></Record></T>', {
    records: [{ A: '1', A_2: '2' }],
  }),
  xml(
    'a field with fields inside',
    'XmlSerializer',
    '<T><Record><A><B>1</B></A></Record><Record><A><B>2</B></A></Record></T>',
    refused,
  ),
  xml('rows of two kinds', 'a DataSet of two tables', '<Set><Stores><A>1</A></Stores><Totals><B>2</B></Totals></Set>', {
    records: [{ A: '1' }, { B: '2' }],
    orRefused: true,
  }),
  xml('prefixes', 'SOAP', '<n:Table xmlns:n="urn:x"><n:Record><n:A>1</n:A></n:Record></n:Table>', one),
  xml('rows as attributes', 'FOR XML RAW', '<Rows><row A="1"/><row A="2" B="&lt;"/></Rows>', {
    records: [{ A: '1' }, { A: '2', B: '<' }],
  }),
  xml('a name that would be dangerous', 'an attacker', '<T><Record><__proto__>1</__proto__></Record></T>', {
    records: [{ __proto___: '1' }],
  }),
  xml('a field of the row’s own name', 'RQ', '<T><Record><Record>1</Record></Record></T>', {
    records: [{ Record: '1' }],
  }),
];

/** Lists that come inside of something, and parts of a list. */
import { answered, type Expected, type FieldCase, refused } from './field-case';

const two: Expected = { records: [{ StoreID: 1 }, { StoreID: 2 }], orRefused: true };
const typed = '[{"StoreID":1},{"StoreID":2}]';
const rows = '<StoreID>1</StoreID></Row><Row><StoreID>2</StoreID>';
const SCHEMA =
  '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" id="NewDataSet"><xs:element name="NewDataSet"><xs:complexType/></xs:element></xs:schema>';
const DIFFGRAM =
  'xmlns:diffgr="urn:schemas-microsoft-com:xml-diffgram-v1" xmlns:msdata="urn:schemas-microsoft-com:xml-msdata"';

export const wrappers: readonly FieldCase[] = [
  ...['results', 'data', 'rows', 'items', 'Result', 'NewDataSet'].map((name) =>
    answered('Json', `a list in "${name}"`, 'REST services', `{"${name}":${typed}}`, two),
  ),
  answered('Json', 'a list two levels down', 'OData 2', `{"d":{"results":${typed}}}`, two),
  answered('Json', 'a list in a list', 'a table of tables', `[${typed}]`, refused),
  answered('Json', 'a list with its context', 'OData 4', `{"@odata.context":"$metadata#Stores","value":${typed}}`, two),
  answered(
    'Json',
    'the first page of a list',
    'OData 4',
    `{"value":${typed},"@odata.nextLink":"https://dataconnect.example/Stores?$skip=2"}`,
    refused,
  ),
  answered('Json', 'two lists', 'a DataSet of two tables', `{"Table":${typed},"Table1":[{"Total":2}]}`, refused),
  answered('Json', 'an empty list in "value"', 'OData', '{"value":[]}', { records: [], orRefused: true }),
  answered('JsonDataTable', 'a list in "value"', 'OData', `{"value":${typed}}`, two),
  answered(
    'JsonDataTable',
    'records by number',
    'PHP',
    '{"Records":{"0":{"StoreID":1},"1":{"StoreID":2}},"Schema":[]}',
    refused,
  ),
  answered('Json', 'one object per line', 'BigQuery and jq', '{"StoreID":1}\n{"StoreID":2}\n', two),
  answered('Json', 'two lists behind one another', 'a stream of pages', '[{"StoreID":1}]\n[{"StoreID":2}]', refused),
  answered('Json', 'a list of lists of values', 'pandas orient=values', '[["StoreID"],[1],[2]]', refused),
  answered(
    'Xml',
    'rows three levels down',
    'a SOAP answer',
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><Rows><Row>${rows}</Row></Rows></s:Body></s:Envelope>`,
    two,
  ),
  answered(
    'Xml',
    'rows in a list of their own',
    'XmlSerializer',
    `<Report><Rows><Row>${rows}</Row></Rows></Report>`,
    two,
  ),
  answered(
    'Xml',
    'a diffgram with rows',
    'a .NET DataSet',
    `<DataSet xmlns="urn:x">${SCHEMA}<diffgr:diffgram ${DIFFGRAM}><NewDataSet xmlns=""><Table diffgr:id="Table1" msdata:rowOrder="0"><StoreID>1</StoreID></Table><Table diffgr:id="Table2" msdata:rowOrder="1"><StoreID>2</StoreID></Table></NewDataSet></diffgr:diffgram></DataSet>`,
    two,
  ),
  answered('Xml', 'a schema and no rows', 'DataSet.WriteXml', `<NewDataSet>${SCHEMA}</NewDataSet>`, {
    records: [],
    orRefused: true,
  }),
  answered(
    'Xml',
    'a diffgram with an empty set',
    'a .NET DataSet',
    `<DataSet xmlns="urn:x">${SCHEMA}<diffgr:diffgram ${DIFFGRAM}><NewDataSet /></diffgr:diffgram></DataSet>`,
    { records: [], orRefused: true },
  ),
  answered(
    'XmlDataTable',
    'a diffgram with nothing in it',
    'a .NET DataTable',
    `<DataTable xmlns="urn:x">${SCHEMA}<diffgr:diffgram ${DIFFGRAM}></diffgr:diffgram></DataTable>`,
    { records: [], orRefused: true },
  ),
  answered('Xml', 'a root alone', 'DataSet.WriteXml', '<?xml version="1.0" standalone="yes"?>\r\n<NewDataSet />', {
    records: [],
  }),
];

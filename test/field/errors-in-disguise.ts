/** Errors that come with status 200 in the place of records, and answers that only look like errors. */
import { answered, type Expected, type FieldCase, refused } from './field-case';

const api: Expected = { error: 'API_ERROR' };
const WORDS = 'Execution Timeout Expired.';

const jsonErrors: ReadonlyArray<readonly [source: string, body: string]> = [
  [
    'ASP.NET Web API with details',
    `{"Message":"An error has occurred.","ExceptionMessage":"${WORDS}","ExceptionType":"System.Data.SqlClient.SqlException","StackTrace":"   at Run()"}`,
  ],
  ['Google and Microsoft Graph', `{"error":{"code":"503","message":"${WORDS}"}}`],
  ['OData 3', `{"odata.error":{"code":"","message":{"lang":"en-US","value":"${WORDS}"}}}`],
  ['GraphQL', `{"data":null,"errors":[{"message":"${WORDS}"}]}`],
  ['JSON:API', `{"errors":[{"status":"500","title":"${WORDS}"}]}`],
  ['a PHP back end', `{"success":false,"message":"${WORDS}"}`],
  ['JSend', `{"status":"error","message":"${WORDS}"}`],
  ['Azure API Management', `{"statusCode":500,"message":"Internal server error","activityId":"5f2a"}`],
  [
    'Spring Boot',
    `{"timestamp":"2026-01-01T00:00:00.000+00:00","status":500,"error":"Internal Server Error","path":"/report"}`,
  ],
  ['AWS API Gateway', '{"message":"Endpoint request timed out"}'],
  ['an OAuth resource server', '{"error":"invalid_token","error_description":"The access token expired"}'],
  ['the service, with spaces and another case', `\r\n { "ERROR" : "True" , "message" : "${WORDS}" } `],
  ['the service, error last', `{"Message":"${WORDS}","Error":true}`],
];

const xmlErrors: ReadonlyArray<readonly [source: string, body: string]> = [
  ['the service', `<Error><Message>${WORDS}</Message></Error>`],
  ['the service as fields', `<Result><Error>true</Error><Message>${WORDS}</Message></Result>`],
  [
    'SOAP 1.1',
    `<soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Body><soap:Fault><faultcode>soap:Server</faultcode><faultstring>${WORDS}</faultstring></soap:Fault></soap:Body></soap:Envelope>`,
  ],
  [
    'WCF',
    `<Fault xmlns="http://schemas.microsoft.com/ws/2005/05/envelope/none"><Code><Value>Receiver</Value></Code><Reason><Text xml:lang="en-US">${WORDS}</Text></Reason></Fault>`,
  ],
  ['RFC 9457 as XML', `<problem xmlns="urn:ietf:rfc:7807"><title>${WORDS}</title><status>500</status></problem>`],
  [
    'OData 2',
    `<m:error xmlns:m="http://schemas.microsoft.com/ado/2007/08/dataservices/metadata"><m:code/><m:message xml:lang="en-US">${WORDS}</m:message></m:error>`,
  ],
  [
    'Web API with details',
    `<Error><Message>An error has occurred.</Message><ExceptionMessage>${WORDS}</ExceptionMessage><ExceptionType>System.Exception</ExceptionType><StackTrace/></Error>`,
  ],
  ['text alone', `<error>${WORDS}</error>`],
];

const csvErrors: ReadonlyArray<readonly [source: string, body: string]> = [
  ['a JSON text', `"${WORDS}"`],
  ['ASP.NET', "Server Error in '/' Application.\r\n\r\nRuntime Error\r\n"],
  ['IIS', 'Service Unavailable'],
  [
    'SQL Server',
    'Timeout expired. The timeout period elapsed prior to completion of the operation, or the server is not responding.',
  ],
  ['ASP.NET Web API', `{"Message":"${WORDS}"}`],
  ['ASP.NET Web API as XML', `<HttpError><Message>${WORDS}</Message></HttpError>`],
  [
    'an error with its inner one',
    `System.Data.SqlClient.SqlException (0x80131904): ${WORDS}\r\n   at System.Data.SqlClient.SqlConnection.OnError()\r\n`,
  ],
];

const pages: ReadonlyArray<readonly [source: string, body: string]> = [
  [
    'Azure Front Door',
    "<h2>Our services aren't available right now</h2><p>We're working to restore all services as soon as possible.</p>",
  ],
  [
    'nginx',
    '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>',
  ],
  [
    'a sign-in page behind comments',
    `\ufeff  <!-- a --><!--[if IE]>b<![endif]-->\n<!DOCTYPE html><html><body>Sign in</body></html>`,
  ],
  ['a captive portal', "<script>window.location='http://login.hotel.example/'</script>"],
  [
    'XHTML',
    '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"><html xmlns="http://www.w3.org/1999/xhtml"><body/></html>',
  ],
];

const records = [{ StoreID: 1, StoreName: 'A' }];

export const errorsInDisguise: readonly FieldCase[] = [
  ...jsonErrors.flatMap(([source, body]) => [
    answered('Json', 'an error object', source, body, api),
    answered('JsonDataTable', 'an error object', source, body, refused),
    answered('Json', 'an error object, as text', source, body, refused, { output: 'text' }),
    answered('Excel', 'an error object', source, body, refused, { contentType: 'application/json' }),
  ]),
  ...xmlErrors.flatMap(([source, body]) => [
    answered('Xml', 'an error document', source, body, refused),
    answered('XmlDataTable', 'an error document', source, `<?xml version="1.0"?>\r\n${body}`, refused),
    answered('Xml', 'an error document, as text', source, body, refused, { output: 'text' }),
  ]),
  ...csvErrors.flatMap(([source, body]) => [
    answered('Csv', 'a sentence', source, body, refused),
    answered('Csv', 'a sentence, as text', source, body, refused, { output: 'text', contentType: 'text/plain' }),
  ]),
  ...pages.flatMap(([source, body]) =>
    ['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv', 'Excel', 'Csv.Email'].map((format) =>
      answered(format, 'a page', source, body, refused, {
        contentType: 'text/html',
        ...(format === 'Csv.Email' && { parameters: { 'Email.To': 'anna@example.com' } }),
      }),
    ),
  ),
  ...['Json', 'JsonDataTable', 'Xml', 'XmlDataTable', 'Csv', 'Excel'].map((format) =>
    answered(format, 'many empty comments', 'an attacker', `${'<!---->'.repeat(34)}<R>`, refused),
  ),
  answered(
    'Xml',
    'a text alone',
    'a DataContract serializer',
    `<string xmlns="http://schemas.microsoft.com/2003/10/Serialization/">${WORDS}</string>`,
    refused,
  ),
  answered('Json', 'a text', 'a JSON serializer', `"${WORDS}"`, refused),
  answered('Json', 'true', 'a health check', 'true', refused),
  answered('Json', 'a number', 'a counter', '0', refused),
  answered(
    'Json',
    'records and then an error',
    'a stream that broke',
    `[{"StoreID":1}]{"Error":true,"Message":"${WORDS}"}`,
    refused,
  ),
  answered(
    'JsonDataTable',
    'records beside an error',
    'a procedure that stopped',
    `{"Records":[{"StoreID":1}],"Error":"${WORDS}"}`,
    { error: 'API_ERROR', says: /Execution Timeout/ },
  ),
  answered(
    'JsonDataTable',
    'no error said as false',
    'the service',
    '{"Error":false,"Records":[{"StoreID":1}],"Schema":[]}',
    { records: [{ StoreID: 1 }] },
  ),
  answered(
    'JsonDataTable',
    'no error said as null',
    'the service',
    '{"Records":[],"Schema":[],"Error":null,"Message":""}',
    { records: [] },
  ),
  answered(
    'XmlDataTable',
    'an error beside rows',
    'a procedure that stopped',
    `<Table><Record><StoreID>1</StoreID></Record><Error>true</Error><Message>${WORDS}</Message></Table>`,
    refused,
  ),
  answered(
    'Excel.Email',
    'an error object',
    'the service',
    `{"Error":true,"Message":"${WORDS}"}`,
    { error: 'API_ERROR', says: /Execution Timeout/ },
    { parameters: { 'Email.To': 'anna@example.com' } },
  ),
  answered('Xml.Email', 'an error document', 'the service', `<Error><Message>${WORDS}</Message></Error>`, refused, {
    parameters: { 'Email.To': 'anna@example.com' },
    contentType: 'text/xml',
  }),
  answered('Csv.Email', 'a message of an error', 'ASP.NET Web API', '{"Message":"An error has occurred."}', refused, {
    parameters: { 'Email.To': 'anna@example.com' },
    contentType: 'application/json',
  }),

  // What looks like an error and is none.
  answered('Json', 'one object that is a record', 'a report of one row', '{"StoreID":1,"StoreName":"A"}', { records }),
  answered(
    'Json',
    'records with a Message column',
    'a log',
    '[{"Message":"An error has occurred.","StatusCode":500}]',
    { records: [{ Message: 'An error has occurred.', StatusCode: 500 }] },
    { anyRequest: '/log' },
  ),
  answered(
    'Json',
    'the version',
    'the service',
    '{"ApplicationName":"IQ.DataConnect.Web.WebApplication","ApplicationVersion":"1.3.0.51"}',
    { records: [{ ApplicationName: 'IQ.DataConnect.Web.WebApplication', ApplicationVersion: '1.3.0.51' }] },
    { endpoint: 'version' },
  ),
  answered('Csv', 'one column of sentences', 'a list of notes', 'StoreName\r\nService Unavailable\r\n', {
    records: [{ StoreName: 'Service Unavailable' }],
  }),
  answered('Csv', 'a header line alone', 'a report without rows', 'StoreName,StoreID\r\n', {
    records: [],
    columns: ['StoreName', 'StoreID'],
  }),
  answered(
    'Xml',
    'rows with a Message field',
    'a log',
    '<Log><Record><Message>An error has occurred.</Message></Record></Log>',
    { records: [{ Message: 'An error has occurred.' }] },
    { anyRequest: '/log' },
  ),
];

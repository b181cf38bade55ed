/** How a service may write a secret down in the rows of a report, format by format. */

export interface Spelling {
  name: string;
  /** The whole body, with these secrets in it. */
  body(secrets: readonly string[]): Buffer;
  charset?: string;
}

export const everyLetter = (text: string, as: (code: number) => string) =>
  Array.from(text, (letter) => as(letter.charCodeAt(0))).join('');
const unicode = (code: number) => `\\u${code.toString(16).padStart(4, '0')}`;
const hexadecimal = (code: number) => `&#x${code.toString(16)};`;
const decimal = (code: number) => `&#0${code};`;
export const forXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const inJson = (text: string) => JSON.stringify(text).slice(1, -1);

type Write = (secret: string) => string;

const VALUES: Readonly<Record<string, Write>> = {
  'as it is': (secret) => secret,
  'inside other text': (secret) => `before ${secret} behind`,
  'percent-encoded': (secret) => `https://a.test/?q=${encodeURIComponent(secret)}`,
  'with HTML entities': (secret) => forXml(secret),
  'in Base64': (secret) => Buffer.from(`user:${secret}`).toString('base64'),
  'in Base64 for URLs': (secret) => Buffer.from(`ab${secret}cd`).toString('base64url'),
  'in hexadecimal': (secret) => Buffer.from(secret).toString('hex'),
  'as JSON in a value': (secret) => JSON.stringify({ note: secret }),
};

const JSON_STRINGS: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(Object.entries(VALUES).map(([name, write]) => [name, (each: string) => inJson(write(each))])),
  'with escaped slashes': (secret) => inJson(secret).replaceAll('/', '\\/'),
  'with escapes of .NET': (secret) => inJson(secret).replace(/[+&<>']/g, (sign) => unicode(sign.charCodeAt(0))),
  'with every letter escaped': (secret) => everyLetter(secret, unicode),
  'with one letter escaped': (secret) => inJson(secret).replace('c', '\\u0063').replace('y', '\\u0079'),
};

const XML_TEXTS: Readonly<Record<string, Write>> = {
  ...Object.fromEntries(Object.entries(VALUES).map(([name, write]) => [name, (each: string) => forXml(write(each))])),
  'with hexadecimal references': (secret) => everyLetter(secret, hexadecimal),
  'with decimal references': (secret) => everyLetter(secret, decimal),
  'in a CDATA section': (secret) => `<![CDATA[${secret}]]>`,
  'cut by CDATA sections': (secret) =>
    `${forXml(secret.slice(0, 4))}<![CDATA[${secret.slice(4, 9)}]]>${forXml(secret.slice(9))}`,
  'cut by a comment': (secret) => `${forXml(secret.slice(0, 6))}<!-- - -->${forXml(secret.slice(6))}`,
};

const row = (secret: string) => `{"ID":7,"Note":"${secret}","Qty":1234.50,"Store":"Kent Mall"}`;
const xmlRow = (secret: string) => `<Record><ID>7</ID><Note>${secret}</Note><Store>Kent Mall</Store></Record>`;
const list = (rows: string[]) => `[${[row('plain'), ...rows, row('last')].join(',')}]`;
const table = (rows: string[]) => `{"Records":${list(rows)},"Schema":[]}`;
const xmlTable = (rows: string[]) => `<Table>${[xmlRow('plain'), ...rows, xmlRow('last')].join('')}</Table>`;
const utf16 = (text: string, big: boolean) => {
  const bytes = Buffer.from(`\ufeff${text}`, 'utf16le');
  return big ? bytes.swap16() : bytes;
};

function spelled(writes: Readonly<Record<string, Write>>, whole: (rows: string[]) => string, one: Write): Spelling[] {
  const body = (write: Write) => (secrets: readonly string[]) => whole(secrets.map((each) => one(write(each))));
  const plain = body(Object.values(writes)[0]!);
  return [
    ...Object.entries(writes).map(([name, write]) => ({
      name,
      body: (secrets: readonly string[]) => Buffer.from(body(write)(secrets)),
    })),
    { name: 'in UTF-16', body: (secrets) => utf16(plain(secrets), false) },
    { name: 'in UTF-16, big end first', body: (secrets) => utf16(plain(secrets), true) },
    {
      name: 'in Latin-1',
      charset: 'iso-8859-1',
      body: (secrets) => Buffer.from(plain(secrets).replaceAll('Kent', 'K\u00e9nt'), 'latin1'),
    },
  ];
}

const nested = (secret: string) => `{"ID":7,"Note":{"of":[{"deep":"${inJson(secret)}"}]},"Qty":1,"Store":"Kent Mall"}`;
const asName = (secret: string) => `{"ID":7,"${inJson(secret)}":1}`;
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = (rows: string[]) => ['ID,Note,Store', '7,plain,Kent', ...rows, '8,last,Kent', ''].join('\r\n');

function jsonSpellings(whole: (rows: string[]) => string): Spelling[] {
  return [
    ...spelled(JSON_STRINGS, whole, row),
    { name: 'inside a value', body: (secrets) => Buffer.from(whole(secrets.map(nested))) },
    { name: 'as a name', body: (secrets) => Buffer.from(whole(secrets.map(asName))) },
    { name: 'as a name inside', body: (secrets) => Buffer.from(whole(secrets.map((each) => `{"A":${asName(each)}}`))) },
  ];
}

function xmlSpellings(): Spelling[] {
  return [
    ...spelled(XML_TEXTS, xmlTable, xmlRow),
    {
      name: 'as an attribute',
      body: (secrets) =>
        Buffer.from(xmlTable(secrets.map((each) => `<Record><ID a="${forXml(each)}">7</ID></Record>`))),
    },
  ];
}

export const SPELLINGS: Readonly<Record<string, Spelling[]>> = {
  Json: jsonSpellings(list),
  JsonDataTable: jsonSpellings(table),
  Xml: xmlSpellings(),
  XmlDataTable: xmlSpellings(),
  Csv: spelled(VALUES, csv, (text) => `7,${cell(text)},Kent`),
};

/** A secret that the client does not hold, under names that say what it is. */
export const NAMES = [
  ...['access_token', 'AccessToken', 'ACCESS_TOKEN', 'Access Token', 'refresh_token', 'refreshToken', 'id_token'],
  ...['basic_token', 'bearer', 'Authorization', 'Set-Cookie', 'Cookie', 'client_secret', 'clientSecret', 'Password'],
  ...['Email Password', 'userPassword', 'api_key', 'X-Api-Key', 'token', 'user.access_token', 'passphrase', 'pwd'],
];

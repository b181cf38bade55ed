/**
 * The parameters every endpoint takes: the form of the answer, how a file is written, where it is mailed. The
 * query-string credential `Auth` is left out on purpose: it would put a secret into URLs and logs.
 */
import { labelled } from './choices';
import { company, language } from './groups';
import * as parameter from './parameter-types';
import type { Endpoint, Parameter } from './schema';

/** The nine forms an answer can take, as sent, in the order a person picks from. */
export const responses = [
  { value: 'Json', label: 'JSON records' },
  { value: 'JsonDataTable', label: 'JSON records with column types' },
  { value: 'Csv', label: 'CSV' },
  { value: 'Xml', label: 'XML' },
  { value: 'XmlDataTable', label: 'XML with column types' },
  { value: 'Excel', label: 'Excel workbook' },
  { value: 'Csv.Email', label: 'CSV by e-mail' },
  { value: 'Xml.Email', label: 'XML by e-mail' },
  { value: 'Excel.Email', label: 'Excel workbook by e-mail' },
] as const;

export type ResponseFormat = (typeof responses)[number]['value'];

export const defaultResponse: ResponseFormat = 'Json';

export interface SharedParameter extends Parameter {
  /** The responses the parameter has an effect on. */
  appliesTo: readonly ResponseFormat[];
  /** True where the service refuses those responses without it. */
  requiredThere?: true;
}

const everyResponse = responses.map((response) => response.value);

/** True for the responses that the service sends out by e-mail; the answer itself is an acknowledgement. */
export function isEmail(response: ResponseFormat): boolean {
  return response.endsWith('.Email');
}

/** True for the responses that are, or are sent as, a file with a name: Csv, Xml and Excel, also by e-mail. */
export function isFile(response: ResponseFormat): boolean {
  return /^(Csv|Xml|Excel)(\.Email)?$/.test(response);
}

/** True where the answer itself holds records: neither a workbook nor the acknowledgement of an e-mail. */
export function hasRecords(response: ResponseFormat): response is Exclude<ResponseFormat, 'Excel' | `${string}.Email`> {
  return response !== 'Excel' && !isEmail(response);
}

/** True for one of the nine, in the spelling of the service. */
export function isResponseFormat(text: string): text is ResponseFormat {
  return everyResponse.some((response) => response === text);
}

/** The response that a text means: the request node sends it as it was typed. */
export function responseNamed(text: string): ResponseFormat | undefined {
  const wanted = text.trim().toLowerCase();
  return everyResponse.find((response) => response.toLowerCase() === wanted);
}

const files = everyResponse.filter(isFile);
const emails = everyResponse.filter(isEmail);
const csv: ResponseFormat[] = ['Csv', 'Csv.Email'];

export const sharedParameters: readonly SharedParameter[] = [
  {
    ...parameter.choice(
      'Response',
      labelled(...responses.map(({ value, label }): [string, string] => [value, label])),
      'Form of the answer.',
      { default: defaultResponse, example: 'JsonDataTable' },
    ),
    appliesTo: everyResponse,
  },
  {
    ...parameter.string('CSV.Delimiter', 'Separator between the fields of a line.', {
      label: 'CSV delimiter',
      default: ',',
      example: '|',
    }),
    appliesTo: csv,
  },
  {
    ...parameter.string('CSV.FileExtension', 'Extension of the file the service makes.', {
      label: 'CSV file extension',
      default: 'csv',
      example: 'csv',
    }),
    appliesTo: csv,
  },
  {
    ...parameter.boolean('CSV.Headers', 'Whether the first line has the column names.', {
      label: 'CSV headers',
      default: true,
      example: true,
    }),
    appliesTo: csv,
  },
  {
    ...parameter.string('Email.To', 'Address the file is sent to.', {
      label: 'E-mail to',
      example: 'recipient2@domain.com',
    }),
    appliesTo: emails,
    requiredThere: true,
  },
  {
    ...parameter.string('Email.Cc', 'Address that gets a copy.', {
      label: 'E-mail copy to',
      example: 'recipient2@domain.com',
    }),
    appliesTo: emails,
  },
  {
    ...parameter.string('Email.Subject', 'Subject line of the e-mail.', {
      label: 'E-mail subject',
      example: 'Test Data',
    }),
    appliesTo: emails,
  },
  {
    ...parameter.boolean('Email.Compress', 'Whether the attached file is compressed.', {
      label: 'Compress attachment',
      default: false,
      example: false,
    }),
    appliesTo: emails,
  },
  {
    ...parameter.string('Filename', 'Name of the file, without extension.', {
      label: 'File name',
      example: 'MyReport',
    }),
    appliesTo: files,
  },
  { ...language, appliesTo: everyResponse },
  {
    ...company,
    description: 'Company whose data is wanted, for callers who may read several.',
    appliesTo: everyResponse,
  },
];

type WithParameters = Pick<Endpoint, 'authentication'> & { parameters: readonly Parameter[] };

/**
 * The shared parameters of one endpoint: without those it describes itself (LanguageCode, CompanyID, which the partner
 * feeds spell CompanyId), and without the company where nothing says who asks.
 */
export function sharedParametersOf(endpoint: WithParameters | undefined): readonly SharedParameter[] {
  if (!endpoint) return sharedParameters;
  const { parameters, authentication } = endpoint;
  const own = new Set(parameters.map((each) => each.name.toLowerCase()));
  if (authentication === 'none') own.add(company.name.toLowerCase());
  return sharedParameters.filter((each) => !own.has(each.name.toLowerCase()));
}

const parametersOfEndpoints = new WeakMap<WithParameters, ReadonlyArray<Parameter | SharedParameter>>();

/**
 * The endpoint's own parameters, then the shared ones it does not describe itself.
 * @param endpoint undefined for the request node, which describes none
 */
export function allParameters(endpoint: WithParameters | undefined): ReadonlyArray<Parameter | SharedParameter> {
  if (!endpoint) return sharedParameters;
  const known = parametersOfEndpoints.get(endpoint) ?? [...endpoint.parameters, ...sharedParametersOf(endpoint)];
  parametersOfEndpoints.set(endpoint, known);
  return known;
}
